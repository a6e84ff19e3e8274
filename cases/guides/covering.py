"""Somebody acts for the guide for a while; it ends by itself."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold
from cases.casefile.models import Assignment, Case
from core import clock
from core.constraints import Taken

# A longer absence is no cover: somebody else is the guide then.
MOST_COVER_DAYS = 366


def check_carrier(case: Case, user) -> None:
    """Raise ValidationError for somebody who cannot carry the case.

    That is who is no active guide or leader of its unit, or not named on a shielded one.
    """
    if not (user.may_carry and user.unit_id == case.unit_id):
        raise ValidationError(_("Choose an active guide of the unit."))
    if case.shielded and user.pk != case.deputy_id and not case.named.filter(user=user).exists():
        raise ValidationError(_("The case is shielded: name the person on the case first."))


@transaction.atomic
def cover(case: Case, user, *, by, from_on: date, until_on: date) -> None:
    """Let ``user`` act for the guide from ``from_on`` up to, not including, ``until_on``; it ends by itself.

    The guide stays the guide, and keeps their access. Raises ValidationError for a closed case or one without a
    guide, for days that have passed or are too many, when the case is covered already, and as `check_carrier` does.
    """
    today = clock.today()
    hold(case, rests_on=("guide_id",), may_be_closed=True)
    if case.is_closed or case.guide_id is None:
        raise ValidationError(_("Only an open case with a guide can be covered."))
    if user.pk == case.guide_id:
        raise ValidationError(_("The guide cannot cover for themselves."))
    check_carrier(case, user)
    if from_on < today or not from_on < until_on <= from_on + timedelta(days=MOST_COVER_DAYS):
        raise ValidationError({"on": _("A cover begins today or later, and lasts a year at most.")})
    free = Q(cover=None) | Q(cover_until__lte=today)
    columns = {"cover": user, "cover_from": from_on, "cover_until": until_on}
    if not Case.objects.filter(free, pk=case.pk, closed_on=None).update(**columns):
        raise Taken(_("Somebody covers this case already, or will. End that first."))
    for name, value in columns.items():
        setattr(case, name, value)
    days = {"from_on": from_on, "until_on": until_on}
    case.assignments.create(user=user, kind=Assignment.Kind.COVER, recorded_by=by, **days)
    changes = {"cover": [None, user], "from": from_on, "until": until_on}
    trail.record("case.covered", by=by, case_id=case.pk, obj=case, changes=changes)
