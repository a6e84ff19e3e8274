"""The agenda of a meeting: proposed from what is known, and then written by people."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateTimeField, QuerySet, UUIDField
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold as hold_case
from core import clock
from core.kept import Given, kept
from core.versions import save_versioned
from meetings.agenda.models import AgendaItem
from meetings.planning.models import Attendee, Meeting
from plans.milestones.choices import OPEN_STATUSES
from plans.models import Milestone

Purpose, Source = AgendaItem.Purpose, AgendaItem.Source

# The plan's milestones that are looked at: those overdue, and those to be done so soon; at most so many.
PLAN_AHEAD = timedelta(days=60)
MOST_MILESTONES = 5


def last_held(meeting: Meeting) -> Meeting | None:
    """The meeting before this one whose minutes are looked at: the one it follows, else the last that was held."""
    if meeting.follows_id:
        return meeting.follows
    told = {"case": meeting.case_id, "meeting": meeting.pk, "starts_at": meeting.starts_at}
    return next(iter(_held_before().ask(**told)), None)


@kept
def _held_before() -> QuerySet[Meeting]:
    before = {"case": Given("case", UUIDField), "starts_at__lt": Given("starts_at", DateTimeField)}
    rows = Meeting.objects.held().filter(**before).exclude(pk=Given("meeting", UUIDField))
    return rows.select_related("type").order_by("-starts_at", "pk")[:1]


def _open(meeting: Meeting) -> None:
    """Hold the case, and refuse a meeting whose agenda is written no more."""
    hold_case(meeting.case)
    meeting.refresh_from_db(fields=["state", "locked_at", "version"])
    if not meeting.is_open:
        raise ValidationError(_("The meeting is cancelled, or its minutes are sent: its agenda stands."))


def _last_place(meeting: Meeting) -> int:
    return meeting.agenda.order_by("-position").values_list("position", flat=True).first() or 0


@transaction.atomic
def propose_agenda(meeting: Meeting, *, by) -> list[AgendaItem]:
    """Put on the agenda what is known to need talking about, beneath what stands there; returns what was added.

    The minutes of last time, what was put off, open agreements, milestones overdue or soon due, the young person's own
    point, and the themes of the form. Asked again, it adds only what is new. Raises ValidationError as `add_item`.
    """
    _open(meeting)
    there = list(meeting.agenda.all())
    titles = {row.title.casefold() for row in there}
    about = {row.milestone_id for row in there} - {None}
    carried = {row.carried_from_id for row in there} - {None}
    new, place = [], _last_place(meeting)
    for item in _known(meeting, has_youth=any(row.source == Source.YOUTH for row in there)):
        known = item.milestone_id in about or item.carried_from_id in carried
        if known or (item.title.casefold() in titles and not item.carried_from_id):
            continue
        place += 1
        item.meeting, item.position, item.recorded_by, item.recorded_at = meeting, place, by, clock.now()
        titles.add(item.title.casefold())
        about |= {item.milestone_id} - {None}
        new.append(item)
    AgendaItem.objects.bulk_create(new)
    if new:
        trail.record(
            "agenda.proposed",
            by=by,
            case_id=meeting.case_id,
            obj=meeting,
            changes={"added": [None, len(new)]},
        )
    return new


def _known(meeting: Meeting, *, has_youth: bool) -> Iterator[AgendaItem]:
    """The points that follow from what is written, in the order they are talked about."""
    before = last_held(meeting)
    if not has_youth:
        title = _("What the young person wants to talk about")
        yield AgendaItem(title=title, source=Source.YOUTH, who=meeting.case.person.called, minutes=10)
    if before is not None:
        yield AgendaItem(
            title=_("The minutes of last time"), source=Source.MINUTES, purpose=Purpose.INFORM, minutes=5
        )
    parked = AgendaItem.objects.waiting().filter(
        meeting__case=meeting.case_id, meeting__starts_at__lt=meeting.starts_at
    )
    for row in parked.exclude(meeting=meeting).order_by("meeting__starts_at", "position"):
        yield AgendaItem(
            title=row.title,
            purpose=row.purpose,
            who=row.who,
            minutes=row.minutes,
            source=Source.PARKED,
            carried_from=row,
        )
    yield from _of_the_plan(meeting, before)
    for theme in meeting.type.theme_list:
        yield AgendaItem(title=theme[:200], source=Source.THEME, minutes=10)


def _of_the_plan(meeting: Meeting, before: Meeting | None) -> Iterator[AgendaItem]:
    """Agreements of last time that are open, then milestones overdue or due soon after the meeting."""
    rows = Milestone.objects.filter(
        plan__case=meeting.case_id, plan__closed_on=None, status__in=OPEN_STATUSES
    ).select_related("contact__partner")
    agreed = rows.filter(decision__item__meeting=before) if before else rows.none()
    for milestone in agreed.order_by("due_on", "position"):
        yield _about(milestone, Source.AGREEMENT)
    near = rows.filter(due_on__lte=meeting.on + PLAN_AHEAD).order_by("due_on", "position")
    for milestone in near[:MOST_MILESTONES]:
        yield _about(milestone, Source.PLAN)


def _about(milestone: Milestone, source: str) -> AgendaItem:
    return AgendaItem(
        title=milestone.own_words,
        purpose=Purpose.DECIDE if milestone.is_overdue() else Purpose.DISCUSS,
        who=milestone.carrier[:120],
        minutes=5,
        source=source,
        milestone=milestone,
    )


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    by,
    title: str,
    purpose=Purpose.DISCUSS,
    who="",
    minutes=10,
    source=Source.OWN,
    brought_by: Attendee | None = None,
) -> AgendaItem:
    """Put a point at the end of the agenda; ``brought_by`` says who of those asked brought it.

    Raises ValidationError when the meeting is cancelled or its minutes are sent, or the point is not valid.
    """
    _open(meeting)
    item = AgendaItem(
        meeting=meeting,
        title=title,
        purpose=purpose,
        who=who,
        minutes=minutes,
        source=source,
        brought_by=brought_by,
        position=_last_place(meeting) + 1,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    item.clean_fields(exclude=["meeting", "brought_by"])
    item.save(force_insert=True)
    trail.record("agenda.added", by=by, case_id=meeting.case_id, obj=item)
    return item


@transaction.atomic
def edit_item(item: AgendaItem, *, by, expected_version: int, values: Mapping) -> None:
    """Change a point. Raises core.versions.Conflict when somebody saved first, ValidationError as `add_item`."""
    _open(item.meeting)
    old = AgendaItem.objects.get(pk=item.pk)
    changes = trail.changed({name: getattr(old, name) for name in values}, values)
    if not changes:
        return
    for name in changes:
        setattr(item, name, values[name])
    item.clean_fields(exclude=["meeting", "brought_by", "milestone", "carried_from"])
    save_versioned(item, expected_version, list(changes))
    trail.record("agenda.edited", by=by, case_id=item.meeting.case_id, obj=item, changes=changes)


@transaction.atomic
def remove_item(item: AgendaItem, *, by) -> None:
    """Take a point off the agenda. Raises ValidationError once something came of it."""
    _open(item.meeting)
    if item.outcome or item.decisions.exists() or item.carried_to.exists():
        raise ValidationError(_("Something came of the point already, so it stands."))
    title, pk = item.title, item.pk
    AgendaItem.objects.filter(pk=pk).delete()
    trail.record(
        "agenda.removed",
        by=by,
        case_id=item.meeting.case_id,
        obj=item.meeting,
        changes={"title": [title, None]},
    )


@transaction.atomic
def park_item(item: AgendaItem, *, by, parked: bool) -> None:
    """Put a point off to the next meeting, or take that back; the next agenda that is proposed takes it up."""
    _open(item.meeting)
    if item.is_parked == parked:
        return
    if not parked and item.carried_to.exclude(meeting__state=Meeting.State.CANCELLED).exists():
        raise ValidationError(_("The next meeting has taken it up already."))
    item.is_parked = parked
    save_versioned(item, item.version, ["is_parked"])
    trail.record(
        "agenda.parked" if parked else "agenda.unparked", by=by, case_id=item.meeting.case_id, obj=item
    )


@transaction.atomic
def shift_item(item: AgendaItem, step: int, *, by) -> int:
    """Move a point one place up (``step=-1``) or down (``1``); returns its place, counted from one."""
    _open(item.meeting)
    rows = list(item.meeting.agenda.all())
    here = rows.index(item)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    moved = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            moved.append(row)
    AgendaItem.objects.bulk_update(moved, ["position"])
    if moved:
        trail.record("agenda.ordered", by=by, case_id=item.meeting.case_id, obj=item.meeting)
    return there + 1
