"""What is written about a partnership. The trail files it under the partner."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from core import clock
from core.versions import save_versioned
from partners.anchoring.models import (
    Assumption,
    Challenge,
    CriterionAnswer,
    JointMeeting,
    Partnership,
    SelfAssessment,
)
from partners.directory.models import Partner

PARTNERSHIP_FIELDS = (
    "purpose signed_on paper commitment ours_by theirs_by committed_on economy crisis_rules virtual_options geography "
    "it_systems approach demands"
).split()


@transaction.atomic
def write_partnership(
    partnership: Partnership, expected_version: int | None, values: Mapping[str, Any], *, by: User
) -> Partnership:
    """Write ``values``; without a version the page is begun.

    Raises Conflict when somebody else was first, ValidationError when a colleague began the page meanwhile.
    """
    old = Partnership.objects.filter(pk=partnership.pk).first() or Partnership()
    before = {name: getattr(old, name) for name in values}
    for name, value in values.items():
        setattr(partnership, name, value)
    if expected_version is None:
        # Two who begin it at once wait for each other here, and the second is told.
        Partner.objects.select_for_update().get(pk=partnership.partner_id)
        partnership.full_clean()
        partnership.save()
    else:
        save_versioned(partnership, expected_version, values)
    changes = trail.changed(before, dict(values))
    if changes:
        trail.record("partnership.change", by=by, obj=partnership.partner, changes=changes)
    return partnership


@transaction.atomic
def record_joint_meeting(partner: Partner, *, by: User, held_on: date, **values) -> JointMeeting:
    """Write down a meeting about the cooperation. Raises ValidationError for a day that has not come."""
    if held_on > clock.today():
        raise ValidationError({"held_on": _("That day has not come yet.")})
    meeting = JointMeeting.objects.create(partner=partner, by=by, held_on=held_on, **values)
    told = {"held_on": held_on} | values
    trail.record("partnership.meeting", by=by, obj=partner, changes=trail.changed({}, told))
    return meeting


@transaction.atomic
def name_assumption(partner: Partner, *, by: User, text: str) -> Assumption:
    """Write down something that is taken for a fact."""
    row = Assumption.objects.create(partner=partner, by=by, text=text)
    trail.record("partnership.assumption", by=by, obj=partner, changes={"text": [None, text]})
    return row


@transaction.atomic
def challenge_assumption(assumption: Assumption, *, by: User, how: str, outcome: str) -> Challenge:
    """Write down how an assumption was put to the test, and what came of it; earlier tests stay."""
    row = Challenge.objects.create(assumption=assumption, by=by, how=how, outcome=outcome)
    changes = {"assumption": [assumption.pk, assumption.pk], "how": [None, how], "outcome": [None, outcome]}
    trail.record("partnership.challenge", by=by, obj=assumption.partner, changes=changes)
    return row


@transaction.atomic
def assess(
    partner: Partner, *, by: User, year: int, answers: Mapping[str, tuple[str, str]], together: bool = False
) -> SelfAssessment:
    """Keep how the unit sees the partnership in a year: ``(standing, words)`` by criterion. Earlier ones stay.

    Raises ValidationError for nothing at all, and for a year that has not begun.
    """
    if not answers:
        raise ValidationError(_("Answer at least one of the seven."))
    if year > clock.today().year:
        raise ValidationError({"year": _("That year has not begun.")})
    made = SelfAssessment.objects.create(partner=partner, by=by, year=year, together=together)
    for criterion, (standing, words) in answers.items():
        row = CriterionAnswer(assessment=made, criterion=criterion, standing=standing, words=words)
        row.full_clean()
        row.save()
    changes = {"year": [None, year], "answers": [None, sorted(answers)]}
    trail.record("partnership.assess", by=by, obj=partner, changes=changes)
    return made
