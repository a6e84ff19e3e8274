"""Months in words, and the sentences that stand on top: who is covered, who comes of age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.periods.rules import Month, Period, Quarter, Year
from reports.presentation.elements import Link


@dataclass(frozen=True)
class SentencePart:
    """Some words of a sentence, or a number in it that leads to its list; ``title`` says what the number counts."""

    text: str
    href: str = ""
    title: str = ""


def month_name(month: Month, *, year=True) -> str:
    """“november 2026”, or “november”."""
    return date_format(month.first, "F Y" if year else "F")


def period_name(period: Period, *, year=True) -> str:
    """“November 2026”, “4. quarter 2026”, “2026”, or the first and the last day."""
    if isinstance(period, Month):
        return month_name(period, year=year)
    if isinstance(period, Quarter):
        words = {"n": period.number, "year": period.year}
        return (_("quarter %(n)s of %(year)s") if year else _("quarter %(n)s")) % words
    if isinstance(period, Year):
        return str(period)
    return _("%(first)s – %(last)s") % {
        "first": date_format(
            period.first,
            "MONTH_DAY_FORMAT" if period.first.year == period.last.year else "DATE_FORMAT",
        ),
        "last": date_format(period.last, "DATE_FORMAT"),
    }


def short_name(period: Period) -> str:
    """“nov.”, “Q4”, “2026”: where there is little room, and the page says which year."""
    if isinstance(period, Month):
        return charts.month(period.first)
    return _("Q%(n)s") % {"n": period.number} if isinstance(period, Quarter) else str(period)


def since_before(period: Period) -> str:
    """How a difference from the period before is told."""
    if isinstance(period, Quarter):
        return _("since last quarter")
    return _("since last year") if isinstance(period, Year) else _("since last month")


def in_numbers(period: Period) -> str:
    """What the numbers of such a period are headed by."""
    if isinstance(period, Quarter):
        return _("The quarter in numbers")
    return _("The year in numbers") if isinstance(period, Year) else _("The month in numbers")


def meant_by_month(period: Period) -> str:
    """What stands with definitions that say “the month” where a report is about a longer period; else nothing."""
    if isinstance(period, Quarter):
        return _("This report is about a quarter: where a definition says the month, it is the quarter.")
    if isinstance(period, Year):
        return _("This report is about a year: where a definition says the month, it is the year.")
    return ""


def short_month(key: str) -> str:
    """“nov 26” for `2026-11`, on one line."""
    return charts.month(Month.parse(key).first, year=True).replace(" ", "\N{NO-BREAK SPACE}")


def coverage_parts(numbers: dict) -> tuple[str, ...]:
    """The parts that a unit's open cases fall into, as the report counted them.

    Before version 2 of the definitions only what had no plan was counted as contradictory, and was named so.
    """
    return tuple("unplanned" if key == "contradictory" and key not in numbers else key for key in COVERAGE)


def coverage_sentence(numbers: dict, link: Link = None) -> list[SentencePart]:
    """Who is under way with something according to a plan, and who is not, in one sentence."""
    words = (
        _(
            "{covered} of {in_unit} young people are in something under a plan; {waiting} wait for a "
            "guide, {in_nothing} are in nothing, {contradictory} are contradictory, and {unknown} are "
            "unknown."
        )
        if "contradictory" in numbers
        else _(
            "{covered} of {in_unit} young people are in something under a plan; {waiting} wait for a "
            "guide, {in_nothing} are in nothing, {unplanned} are in something without a plan, and "
            "{unknown} are unknown."
        )
    )
    return sentence(words, linked_numbers(("in_unit", *coverage_parts(numbers)), numbers, link))


def adult_sentence(numbers: dict, link: Link = None) -> list[SentencePart]:
    """The same about those over 18, whom no school holds."""
    keys = ["adults", *ADULT_COVERAGE]
    if "adults_contradictory" in numbers:
        words = _(
            "Over 18: {adults_covered} of {adults} are in something under a plan; {adults_in_nothing} "
            "({share} %) are in nothing, {adults_contradictory} are contradictory, and {adults_unknown} "
            "are unknown."
        )
    else:
        keys.remove("adults_contradictory")
        words = _(
            "Over 18: {adults_covered} of {adults} are in something under a plan; {adults_in_nothing} "
            "({share} %) are in nothing, and {adults_unknown} are unknown."
        )
    share = SentencePart(str(charts.percent(numbers["adults_in_nothing"], numbers["adults"])))
    return sentence(words, linked_numbers(keys, numbers, link) | {"share": share})


def transition_sentence(numbers: dict, link: Link = None) -> list[SentencePart]:
    """Who comes of age soon, and who of them has nobody to go on with."""
    words = _("{turning_18} turn 18 within six months; {turning_18_alone} of them have no adult side yet.")
    return sentence(words, linked_numbers(("turning_18", "turning_18_alone"), numbers, link))


def flow_sentence(numbers: dict, period: Period, link: Link = None) -> list[SentencePart]:
    """What there was, what came and went, and what there is: the numbers add up on every day."""
    keys = ("opening", "new", "reopened", "closed", "in_unit")
    words = _(
        "When {month} began, {opening} cases were open; {new} new ones have come, {reopened} have been reopened and "
        "{closed} closed, which leaves {in_unit}."
    )
    said = {"month": SentencePart(period_name(period, year=False))}
    return sentence(words, linked_numbers(keys, numbers, link) | said)


def linked_numbers(keys: Iterable[str], numbers: dict, link: Link) -> dict[str, SentencePart]:
    """The numbers as parts of a sentence, each with its list."""
    return {
        key: SentencePart(charts.number(numbers[key]), link(key) if link else "", str(METRICS[key].title))
        for key in keys
    }


def sentence(words: str, parts: dict[str, SentencePart]) -> list[SentencePart]:
    """The words with the parts in their places."""
    made = []
    for text, key, _spec, _conversion in Formatter().parse(words):
        made.append(SentencePart(text))
        if key:
            made.append(parts[key])
    return made
