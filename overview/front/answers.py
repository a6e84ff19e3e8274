"""Three questions of a leader, each answered in a sentence, a picture, and the numbers that the picture shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Month
from reports.presentation.definitions import marked, marks, note_of
from reports.presentation.elements import Cell, Link, Table
from reports.presentation.tables import SHORT_TITLES
from reports.presentation.words import SentencePart, linked_numbers, month_name, sentence, short_month

# So many months a picture shows: on a phone each takes a row.
MONTHS = 6

CLOCKS = ("contact_met", "contact_missed", "activity_met", "activity_missed")

# Gives the address of the list behind a number of a month.
Address = Callable[[dict, str], str]


@dataclass(frozen=True)
class Answer:
    """A question, the sentence that answers it, and the table with its picture."""

    question: str
    sentence: list[SentencePart]
    table: Table

    @property
    def key(self) -> str:
        """What names it in the page."""
        return self.table.key


def adults(numbers: dict, link: Link) -> Answer:
    """Is everybody over 18 in something? The parts of those whom no school holds."""
    question = _("Is everybody over 18 in something?")
    parts = [key for key in COVERAGE if key != "waiting"]
    rows = [
        (str(METRICS[part].title), numbers[key], link(key))
        for part, key in zip(parts, ADULT_COVERAGE, strict=True)
    ]
    table = Table(
        "adults",
        question,
        [_("Part"), _("Young people")],
        [[Cell(title), Cell(count, href)] for title, count, href in rows],
        charts.bars(rows, title=question) if numbers["adults"] else "",
        total=[Cell(_("All together")), Cell(numbers["adults"], link("adults"))],
    )
    if not numbers["adults"]:
        words = _("Nobody over 18 has a guide here.")
    elif numbers["adults_covered"] == numbers["adults"]:
        words = _("Yes: all {adults} are in something under a plan.")
    else:
        words = _(
            "No: of {adults} over 18 {adults_in_nothing} are in nothing, {adults_contradictory} are contradictory, and "
            "{adults_unknown} are unknown."
        )
    return Answer(
        question, sentence(words, linked_numbers(("adults", *ADULT_COVERAGE), numbers, link)), table
    )


def held(history: list[dict], address: Address) -> Answer:
    """Do those who get started hold? Of the destinations begun in each month, how many lasted three months."""
    question = _("Do those who get started stay?")
    could, did = LASTING[3]
    rows = [row for row in history if row.get(could)][-MONTHS:]
    made = marks(rows, LASTING[3], short_month)
    began = [Month.parse(row["key"]).plus(-3) for row in rows]
    labels = [
        marked(short_month(str(month)), row["key"], made) for month, row in zip(began, rows, strict=True)
    ]
    pairs = [(row[did], row[could] - row[did]) for row in rows]
    bars = [(label, pair, address(row, could)) for label, pair, row in zip(labels, pairs, rows, strict=True)]
    table = Table(
        "held",
        question,
        [_("Began in"), _("Began"), _("Still there after three months")],
        [
            [Cell(label), Cell(row[could], address(row, could)), Cell(row[did], address(row, did))]
            for label, row in zip(labels, rows, strict=True)
        ],
        charts.stacked(bars, (_("Still there"), _("No longer there")), title=question) if rows else "",
        note_of(made, _("From the frozen reports; shielded cases are counted in them.")),
        total=[Cell(_("All together")), *(Cell(sum(row[key] for row in rows)) for key in (could, did))],
    )
    return Answer(question, _held_sentence(rows, began), table)


def _held_sentence(rows: list[dict], began: list[Month]) -> list[SentencePart]:
    if not rows:
        return [
            SentencePart(
                _("It can be seen when somebody began three months ago, and a month's report counts it.")
            )
        ]
    could, did = (sum(row[key] for row in rows) for key in LASTING[3])
    if began[0] == began[-1]:
        words = _("Of {could} who began in {first}, {did} were still there after three months ({share} %).")
    else:
        words = _(
            "Of {could} who began from {first} to {last}, {did} were still there after three months ({share} %)."
        )
    said = {
        "could": charts.number(could),
        "did": charts.number(did),
        "share": str(charts.percent(did, could)),
        "first": month_name(began[0]),
        "last": month_name(began[-1]),
    }
    return sentence(words, {name: SentencePart(text) for name, text in said.items()})


def limits(history: list[dict], now: dict, address: Address, link: Link) -> Answer:
    """Do we keep the limits of 15–17-year-olds? Kept and missed month by month, this one as it stands.

    ``now`` is the present month's row, as those of the ``history`` are, with what runs and what is over today.
    """
    question = _("Do we keep the law's limits?")
    rows = [row for row in history if all(key in row for key in CLOCKS)][1 - MONTHS :] + [now]
    made = marks(rows, CLOCKS, short_month)
    labels = [marked(short_month(row["key"]), row["key"], made) for row in rows]
    pairs = [(_kept(row), _missed(row)) for row in rows]
    table = Table(
        "limits",
        question,
        [_("Month"), *(str(SHORT_TITLES[key]) for key in CLOCKS)],
        [
            [Cell(label), *(Cell(row[key], address(row, key)) for key in CLOCKS)]
            for label, row in zip(labels, rows, strict=True)
        ],
        charts.stacked(
            [(label, pair, _report(row)) for label, pair, row in zip(labels, pairs, rows, strict=True)],
            (_("In time"), _("Too late")),
            title=question,
        )
        if any(kept or missed for kept, missed in pairs)
        else "",
        note_of(
            made, _("Contact and new activity of 15–17-year-olds together; the last month is still running.")
        ),
        total=[Cell(_("All together")), *(Cell(sum(row[key] for row in rows)) for key in CLOCKS)],
    )
    return Answer(question, _limits_sentence(rows, pairs, now, link), table)


def _report(row: dict) -> str:
    """The page of a month's report; of the month that still runs there is none."""
    return reverse("reports:detail", args=[row["report"]]) if row["report"] else ""


def _kept(row: dict) -> int:
    return row["contact_met"] + row["activity_met"]


def _missed(row: dict) -> int:
    return row["contact_missed"] + row["activity_missed"]


def _limits_sentence(rows, pairs, now: dict, link: Link) -> list[SentencePart]:
    kept, missed = (sum(column) for column in zip(*pairs, strict=True))
    if kept + missed:
        words = ngettext(
            "{kept} of {all} limit was kept since {month}. Today {duty_late} are over, and {duty_running} are running.",
            "{kept} of {all} limits were kept since {month}. Today {duty_late} are over, and {duty_running} are "
            "running.",
            kept + missed,
        )
    else:
        words = _(
            "No limit has ended since {month}. Today {duty_late} are over, and {duty_running} are running."
        )
    said = {
        "kept": SentencePart(charts.number(kept)),
        "all": SentencePart(charts.number(kept + missed)),
        "month": SentencePart(month_name(Month.parse(rows[0]["key"]))),
    }
    return sentence(words, linked_numbers(("duty_late", "duty_running"), now, link) | said)
