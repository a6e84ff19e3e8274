"""Whose calendar a meeting stands in, and what each may read of it there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case
from core import clock
from core.addresses import address
from meetings.calendars.rules import case_number
from meetings.planning.models import Attendee, Meeting


def meetings_of(user) -> QuerySet[Meeting]:
    """The meetings in the calendar of a guide or leader: that they lead, are asked to, or that are about a case which
    they carry or stand in for.
    """
    asked = Attendee.objects.asked().filter(meeting=OuterRef("pk"), user=user)
    own = Case.objects.own_of(user).values("pk")
    rows = Meeting.objects.filter(case__unit_id=user.unit_id)
    # A draft is known to who plans it, and to who carries the case.
    planned = Q(led_by=user) | Q(case__in=own)
    return rows.filter(planned | (Q(Exists(asked)) & ~Q(state="draft")))


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in somebody's calendar. Without the right to open the case it has no link, and no form of meeting."""

    meeting: Meeting
    name: str
    url: str
    mine: Attendee | None
    number: str

    @property
    def starts(self) -> datetime:
        """When it begins, in Copenhagen."""
        return self.meeting.starts_at.astimezone(clock.COPENHAGEN)

    @property
    def ends(self) -> datetime:
        """When it ends, in Copenhagen."""
        return self.meeting.ends_at.astimezone(clock.COPENHAGEN)

    @property
    def title(self) -> str:
        """The form of meeting, for whoever may open the case."""
        return str(self.meeting.type) if self.url else ""

    @property
    def may_answer(self) -> bool:
        """Whether the user is asked to it, and it is one to come to; who leads it may change an answer alone."""
        waited_for = self.mine is not None and (not self.mine.leads or bool(self.mine.answer))
        return waited_for and self.meeting.is_invited and self.meeting.ends_at > clock.now()


def entries_of(user, rows: Iterable[Meeting]) -> list[Entry]:
    """The meetings as ``user`` may read them; two queries more, however many they are."""
    rows = list(rows)
    ids = {row.case_id for row in rows}
    found = Case.objects.filter(pk__in=ids).known_with_is_open(user).select_related("person")
    known = {case.pk: case for case in found}
    mine = {row.meeting_id: row for row in Attendee.objects.asked().filter(meeting__in=rows, user=user)}
    return [_entry(row, known.get(row.case_id), mine.get(row.pk)) for row in rows]


def _entry(row: Meeting, case: Case | None, mine: Attendee | None) -> Entry:
    if mine is not None:
        mine.meeting = row
    return Entry(
        meeting=row,
        name=case.person.name if case else "",
        url=address("meetings:meeting", row.case_id, row.pk) if case and case.is_open else "",
        mine=mine,
        number=case_number(row.case_id),
    )


def by_day(entries: Iterable[Entry], days: Iterable[date]) -> list[tuple[date, list[Entry]]]:
    """Each of the days with its meetings: those that begin on it."""
    found: dict[date, list[Entry]] = {day: [] for day in days}
    for entry in entries:
        found.setdefault(entry.meeting.on, []).append(entry)
    return sorted(found.items())
