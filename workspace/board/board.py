"""Fordeling: what waits, how long, and who could carry it. The leader decides; nothing here assigns by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from cases.casefile.querysets import LIST_COLUMNS
from cases.guides.actions import UNDO_WINDOW
from cases.guides.proposals import KNOWING_IS_WORTH, Load, Proposal, loads_of, propose
from cases.models import Assignment, Case
from core.limits import limit
from core.templatetags.kui import day
from core.text import sort_key
from intake.inquiries.rows import WAITING, inquiry_rows, waiting_chip
from intake.models import Inquiry, Outcome
from workspace.rows import chips_of

SHOWN = 50


COUNTED = 1000


@dataclass(slots=True)
class WaitingCase:
    """A case without a guide, how long it has waited, and who could carry it."""

    case: Case
    url: str
    name: str
    age: int
    chips: str
    group: str
    since: str
    waited: str
    # Who was its guide until they stopped.
    former: str
    proposals: list[Proposal]


@dataclass(slots=True)
class Undoable:
    """An assignment that the leader made within the hour, and may take back."""

    case: Case
    url: str
    name: str
    guide: str


@dataclass
class Board:
    """Everything on the board, and the numbers of its tiles: each is the length of the list that it opens."""

    inquiries: list[dict]
    cases: list[WaitingCase]
    loads: list[Load]
    undoable: list[Undoable]
    shown: list[Case]
    shown_inquiries: list[Inquiry]
    counts: dict[str, int]
    knowing: int = KNOWING_IS_WORTH


def waiting_cases(leader):
    """The cases that wait for a guide, of those the leader may see; the list behind the number narrows by the same."""
    return Case.objects.visible_to(leader, why=False).without_acting_guide()


def board_of(leader, today: date, now: datetime) -> Board:
    """The board of the leader's unit. Nine queries, however much waits."""
    readable = Inquiry.objects.visible_to(leader)
    inquiries = list(readable.undecided(today).with_standing().order_by("received_on", "pk")[: COUNTED + 1])
    waiting = list(
        waiting_cases(leader)
        .select_related("person", "guide", "cover")
        .only(*LIST_COLUMNS, "opened_on")
        .order_by("opened_on", "id")[: COUNTED + 1]
    )
    loads = loads_of(leader, today)
    groups = _target_groups(leader, waiting[:SHOWN])
    most = limit(WAITING, on=today)
    undoable = _undoable(leader, now)
    counts = {
        "inquiries": len(inquiries),
        "inquiries_over": sum(row.waited(today) > most for row in inquiries),
        "awaited": sum(bool(row.awaited) for row in inquiries),
        "put_off": readable.put_off(today).count(),
        "cases": len(waiting),
        "cases_over": sum(case.guide_id is None and (today - _since(case)).days > most for case in waiting),
    }
    return Board(
        inquiries=inquiry_rows(inquiries[:SHOWN], today),
        cases=[_row(case, groups.get(case.pk), loads, today) for case in waiting[:SHOWN]],
        loads=sorted(loads, key=lambda load: (-load.weight, sort_key(load.guide.name))),
        undoable=undoable,
        shown=waiting[:SHOWN] + [row.case for row in undoable],
        shown_inquiries=inquiries[:SHOWN],
        counts=counts,
    )


def _since(case: Case) -> date:
    """Since when a case has waited: since it was opened, or since its guide let go of it."""
    return case.status_since or case.opened_on


def _row(case: Case, group, loads: list[Load], today: date) -> WaitingCase:
    return WaitingCase(
        case=case,
        url=case.get_absolute_url(),
        name=case.person.name,
        age=case.person.age(today),
        chips=chips_of(case, today),
        group=str(group) if group else "",
        since="" if case.guide_id else day(_since(case)),
        waited=waiting_chip((today - _since(case)).days) if case.guide_id is None else "",
        former=case.guide.name if case.guide_id else "",
        proposals=propose(loads, group.knowledge_id if group else None),
    )


def _target_groups(leader, cases: list[Case]) -> dict:
    """The target group that each case was taken in with."""
    rows = Inquiry.objects.visible_to(leader).filter(
        case__in=cases, target_group__isnull=False, decisions__outcome=Outcome.TAKEN_IN
    )
    return {row.case_id: row.target_group for row in rows.select_related("target_group")}


def _undoable(leader, now: datetime) -> list[Undoable]:
    """What the leader assigned within the hour, and no case that an undo gave back to who had it."""
    mine = (
        Assignment.objects.current()
        .afresh("case", "kind", "user")
        .filter(
            case=OuterRef("pk"),
            kind=Assignment.Kind.GUIDE,
            until_on=None,
            recorded_by=leader,
            recorded_at__gte=now - UNDO_WINDOW,
        )
    )
    rows = Case.objects.visible_to(leader).open().filter(Exists(mine), guide__isnull=False)
    rows = (
        rows.select_related("person", "guide", "cover")
        .only(*LIST_COLUMNS)
        .order_by("person__sort_name", "id")
    )
    return [Undoable(c, c.get_absolute_url(), c.person.name, c.guide.name) for c in rows[:COUNTED]]
