"""What the young person may read of a meeting: the one answer, for paper and for their own page."""

from dataclasses import dataclass, replace
from datetime import datetime

from meetings.minutes.agreed import AGREED, Agreement, agreement_of
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
    agreements: tuple[Agreement, ...]
    is_protected: bool = False


def own_minutes_of(meeting: Meeting) -> OwnMinutes | None:
    """What the young person may read of ``meeting`` now; None while its minutes are not shared, or nothing is written
    to them. A protected address, and what gives it away, stays out: their page may be seen by others.

    At most a handful of queries; give a ``meeting`` with its type and its case with person and guide.
    """
    minutes = Minutes.objects.shared().filter(meeting=meeting).first()
    if minutes is None or not minutes.youth_text:
        return None
    points = meeting.agenda.shared().prefetch_related(*AGREED)
    told = OwnMinutes(
        form=str(meeting.type),
        starts_at=meeting.starts_at,
        place=meeting.place,
        text=minutes.youth_text,
        agreements=tuple(
            agreement_of(row, meeting.case) for point in points for row in point.decisions.all()
        ),
    )
    return _without_address(told, meeting.case) if meeting.case.person.address_protected else told


def _without_address(told: OwnMinutes, case) -> OwnMinutes:
    hide = address_hider(case, open_plan_of(case))
    agreements = tuple(replace(row, what=hide(row.what), who=hide(row.who)) for row in told.agreements)
    return replace(told, place="", text=hide(told.text), agreements=agreements, is_protected=True)
