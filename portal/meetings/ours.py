"""The meetings that a partner's contact is asked to, and what they may be told of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from cases.models import Topic
from core import clock
from core.kept import Given, kept
from meetings.models import Attendee, Meeting
from plans.handover.scope import name_told, readable_cases


@dataclass(frozen=True, slots=True)
class OurMeeting:
    """A meeting as a partner may read it: plain values, so that nothing more can be looked up.

    The name without surname, unless contact is covered; the form of meeting where the plan is; and no place when the
    young person's address is protected.
    """

    attendee: Attendee
    case_id: object
    starts: datetime
    ends: datetime
    called: str
    title: str
    place: str
    online: str
    is_protected: bool
    is_cancelled: bool
    covers_plan: bool
    moved_from: datetime | None = None

    @property
    def day(self) -> date:
        """The day it is held."""
        return self.starts.date()

    @property
    def may_answer(self) -> bool:
        """Whether it still is a meeting to come to."""
        return not self.is_cancelled and self.ends > clock.now()


def meetings_of(contact) -> QuerySet[Meeting]:
    """The meetings that the contact is asked to and may see now, with what the page reads."""
    return (
        Meeting.objects.shared_with(contact).select_related("case__person", "type").prefetch_related("moves")
    )


def told_of(contact, rows: Iterable[Meeting], on: date) -> list[OurMeeting]:
    """What the contact may be told of the meetings on the day; two queries more, however many they are."""
    rows = list(rows)
    cases = {row.case_id: row.case for row in rows}
    covered = {case.pk: topics for case, topics in _covered(contact, cases.values(), on).items()}
    asked = Attendee.objects.asked().filter(meeting__in=rows, contact=contact)
    mine = {row.meeting_id: row for row in asked}
    return [
        _told(row, mine[row.pk], covered[row.case_id])
        for row in rows
        if row.case_id in covered and row.pk in mine
    ]


def _covered(contact, cases, on: date) -> dict:
    return readable_cases(list(cases), contact.partner, on) if cases else {}


def _told(row: Meeting, attendee: Attendee, topics: set) -> OurMeeting:
    person = row.case.person
    hidden = person.address_protected
    return OurMeeting(
        attendee=attendee,
        case_id=row.case_id,
        starts=row.starts_at.astimezone(clock.COPENHAGEN),
        ends=row.ends_at.astimezone(clock.COPENHAGEN),
        called=name_told(person, topics),
        title=str(row.type) if Topic.PLAN in topics else "",
        place="" if hidden else row.place,
        online="" if hidden else row.online,
        is_protected=hidden,
        is_cancelled=row.is_cancelled,
        covers_plan=Topic.PLAN in topics,
        moved_from=row.moved_from and row.moved_from.astimezone(clock.COPENHAGEN),
    )


@kept
def unanswered(on: date) -> QuerySet:
    """The ids of the meetings on the day ``on`` and later that a contact has not said whether they come to."""
    invited = {"meeting__state": "invited", "meeting__starts_at__gte": clock.at(on)}
    rows = Attendee.objects.filter(contact=Given("contact"), answer="", **invited)
    return rows.order_by().values_list("meeting_id", flat=True)


def meetings_waiting(contact, on: date) -> list[OurMeeting]:
    """The meetings on the day ``on`` and later that wait for the contact's answer, soonest first; five queries, and one
    when the contact has left no meeting unanswered.

    For the partner's first page, which writes to the trail whom it showed.
    """
    if contact is None:
        return []
    ids = unanswered(on).ask(contact=contact.pk)
    if not ids:
        return []
    rows = meetings_of(contact).filter(pk__in=ids)
    return [one for one in told_of(contact, rows.order_by("starts_at", "pk"), on) if one.may_answer]
