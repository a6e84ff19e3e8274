"""Released figures as something to read: the tables that page, paper and files show alike."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.presentation.elements import Cell, Table
from reports.presentation.tables import age_label
from reports.release.planning import Released
from reports.release.rules import AGES, COVERAGE, DESTINATIONS, FLOW, LASTING, OTHER, Told


def tables_of(released: Released) -> list[Table]:
    """Each table as it is shown, with a word about it where something is put together, rounded or left out."""
    titles = {
        COVERAGE: (_("Where the young people are"), _("Number")),
        FLOW: (_("Who came and who left"), _("Number")),
        LASTING: (_("Destinations that began three months before"), _("Number")),
        AGES: (_("Age"), _("Age")),
        DESTINATIONS: (_("Positive destinations reached"), _("Destination")),
    }
    made = []
    for name, (title, heading) in titles.items():
        told = released.tables[name]
        rows = [
            [Cell(_label(key, name, released)), Cell(count, hidden=count is None)]
            for key, count in _in_order(told, released)
        ]
        made.append(Table(name, title, [heading, _("How many")], rows, note=note_of(name, told, released)))
        shown = [count for count in told.shown.values() if count is not None]
        if name in (AGES, DESTINATIONS) and len(shown) > 1:
            made[-1].total = [Cell(_("Those shown, together")), Cell(sum(shown))]
    return made


def _in_order(told: Told, released: Released):
    """The cells as they stand: the whole last, and what is too small to be named after the named."""
    return sorted(told.shown.items(), key=lambda item: item[0] == OTHER)


def _label(key: str, table: str, released: Released) -> str:
    if table == AGES:
        return age_label(key)
    if key == OTHER:
        return _("Other destinations")
    if table == DESTINATIONS and released.source.is_month:
        name = "label_en" if get_language() == "en" else "label_da"
        return next(row[name] for row in released.source.data["by_destination"] if row["key"] == key)
    return words_of(key)[0]


def words_of(key: str) -> tuple[str, str]:
    """What a number is called, and what it counts."""
    if key == "came":
        return (
            _("New and reopened"),
            _("Cases opened, or opened again after having been closed."),
        )
    return str(METRICS[key].title), str(METRICS[key].definition)


# What is added up from months where a report is about more than one.
ADDED = (FLOW, LASTING, DESTINATIONS)


def note_of(name: str, told: Told, released: Released) -> str:
    """What was done to a table so that nobody can be recognised; nothing for one that is shown in full."""
    if name in ADDED and not released.source.months:
        return _("Left out: it is added up from the reports of the months, and one of them is missing.")
    if told.form is None:
        return _(
            "Left out: beside what has been released before, it could be worked out how many there are in a group of "
            "fewer than five."
        )
    said = []
    if name in ADDED and not released.source.is_month:
        said.append(_("Added up from the reports of its months."))
    if told.form.merged:
        said.append(
            _("Ages are put together, so that nobody can be recognised.")
            if name == AGES
            else _("Destinations of fewer than five are put together.")
        )
    if told.form.base > 1:
        said.append(
            _(
                "Rounded to the nearest five, so that nobody can be recognised. Rounded numbers need not add up."
            )
        )
    if name == COVERAGE and not told.form.shows_total:
        said.append(_("The total is left out, since somebody could be recognised by it."))
    return " ".join(said)


def definitions_of(released: Released) -> list[tuple[str, str]]:
    """What the numbers that are shown count."""
    return [words_of(key) for key in numbers_of(released)]


def numbers_of(released: Released) -> dict[str, int | None]:
    """The single numbers by name, None for what is hidden or left out: what a file between municipalities says."""
    found: dict[str, int | None] = {}
    tables = (
        (COVERAGE, FLOW, LASTING) if released.source.is_month else (COVERAGE, FLOW, LASTING, DESTINATIONS)
    )
    for name, forms in released.source.forms(tables=tables, exact=False).items():
        shown = released.tables[name].shown
        form = forms[0]
        found |= {key: shown.get(key) for key in (form.names if form else ())}
    return found
