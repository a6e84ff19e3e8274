"""Today's meetings, beside the lines of Min dag."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language

from cases.models import Case
from core import clock
from core.addresses import address
from meetings.calendars.meetings_of import meetings_of
from workspace.lines.source import About, Told, told


@dataclass(frozen=True, slots=True)
class Today:
    """One meeting of today. A case that the user may not know of has no name; one they may not open has no link."""

    starts: datetime
    ends: datetime
    case: Case | None
    # The page of the meeting, for who may open the case.
    url: str
    title: str
    place: str
    is_draft: bool

    @property
    def is_over(self) -> bool:
        """Whether it has ended, as planned."""
        return self.ends <= clock.now()


def todays_rows(about: About) -> QuerySet:
    """The user's meetings that begin today."""
    rows = meetings_of(about.user).standing().filter(
        starts_at__gte=clock.at(about.today), starts_at__lt=clock.end_of_day(about.today)
    )  # fmt: skip
    name = "type__name_en" if get_language() == "en" else "type__name_da"
    columns = {"case_id": "case_id", "key": "pk", "at": "starts_at", "number": "lasts_minutes"}
    return told("today", rows, what=name, who="state", more="place", **columns)


def todays(about: About, rows: list[Told]) -> list[Today]:
    """As they stand on the page, soonest first."""
    found = []
    for row in sorted(rows, key=lambda row: (row.at, row.key)):
        is_open = about.is_open(row.case_id)
        found.append(
            Today(
                starts=row.at.astimezone(clock.COPENHAGEN),
                ends=(row.at + timedelta(minutes=row.number)).astimezone(clock.COPENHAGEN),
                case=about.known(row.case_id),
                url=address("meetings:meeting", row.case_id, row.key) if is_open else "",
                title=row.what if is_open else "",
                place=row.more,
                is_draft=row.who == "draft",
            )
        )
    return found
