"""A programme in a frozen report: how it stood on the last day of a period, as plain values, and how it is read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.models import Case
from programmes.members.choices import Exit
from programmes.models import Aim, Programme
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Period, add_months
from reports.presentation.elements import Cell, Table, Tile
from reports.programmes.figures import OTHER_AIM, UNSAID, Figures
from reports.programmes.rules import RESULT_MONTHS
from reports.programmes.tables import aim_words, definition_of_result, exit_words, title_of

# So many months after its last day a programme can still gain a result, and be told whether it held.
STILL_ASKED = RESULT_MONTHS + max(LASTING)

NUMBERS = ("target_group", "took_part", "not_begun", "now", "left", "result", "no_result")
TILES = ("target_group", "took_part", "now", "left", "result")


def programme_figures(unit, period: Period) -> dict[str, tuple[str, dict]]:
    """What the report of each programme says: its name and its figures, by its id. Of those that ran in the period, or
    ended so lately that a result may still come and be asked whether it held. Shielded cases are counted; nobody is
    named.
    """
    on, ended = period.last, add_months(period.first, -STILL_ASKED)
    rows = (
        Programme.objects.of_unit(unit)
        .filter(from_on__lte=on, until_on__gte=ended)
        .select_related("unit")
        .order_by("pk")
    )
    made = Figures.of_several(list(rows), Case.objects.filter(unit=unit), on)
    return {str(one.programme.pk): (one.programme.name, _figures_of(one)) for one in made}


def _figures_of(figures: Figures) -> dict:
    return {
        "numbers": {key: figures.count(key) for key in NUMBERS},
        "target_group": figures.programme.target_group,
        "results": [row for aim in (*Aim.values, OTHER_AIM) if (row := _result(figures, aim))],
        "held": [
            {"key": str(n), "could": figures.count(f"could:{n}"), "count": figures.count(f"held:{n}")}
            for n in LASTING
        ],
        "exits": [
            {"key": why, "count": count}
            for why in (*Exit.values, UNSAID)
            if (count := figures.count(f"exit:{why}"))
        ],
    }


def _result(figures: Figures, aim: str) -> dict | None:
    targets, reached = figures.targets.get(aim, []), figures.count(f"aim:{aim}")
    if not targets and not reached:
        return None
    original = next((row.number for row in targets if row.revision == 0), None)
    revised = targets[-1].number if targets and targets[-1].revision else None
    return {"key": aim, "original": original, "revised": revised, "count": reached}


def programme_tiles(data: dict) -> list[Tile]:
    """The large numbers of the frozen report."""
    return [Tile(key, data["numbers"][key], title_of(key), "") for key in TILES]


def programme_tables(data: dict) -> list[Table]:
    """Its tables: results against targets, what held, and why people left."""
    results = [
        [Cell(aim_words(row["key"])), Cell(row["original"]), Cell(row["revised"]), Cell(row["count"])]
        for row in data["results"]
    ]
    held = [
        [Cell(_("%(n)s months") % {"n": row["key"]}), Cell(row["could"]), Cell(row["count"])]
        for row in data["held"]
    ]
    exits = [[Cell(exit_words(row["key"])), Cell(row["count"])] for row in data["exits"]]
    return [
        Table(
            "numbers",
            _("Numbers"),
            [_("Number"), _("Value")],
            [[Cell(title_of(key)), Cell(data["numbers"][key])] for key in NUMBERS],
        ),
        Table(
            "results",
            _("Targets and results"),
            [_("Destination"), _("Original"), _("Revised"), _("Result")],
            results,
            note=definition_of_result(),
        ),
        Table("held", _("Did the results hold?"), [_("After"), _("Could have held"), _("Held")], held),
        Table("exits", _("Why they left"), [_("Reason"), _("How many")], exits),
    ]
