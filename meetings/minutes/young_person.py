"""What the young person may read of a meeting: the one answer, for paper and for their own page."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from cases.models import Case
from meetings.agenda.models import AgendaItem
from meetings.minutes.agreed import AGREED, Agreed, agreement_of
from meetings.minutes.models import Minutes
from meetings.planning.models import Meeting
from plans.handover.protection import address_hider
from plans.plan.reading import open_plan_of


@dataclass(frozen=True, slots=True)
class OwnMinutes:
    """A meeting as the young person reads it: plain values, so that nothing more can be looked up.

    ``text`` was written to them, ``agreements`` is what was agreed at points that are not confidential, with what they
    do themselves marked. Nothing else of the minutes: neither what came of the points, nor comments, nor who said what.
    """

    form: str
    starts_at: datetime
    place: str
    text: str
    agreements: tuple[Agreed, ...]
    is_protected: bool = False


def own_minutes_of(meeting: Meeting) -> OwnMinutes | None:
    """What the young person may read of ``meeting`` now; None while its minutes are not shared, or nothing is written
    to them. A protected address, and what gives it away, stays out: their page may be seen by others.

    At most a handful of queries; give a ``meeting`` with its case with person and guide.
    """
    return next(iter(_told(Minutes.objects.filter(meeting=meeting), meeting.case)), None)


def own_minutes_in(case: Case, most: int) -> list[OwnMinutes]:
    """The same of the case's last ``most`` meetings that there is something to read of, the newest first; as few
    queries as for one.
    """
    rows = Minutes.objects.filter(meeting__case=case).order_by("-meeting__starts_at", "pk")
    return _told(rows, case, most)


def _told(rows: QuerySet[Minutes], case: Case, most: int = 1) -> list[OwnMinutes]:
    found = list(rows.shared().exclude(youth_text="").select_related("meeting__type")[:most])
    points = AgendaItem.objects.shared().filter(meeting__minutes__in=found).prefetch_related(*AGREED)
    agreed: dict = defaultdict(list)
    for point in points if found else ():
        agreed[point.meeting_id] += [agreement_of(row, case) for row in point.decisions.all()]
    told = [
        OwnMinutes(
            form=str(row.meeting.type),
            starts_at=row.meeting.starts_at,
            place=row.meeting.place,
            text=row.youth_text,
            agreements=tuple(agreed[row.meeting_id]),
        )
        for row in found
    ]
    if not (told and case.person.address_protected):
        return told
    hide = address_hider(case, open_plan_of(case))
    return [_without_address(one, hide) for one in told]


def _without_address(told: OwnMinutes, hide: Callable[[str], str]) -> OwnMinutes:
    agreements = tuple(replace(row, what=hide(row.what), who=hide(row.who)) for row in told.agreements)
    return replace(told, place="", text=hide(told.text), agreements=agreements, is_protected=True)
