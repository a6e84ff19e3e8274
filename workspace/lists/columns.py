"""The columns that one may choose for a list of cases, drawn in plain Python: one function per column, for page and file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.guides import proposals
from cases.links import case_url
from cases.models import Activity, Case
from cases.people import rules
from core.templatetags.kui import ago, due, freshness, icon
from core.templatetags.kui import day as drawn_day
from workspace.rows import chips_of, with_clocks


@dataclass(frozen=True, slots=True)
class Sight:
    """What drawing a row needs beside the case: the day, the unit's limit, the list's address."""

    today: date
    fresh_days: int
    here: str = ""
    may_note: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the key it sorts by, and what it writes on the page and in a file."""

    key: str
    label: Promise | str
    draw: Callable[[Case, Sight], str]
    value: Callable[[Case, Sight], Any]
    sort: str = ""


_ACTIVITY = dict(Activity.choices)


def _activity(case: Case, sight: Sight) -> str:
    fresh = freshness(case.activity_confirmed_on, sight.fresh_days)
    return format_html("<span>{}<br>{}</span>", _ACTIVITY.get(case.activity, case.activity), fresh)


def _contact(case: Case, sight: Sight) -> str:
    return format_html('<span id="contact-{}">{}</span>', case.pk, ago(case.last_contact_on) or _("never"))


def _guide(case: Case, sight: Sight) -> str:
    if case.guide_id:
        return escape(case.guide.name)
    return format_html(
        '<a class="btn btn-sm btn-outline-secondary" href="{}fordel/?next={}">{}{}<span class="visually-hidden"> {}</span></a>',
        case_url(case.pk),
        quote(sight.here),
        icon("users"),
        _("Assign"),
        case.person.name,
    )


def _transition(case: Case, sight: Sight) -> str:
    found = rules.next_transition(case.person.birth_date, sight.today)
    return format_html("{} <span class=muted>{}</span>", found[0], drawn_day(found[1])) if found else "–"


def _transition_day(case: Case, sight: Sight) -> date | None:
    found = rules.next_transition(case.person.birth_date, sight.today)
    return found[1] if found else None


def _weight(case: Case, sight: Sight) -> int:
    person = case.person
    return case.given_weight or proposals.weight_by_facts(
        activity=case.activity,
        birth_date=person.birth_date,
        custody=person.custody,
        needs_interpreter=person.needs_interpreter,
        on=sight.today,
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
        Column("kontakt", gettext_lazy("Last contact"), _contact, lambda c, s: c.last_contact_on, "kontakt"),
        Column("overgang", gettext_lazy("Next transition"), _transition, _transition_day),
        Column("status", gettext_lazy("Status"), lambda c, s: escape(c.get_status_display()),
               lambda c, s: str(c.get_status_display())),
        Column("aabnet", gettext_lazy("Opened on"), lambda c, s: drawn_day(c.opened_on), lambda c, s: c.opened_on, "aabnet"),
        Column("vaegt", gettext_lazy("Weight"), lambda c, s: str(_weight(c, s)), _weight),
        Column("guide", gettext_lazy("Guide"), _guide, lambda c, s: c.guide.name if c.guide_id else ""),
    )
}  # fmt: skip


OWN_LIST = ("alder", "nu", "frist", "kontakt")


UNIT_LIST = (*OWN_LIST, "guide")


IN_A_FILE = ("alder", "status", "nu", "bekraeftet", "frist", "kontakt", "guide")


def chosen(keys: Iterable[str], otherwise: tuple[str, ...]) -> list[Column]:
    """The columns asked for, in the order of COLUMNS; nonsense is left out, and nothing means the list's own."""
    wanted = set(keys) & COLUMNS.keys() or set(otherwise)
    return [column for key, column in COLUMNS.items() if key in wanted]


def with_columns(rows, columns: Iterable[Column]):
    """``rows`` with what the columns read beside `LIST_COLUMNS`."""
    if any(column.key == "vaegt" for column in columns):
        rows = rows.annotate(given_weight=proposals.present_weight())
    return rows


def drawn_rows(cases: Iterable[Case], columns: list[Column], sight: Sight) -> SafeString:
    """The rows of a list as HTML: the cases come with ``person`` and ``guide``. One query, for the statutory clocks of those
    young enough to have one."""
    cases = list(cases)
    with_clocks(cases, sight.today)
    labels = [(escape(column.label), column.draw) for column in columns]
    note = _("Note")
    pick = _("Choose %(name)s")
    return SafeString("\n".join(_row(case, labels, sight, note, pick) for case in cases))


def _row(case: Case, labels, sight: Sight, note: str, pick: str) -> str:
    url, name = case_url(case.pk), escape(case.person.name)
    cells = "".join(f'<td data-label="{label}">{draw(case, sight)}</td>' for label, draw in labels)
    do = ""
    if sight.may_note:
        do = (
            f'<td><a class="btn btn-sm btn-quiet" href="{url}notat/?next={escape(quote(sight.here))}" hx-get="{url}notat/">'
            f'{icon("note")}{note}<span class="visually-hidden"> {name}</span></a></td>'
        )
    return (
        f'<tr><td class="pick"><input class="form-check-input" type="checkbox" name="case" value="{case.pk}" form="bulk"'
        f' aria-label="{escape(pick) % {"name": name}}"></td>'
        f'<th scope="row"><a class="name" href="{url}">{name}</a> {chips_of(case, sight.today)}</th>{cells}{do}</tr>'
    )
