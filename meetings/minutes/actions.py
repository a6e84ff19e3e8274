"""Writing minutes, sharing them, having them approved, and turning a decision into something of the plan."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, UUIDField
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold as hold_case
from core import clock
from core.kept import Given, kept
from core.versions import Conflict, save_versioned
from meetings.agenda.models import AgendaItem
from meetings.minutes.agreed import write_down
from meetings.minutes.models import Approval, Decision, Minutes, MinutesAddition, MinutesComment
from meetings.minutes.telling import Reader, asked_to, tell
from meetings.planning.models import Attendee, Meeting
from plans.milestones.actions import add_milestone
from plans.models import Milestone, Plan
from plans.plan.choices import TookPart

State = Minutes.State

AGREED_BY = ("milestone__contact__partner",)

# While they may be written.
_OPEN = (State.DRAFT, State.SENT)


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes as they stand; a new row that nothing has been written in has version 0."""
    found = next(iter(_minutes().ask(meeting=meeting.pk)), None) or Minutes(meeting=meeting, version=0)
    found.meeting = meeting
    return found


@kept
def _minutes() -> QuerySet[Minutes]:
    return Minutes.objects.filter(meeting=Given("meeting", UUIDField)).order_by()


def _claim(minutes: Minutes, states: tuple[str, ...], refusal: str) -> None:
    """Hold the case, and let the minutes say what stands. Raises ValidationError for none of ``states``."""
    hold_case(minutes.meeting.case)
    if minutes.pk:
        minutes.refresh_from_db(fields=["state", "version", "comment_until", "sent_at", "text", "youth_text"])
    if minutes.state not in states:
        raise ValidationError(refusal)


@transaction.atomic
def write_minutes(
    meeting: Meeting,
    *,
    by,
    expected_version: int,
    text: str = "",
    youth_text: str = "",
    outcomes: Mapping[int, tuple[str, bool]] | None = None,
) -> Minutes:
    """Write the minutes: what came of each point (``outcomes``: point → text, confidential), and the two texts.

    What was approved before it was changed counts as approved no more, and who did from outside is told. Raises
    core.versions.Conflict when somebody saved since ``expected_version`` (0: nothing is written yet), ValidationError
    when the meeting is not held, or its minutes are approved.
    """
    minutes = minutes_of(meeting)
    _claim(minutes, _OPEN, _("The minutes are approved. Add to them instead."))
    if not meeting.is_held:
        raise ValidationError(_("Write down who was there first: then the minutes begin."))
    if minutes.version != expected_version:
        raise Conflict(minutes)
    changed = _write_outcomes(meeting, outcomes or {})
    if (text, youth_text) == (minutes.text, minutes.youth_text) and not changed and minutes.pk:
        return minutes
    minutes.text, minutes.youth_text, minutes.by = text, youth_text, by
    _save(minutes, expected_version)
    _tell_who_approved(minutes)
    points = {"points": [None, len(changed)]}
    trail.record("minutes.written", by=by, case_id=meeting.case_id, obj=minutes, changes=points)
    return minutes


def _save(minutes: Minutes, expected_version: int) -> None:
    if minutes.pk is not None:
        save_versioned(minutes, expected_version, ["text", "youth_text", "by"])
        return
    minutes.version, minutes.recorded_at = 1, clock.now()
    try:
        with transaction.atomic():
            minutes.save(force_insert=True)
    except IntegrityError:
        raise Conflict(Minutes.objects.get(meeting=minutes.meeting)) from None


def _tell_who_approved(minutes: Minutes) -> None:
    """Who approved the minutes as they stood before this change is asked again: by mail, if from outside."""
    if minutes.is_sent:
        before = minutes.approvals.filter(of_version=minutes.version - 1).values_list(
            "attendee_id", flat=True
        )
        lapsed = set(before)
        if lapsed:
            tell(minutes, [row for row in asked_to(minutes.meeting) if row.pk in lapsed], is_change=True)


