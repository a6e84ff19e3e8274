"""Marking a case, the meeting, opening a marked case while it lasts, and the next step it ends in."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from cases.access.actions import open_with_purpose
from cases.models import AccessGrant, Case, Note
from cases.notes.actions import add_note
from core import clock
from core.constraints import Taken
from core.templatetags.kui import day
from plans.milestones.actions import add_milestone
from plans.models import Milestone, Plan
from practice.rhythm.models import Rhythm, TeamMeeting
from practice.sparring.models import SparringMark, SparringMeeting, SparringOpening

LONGEST_STEP = 200


def _open(case: Case):
    return SparringMark.objects.open().filter(case=case)


@transaction.atomic
def mark_case(case: Case, *, by: User, question: str) -> SparringMark:
    """Bring a case to the next sparring. Raises Taken when it is marked already."""
    if _open(case).exists():
        raise Taken(_("The case is marked for sparring already."))
    mark = SparringMark.objects.create(case=case, by=by, question=question, marked_at=clock.now())
    trail.record("sparring.marked", by=by, case_id=case.pk, obj=mark)
    return mark


@transaction.atomic
def ask_otherwise(mark: SparringMark, *, by: User, question: str, stood: str) -> None:
    """Ask something else about a marked case. ``stood`` is the question that its writer saw. Raises Taken when it is
    another by now, or was taken already.
    """
    held = SparringMark.objects.select_for_update(of=("self",)).open().filter(pk=mark.pk).first()
    if held is None or held.question != stood:
        raise Taken(_("Something has happened to it since. It was left as it is."))
    if question != stood:
        SparringMark.objects.filter(pk=mark.pk).update(question=question)
        trail.record("sparring.asked_otherwise", by=by, case_id=mark.case_id, obj=mark)


@transaction.atomic
def take_back(case: Case, *, by: User) -> None:
    """Not to be brought after all; sent twice it is done once."""
    mark = _open(case).first()
    if mark and SparringMark.objects.filter(pk=mark.pk, settled_at=None, taken_back_at=None).update(
        taken_back_at=clock.now()
    ):
        trail.record("sparring.taken_back", by=by, case_id=case.pk, obj=mark)


def _hold_unit(unit: Unit) -> None:
    """Of two starts at once the second waits, and sees the first."""
    Unit.objects.select_for_update().get(pk=unit.pk)


@transaction.atomic
def start_meeting(unit: Unit, *, by: User, ends_at: datetime) -> SparringMeeting:
    """Start sparring until a moment, midnight at the latest; with a rhythm of sparring, that it is held stands there.

    Raises Taken while one runs, ValidationError for an end that has passed or lies after midnight.
    """
    now = clock.now()
    if not now < ends_at <= clock.end_of_day(clock.today()):
        raise ValidationError({"until": _("Choose a time later today.")})
    _hold_unit(unit)
    if SparringMeeting.objects.filter(unit=unit).running(now).exists():
        raise Taken(_("Sparring is under way already."))
    meeting = SparringMeeting.objects.create(unit=unit, started_by=by, started_at=now, ends_at=ends_at)
    rhythm = Rhythm.objects.of_unit(unit).in_use().filter(kind=Rhythm.Kind.SPARRING).first()
    if rhythm:
        TeamMeeting.objects.get_or_create(rhythm=rhythm, held_on=clock.today(), defaults={"by": by})
    trail.record("sparring.started", by=by, obj=meeting, changes={"ends_at": [None, ends_at]})
    return meeting


@transaction.atomic
def end_meeting(meeting: SparringMeeting, *, by: User) -> None:
    """End it: what colleagues opened at it is closed to them from this moment on. Sent twice it ends once."""
    held, now = SparringMeeting.objects.select_for_update().get(pk=meeting.pk), clock.now()
    if not held.is_running(now):
        return
    SparringMeeting.objects.filter(pk=held.pk).update(ended_at=now, ended_by=by)
    AccessGrant.objects.filter(sparring_opening__meeting=held, expires_at__gt=now).update(expires_at=now)
    trail.record("sparring.ended", by=by, obj=held)


@transaction.atomic
def open_marked(mark: SparringMark, *, by: User) -> AccessGrant:
    """Open a colleague's marked case through the door, until the meeting ends; its guide sees who and why.

    Raises ValidationError when no meeting runs, and for a shielded case.
    """
    now = clock.now()
    running = SparringMeeting.objects.select_for_update().filter(unit=by.unit_id).running(now)
    meeting, case = running.first(), mark.case
    if meeting is None or not mark.is_open:
        raise ValidationError(_("Cases are opened while sparring is under way."))
    said = _("Sparring meeting %(day)s") % {"day": day(clock.today())}
    grant = open_with_purpose(case, by=by, purpose=AccessGrant.Purpose.SPARRING, reason=said)
    if meeting.ends_at < grant.expires_at:
        grant.expires_at = meeting.ends_at
        grant.save(update_fields=["expires_at"])
    SparringOpening.objects.create(meeting=meeting, mark=mark, grant=grant)
    return grant


@transaction.atomic
def settle(
    mark: SparringMark, *, by: User, next_step: str, due_on: date | None = None, thanked: Iterable[User] = ()
) -> None:
    """Write the agreed next step to the case: as a note, and with a day as a milestone of its open plan too.

    Raises Taken when it is settled already, ValidationError for a day without an open plan.
    """
    now, case = clock.now(), mark.case
    rows = SparringMark.objects.filter(pk=mark.pk, settled_at=None, taken_back_at=None)
    if not rows.update(settled_at=now, settled_by=by):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    mark.thanked.set(user for user in thanked if user.pk != by.pk)
    words = _("Sparring. Agreed next step: %(step)s") % {"step": next_step}
    add_note(case, by=by, text=words, kind=Note.Kind.OTHER, with_youth=False)
    if due_on is not None:
        plan = Plan.objects.filter(case=case, closed_on=None).first()
        if plan is None:
            raise ValidationError({"due_on": _("There is no open plan. Leave the day empty.")})
        plan.case = case
        guides = Milestone.Responsible.GUIDE
        add_milestone(Milestone(plan=plan, own_words=next_step, responsible=guides, due_on=due_on), by=by)
    trail.record("sparring.settled", by=by, case_id=case.pk, obj=mark)
