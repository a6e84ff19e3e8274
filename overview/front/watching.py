"""What a leader keeps an eye on beside the numbers: who carries most, fragile partnerships, silent departments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.guides.proposals import Load, loads_of
from cases.models import Case
from core.text import sort_key
from overview.front.rules import above_the_middle
from programmes.models import Programme
from reports.anchoring import reading
from reports.anchoring.rules import Risk
from reports.programmes.figures import Figures as ProgrammeFigures
from reports.qualification import figures

# So many of each kind are named; the number beside them opens the rest.
NAMED = 3
# After so many months it is asked whether the results of a programme held.
HELD_FOR = 3
GUIDES = 5


@dataclass(frozen=True)
class Carrying:
    """What a guide carries, with the lists of it and of what hangs on them."""

    load: Load
    cases_url: str
    transfer_url: str


@dataclass(frozen=True)
class Linked:
    """A number with its words and its list."""

    words: str
    count: int
    url: str


def watch_context(user: User, on: date) -> dict:
    """The context of the part: numbers and names of the unit's own people and partners, none of young people."""
    return _guides(user, on) | _partnerships(user, on) | _questions(user, on) | _programmes(user, on)


def _guides(user: User, on: date) -> dict:
    loads = sorted(loads_of(user, on), key=lambda load: (-load.weight, sort_key(load.guide.name)))
    cases, transfer = reverse("workspace:unit_list"), reverse("workspace:transfer")
    rows = [
        Carrying(load, f"{cases}?guide={load.guide.pk}&kol=vaegt", f"{transfer}?fra={load.guide.pk}")
        for load in loads[:GUIDES]
    ]
    weights = [load.weight for load in loads]
    return {
        "carrying": rows,
        "more_guides": max(len(loads) - GUIDES, 0),
        "middle_weight": median(weights) if weights else 0,
        "above": above_the_middle(weights[0], weights) if weights else 0,
    }


def _partnerships(user: User, on: date) -> dict:
    found = reading.fragile(user.unit, on)
    counted = Counter(reason.risk for one in found for reason in one.reasons)
    address = reverse("reports:fragile_list")
    risks = [
        Linked(str(risk.label), counted[risk], f"{address}?{urlencode({'grund': risk.value})}")
        for risk in Risk
        if counted[risk]
    ]
    return {"fragile": found[:NAMED], "fragile_count": len(found), "risks": risks}


def _questions(user: User, on: date) -> dict:
    """What lies at the departments: what still waits, and what has no answer although its day has passed."""
    rows, address = list(figures.rows_of(user, on)), reverse("reports:qualification_rows")
    total = figures.total_of(rows, on)

    def linked(words, column: str, count: int, **more) -> Linked:
        return Linked(str(words), count, f"{address}?{urlencode(more | {'svar': column})}")

    silent = [
        linked(line.name, figures.NO_ANSWER, line.counts[figures.NO_ANSWER], afdeling=line.key)
        for line in figures.by_department(rows, on)
        if line.counts[figures.NO_ANSWER]
    ]
    return {
        "at_departments": [
            linked(figures.COLUMNS[key], key, total.counts[key])
            for key in (figures.WAITING, figures.NO_ANSWER)
        ],
        "silent": silent,
    }


def _programmes(user: User, on: date) -> dict:
    """The latest programmes, and whether their results held, of the cases that the reader sees."""
    rows = list(Programme.objects.of_unit(user.unit_id)[:NAMED])
    made = ProgrammeFigures.of_several(rows, Case.objects.visible_to(user, why=False), on)
    return {"programmes": [(one.programme, _held(one)) for one in made]}


def _held(figures: ProgrammeFigures) -> str:
    """How many reached a destination, and for how many of those who could have held it did."""
    said = {"n": figures.count("result"), "months": HELD_FOR}
    said |= {name: figures.count(f"{name}:{HELD_FOR}") for name in ("could", "held")}
    if not said["n"]:
        return _("nobody has reached a destination yet")
    if not said["could"]:
        return _("%(n)s reached a destination; none of them so long ago as %(months)s months") % said
    return _("%(n)s reached a destination; it held for %(months)s months for %(held)s of %(could)s") % said