def _write_outcomes(meeting: Meeting, outcomes: Mapping[int, tuple[str, bool]]) -> list[AgendaItem]:
    changed = []
    for item in meeting.agenda.filter(pk__in=outcomes):
        said = outcomes[item.pk]
        if said != (item.outcome, item.is_confidential):
            item.outcome, item.is_confidential = said
            item.version += 1
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["outcome", "is_confidential", "version"])
    return changed


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    by,
    what: str,
    responsible: str,
    due_on: date,
    contact=None,
) -> Decision:
    """Make a decision of the meeting a milestone of the plan; carried by a partner's ``contact`` it is a promise. The
    young person took part in it if they were there.

    Raises ValidationError when the meeting is not held, its minutes are approved, the case has no open plan, the day
    has passed, or the milestone is not valid.
    """
    meeting = item.meeting
    _claim(minutes_of(meeting), _OPEN, _("The minutes are approved. A new milestone is written in the plan."))
    if not meeting.is_held:
        raise ValidationError(_("Write down who was there first: then the minutes begin."))
    plan = Plan.objects.filter(case=meeting.case_id, closed_on=None).first()
    if plan is None:
        raise ValidationError(
            _("There is no open plan. Begin one first: the decision becomes a milestone in it.")
        )
    if due_on < clock.today():
        raise ValidationError({"due_on": _("That day has passed. Choose today or a day to come.")})
    plan.case = meeting.case
    milestone = Milestone(plan=plan, own_words=what, responsible=responsible, contact=contact, due_on=due_on)
    was_there = meeting.attendees.present().filter(is_youth=True).exists()
    add_milestone(milestone, by=by, took_part=TookPart.MEETING if was_there else TookPart.NO)
    decision = Decision.objects.create(item=item, milestone=milestone, by=by, at=clock.now())
    minutes = minutes_of(meeting)
    if minutes.is_shared:
        write_down(decision, meeting.case)
    _count_as_changed(minutes)
    trail.record("minutes.decided", by=by, case_id=meeting.case_id, obj=decision)
    return decision


def _count_as_changed(minutes: Minutes) -> None:
    """What was approved without what is agreed now counts as approved no more, and who did is told."""
    Minutes.objects.filter(pk=minutes.pk).update(version=F("version") + 1)
    _tell_who_approved(minutes_of(minutes.meeting))


@transaction.atomic
def agree_anew(decision: Decision, *, by) -> None:
    """Let shared minutes say of a decision what the plan says of it now: it was written down wrong.

    What was approved before counts as approved no more. Raises ValidationError when the minutes are not shared, or
    approved. Sent twice it is done once.
    """
    meeting = decision.item.meeting
    minutes = minutes_of(meeting)
    _claim(minutes, (State.SENT,), _("The minutes are approved. Add to them instead."))
    if write_down(decision, meeting.case):
        _count_as_changed(minutes)
        trail.record("minutes.agreed_anew", by=by, case_id=meeting.case_id, obj=decision)


@transaction.atomic
def send_minutes(minutes: Minutes, *, by, comment_until: date) -> list[Reader]:
    """Let those who were there read and comment until a day; returns who reads them how. Sent twice it is done once.

    What was agreed stands from then on as it was shared. Partners' people who sign in are told by mail, those who were
    asked and could not come too. Raises ValidationError when nothing is written yet, or the day is not to come.
    """
    _claim(minutes, tuple(State), "")
    if minutes.is_shared:
        return []
    if minutes.pk is None:
        raise ValidationError(_("Nothing is written yet."))
    if comment_until <= clock.today():
        raise ValidationError({"comment_until": _("Give those who were there until a day to come.")})
    minutes.state, minutes.sent_at, minutes.comment_until = State.SENT, clock.now(), comment_until
    _move(minutes, State.DRAFT, ["state", "sent_at", "comment_until"])
    for decision in Decision.objects.filter(item__meeting=minutes.meeting_id).select_related(*AGREED_BY):
        write_down(decision, minutes.meeting.case)
    Meeting.objects.filter(pk=minutes.meeting_id).update(locked_at=minutes.sent_at)
    minutes.meeting.locked_at = minutes.sent_at
    readers = tell(minutes, asked_to(minutes.meeting))
    told = {"told": [None, [reader.attendee.key for reader in readers if reader.is_told]]}
    trail.record("minutes.sent", by=by, case_id=minutes.meeting.case_id, obj=minutes, changes=told)
    return readers


def _move(minutes: Minutes, old: str, names: list[str]) -> None:
    """Change what is not the text: the version stays, and so do approvals."""
    rows = Minutes.objects.filter(pk=minutes.pk, state=old, version=minutes.version)
    if not rows.update(**{name: getattr(minutes, name) for name in names}):
        raise Conflict(Minutes.objects.get(pk=minutes.pk))


def _was_there(minutes: Minutes, attendee: Attendee) -> None:
    if attendee.meeting_id != minutes.meeting_id or not attendee.attended:
        raise ValidationError(_("Only those who were there approve the minutes."))


