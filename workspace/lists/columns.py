"""The columns that one may choose for a list of cases: what each says on the page and in a file; and the rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypedDict
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.guides import proposals
from cases.links import case_url
from cases.models import Activity, Case
from cases.notes.last_contact import last_contact
from cases.people import rules
from core.addresses import address
from core.fragments import fragment
from core.templatetags.kui import day as drawn_day
from core.templatetags.kui import due, freshness
from workspace.rows import chips_of, with_clocks


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row is made from beside the case: the day, the unit's limit, the list's address."""

    today: date
    fresh_days: int
    here: str = ""
    may_note: bool = False


class Row(TypedDict):
    """A row as ``_row.html`` draws it: the person, and ``(label, what it says)`` of each column."""

    case_id: UUID
    name: str
    # What the box beside the name is called.
    choose: str
    url: str
    chips: SafeString
    cells: list[tuple[str, str]]
    # Where a note is written on the spot, on a list where one may.
    note_url: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the key it sorts by, and what it writes on the page and in a file."""

    key: str
    label: Promise | str
    draw: Callable[[Case, RowContext], str]
    value: Callable[[Case, RowContext], Any]
    sort: str = ""


_ACTIVITY = dict(Activity.choices)


def _activity(case: Case, context: RowContext) -> str:
    fresh = freshness(case.activity_confirmed_on, context.fresh_days)
    return _activity_cell(str(_ACTIVITY.get(case.activity, case.activity)), fresh)


@lru_cache(maxsize=2048)
def _activity_cell(words: str, fresh: SafeString) -> SafeString:
    return fragment("workspace/lists/_activity.html", words=words, fresh=fresh)


def _guide(case: Case, context: RowContext) -> str:
    if case.has_guide or case.is_closed:
        return case.guide.name if case.guide_id else "–"
    url = address("cases:case_assign", case.pk)
    return fragment("workspace/lists/_assign.html", url=url, here=context.here, name=case.person.name)


def _transition(case: Case, context: RowContext) -> str:
    found = rules.next_transition(case.person.birth_date, context.today)
    return fragment("workspace/lists/_transition.html", words=found[0], day=found[1]) if found else "–"


def _transition_day(case: Case, context: RowContext) -> date | None:
    found = rules.next_transition(case.person.birth_date, context.today)
    return found[1] if found else None


def _weight(case: Case, context: RowContext) -> int:
    person = case.person
    return case.given_weight or proposals.weight_by_facts(
        activity=case.activity,
        birth_date=person.birth_date,
        custody=person.custody,
        needs_interpreter=person.needs_interpreter,
        on=context.today,
    )[0]  # fmt: skip


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("alder", gettext_lazy("Age"), lambda c, s: str(c.person.age(s.today)),
               lambda c, s: c.person.age(s.today), "alder"),
        Column("nu", gettext_lazy("Doing now"), _activity, lambda c, s: str(_ACTIVITY.get(c.activity, c.activity))),
        Column("bekraeftet", gettext_lazy("Confirmed on"), lambda c, s: drawn_day(c.activity_confirmed_on),
               lambda c, s: c.activity_confirmed_on),
        Column("frist", gettext_lazy("Next date"), lambda c, s: due(c.earliest_open_due),
               lambda c, s: c.earliest_open_due, "frist"),
        Column("kontakt", gettext_lazy("Last contact"), lambda c, s: last_contact(c),
               lambda c, s: c.last_contact_on, "kontakt"),
        Column("overgang", gettext_lazy("Next transition"), _transition, _transition_day),
        Column("status", gettext_lazy("Status"), lambda c, s: c.get_status_display(),
               lambda c, s: str(c.get_status_display())),
        Column("aabnet", gettext_lazy("Opened on"), lambda c, s: drawn_day(c.opened_on),
               lambda c, s: c.opened_on, "aabnet"),
        Column("vaegt", gettext_lazy("Weight"), lambda c, s: str(_weight(c, s)), _weight),
        Column("guide", gettext_lazy("Guide"), _guide, lambda c, s: c.guide.name if c.guide_id else ""),
    )
}  # fmt: skip


OWN_LIST = ("alder", "nu", "frist", "kontakt")


UNIT_LIST = (*OWN_LIST, "guide")


IN_A_FILE = ("alder", "status", "nu", "bekraeftet", "frist", "kontakt", "aabnet", "guide")


def chosen(keys: Iterable[str], otherwise: tuple[str, ...]) -> list[Column]:
    """The columns asked for, in the order of COLUMNS; nonsense is left out, and nothing means the list's own."""
    wanted = set(keys) & COLUMNS.keys() or set(otherwise)
    return [column for key, column in COLUMNS.items() if key in wanted]


def with_columns(rows, columns: Iterable[Column]):
    """``rows`` with what the columns read beside `LIST_COLUMNS`."""
    if any(column.key == "vaegt" for column in columns):
        rows = rows.annotate(given_weight=proposals.present_weight())
    return rows


def rows_of(cases: Iterable[Case], columns: list[Column], context: RowContext) -> list[Row]:
    """The rows of a list: the cases come with ``person`` and ``guide``.

    One query, for the statutory clocks of those young enough to have one.
    """
    cases = list(cases)
    with_clocks(cases, context.today)
    choose, drawn = _("Choose %(name)s"), [(str(column.label), column.draw) for column in columns]
    return [
        {
            "case_id": case.pk,
            "name": (name := case.person.name),
            "choose": choose % {"name": name},
            "url": case_url(case.pk),
            "chips": chips_of(case, context.today),
            "cells": [(label, draw(case, context)) for label, draw in drawn],
            "note_url": address("cases:note_add", case.pk) if context.may_note else "",
        }
        for case in cases
    ]
