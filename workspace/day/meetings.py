"""Today's meetings, beside the lines of Min dag."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language

from cases.models import Case
from core import clock
from core.addresses import address
from meetings.calendars.meetings_of import meetings_of
from workspace.lines.source import About


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
    columns = ("pk", "starts_at", "lasts_minutes", "type__name_da", "type__name_en", "place", "state")
    return rows.order_by("starts_at", "pk").values_list("case_id", *columns)


def todays(about: About, rows: list[tuple]) -> list[Today]:
    """As they stand on the page, soonest first."""
    english, found = get_language() == "en", []
    for case_id, pk, starts_at, minutes, name_da, name_en, place, state in rows:
        starts, is_open = starts_at.astimezone(clock.COPENHAGEN), about.is_open(case_id)
        found.append(
            Today(
                starts=starts,
                ends=(starts_at + timedelta(minutes=minutes)).astimezone(clock.COPENHAGEN),
                case=about.known(case_id),
                url=address("meetings:meeting", case_id, pk) if is_open else "",
                title=(name_en if english else name_da) if is_open else "",
                place=place,
                is_draft=state == "draft",
            )
        )
    return found