@transaction.atomic
def comment(minutes: Minutes, *, by, attendee: Attendee, text: str) -> MinutesComment:
    """What somebody asked to the meeting says about the minutes, until the day for comments has gone by.

    Written by themselves it waits on who leads the meeting; written down for them it is read already. Raises
    ValidationError for who is not asked to it, for minutes not out for comment, and afterwards.
    """
    _claim(minutes, (State.SENT,), _("The minutes are not out for comment."))
    if attendee.meeting_id != minutes.meeting_id or not attendee.is_asked:
        raise ValidationError(_("Only those asked to the meeting comment on its minutes."))
    if clock.today() > minutes.comment_until:
        raise ValidationError(_("The day for comments has gone by."))
    is_own = by.pk in (attendee.user_id, attendee.contact and attendee.contact.user_id)
    is_own = is_own or (attendee.is_youth and by.has_own_page)
    waits = is_own and by.pk != minutes.meeting.led_by_id
    row = MinutesComment.objects.create(
        minutes=minutes,
        attendee=attendee,
        text=text,
        by=by,
        at=clock.now(),
        seen_at=None if waits else clock.now(),
    )
    trail.record("minutes.commented", by=by, case_id=minutes.meeting.case_id, obj=row)
    return row


@transaction.atomic
def mark_comments_seen(minutes: Minutes, *, by) -> None:
    """The comments on the minutes are read. Sent twice it is done once."""
    hold_case(minutes.meeting.case)
    if minutes.comments.filter(seen_at=None).update(seen_at=clock.now()):
        trail.record("minutes.comments_seen", by=by, case_id=minutes.meeting.case_id, obj=minutes)


@transaction.atomic
def approve(minutes: Minutes, *, by, attendee: Attendee, seen_version: int | None = None) -> None:
    """Somebody who was there approves the minutes as they stand; twice is once. ``by`` wrote it down.

    With the last of those who were there the minutes are closed, unless a comment waits to be read. Raises
    ValidationError for who was not there, or minutes not out for comment, and core.versions.Conflict when they
    changed since ``seen_version``.
    """
    _claim(minutes, (State.SENT,), _("The minutes are not out for comment."))
    _was_there(minutes, attendee)
    if seen_version is not None and seen_version != minutes.version:
        raise Conflict(minutes)
    _row, made = Approval.objects.get_or_create(
        minutes=minutes, attendee=attendee, of_version=minutes.version, defaults={"by": by, "at": clock.now()}
    )
    if made:
        trail.record("minutes.approval", by=by, case_id=minutes.meeting.case_id, obj=minutes)
    if made and not silent(minutes) and not minutes.comments.filter(seen_at=None).exists():
        lock_minutes(minutes, by=by)


def silent(minutes: Minutes) -> list[Attendee]:
    """Those who were there and have not approved the minutes as they stand."""
    said = minutes.approvals.filter(of_version=minutes.version).values("attendee")
    return list(minutes.meeting.attendees.present().exclude(pk__in=said).named())


@transaction.atomic
def lock_minutes(minutes: Minutes, *, by) -> None:
    """Close the minutes as approved: when all who were there have approved, or, after the day for comments, somebody.

    Those who said nothing are named on the page and the PDF: silence is no yes. Raises ValidationError before that.
    """
    _claim(minutes, (State.SENT, State.APPROVED), _("The minutes are not out for comment yet."))
    if minutes.is_approved:
        return
    if not minutes.approvals.filter(of_version=minutes.version).exists():
        raise ValidationError(_("Nobody who was there has approved the minutes as they stand."))
    if silent(minutes) and clock.today() <= minutes.comment_until:
        raise ValidationError(
            _("Not all who were there have approved yet, and the day for comments has not gone by.")
        )
    minutes.state, minutes.approved_at = State.APPROVED, clock.now()
    _move(minutes, State.SENT, ["state", "approved_at"])
    # They stand on the page of whoever closes the minutes.
    minutes.comments.filter(seen_at=None).update(seen_at=minutes.approved_at)
    trail.record("minutes.approved", by=by, case_id=minutes.meeting.case_id, obj=minutes)


@transaction.atomic
def add_to_minutes(minutes: Minutes, *, by, text: str) -> MinutesAddition:
    """Add to approved minutes; they stand as they were approved. Raises ValidationError before that."""
    _claim(minutes, (State.APPROVED,), _("The minutes are not approved yet: change them instead."))
    row = MinutesAddition.objects.create(minutes=minutes, text=text, by=by, at=clock.now())
    trail.record("minutes.added_to", by=by, case_id=minutes.meeting.case_id, obj=row)
    return row
