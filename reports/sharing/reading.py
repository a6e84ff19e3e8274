"""A file that came, read strictly: every mistake is said with the place where it stands, and nothing unknown is kept.

It comes from outside and may be anything: no text in it is trusted to be a number, a day or short.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import municipalities
from core.text import holds_personal_number, tidy
from practice.barometer.rules import LEAST, MOST, SHOWN_FROM
from reports.periods.rules import Quarter
from reports.release.rules import BASE
from reports.sharing import shape
from reports.sharing.rules import FLOWS, MEASURES
from reports.sharing.shape import Figure, Said, Shared, StoryKind, Theme, Told

TOP = (
    "format", "version", "municipality", "unit", "quarter", "made_at", "definitions", "figures", "barometer", "stories",
)  # fmt: skip


class Wrong(Exception):
    """One mistake, and where it stands: `barometer[3].answers`."""

    def __init__(self, where: str, words: str):
        self.words = _("%(where)s: %(words)s") % {"where": where, "words": words} if where else words
        super().__init__(self.words)


def read(data: bytes) -> Shared:
    """What a file says. Raises ValidationError with each mistake and its place."""
    if len(data) > shape.LARGEST:
        raise ValidationError(_("The file is too big."))
    try:
        said = _parsed(data)
        _check_head(said)
    except Wrong as wrong:
        raise ValidationError(wrong.words) from None
    mistakes: list[str] = []
    parts = {name: _tried(mistakes, _READERS[name], said[name], name) for name in _READERS}
    if mistakes:
        raise ValidationError(mistakes)
    return Shared(**parts)


def _tried(mistakes: list[str], reader: Callable, value, where: str):
    try:
        return reader(value, where)
    except Wrong as wrong:
        mistakes.append(wrong.words)
        return None


def _parsed(data: bytes) -> Any:
    """The JSON values, with or without the mark that Windows puts first.

    Doubled names, NaN, numbers without end and depth without end are mistakes, not crashes.
    """
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Wrong("", _("The file is no text (UTF-8).")) from None
    except json.JSONDecodeError as error:
        words = _("Line %(line)d, character %(column)d: this is no JSON.")
        raise Wrong("", words % {"line": error.lineno, "column": error.colno}) from None
    except RecursionError:
        raise Wrong("", _("The file is nested too deep.")) from None
    except ValueError:
        raise Wrong("", _("A number in the file is too long.")) from None


def _once(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Wrong("", _("A field stands twice."))
    return found


def _no_constant(name: str):
    raise Wrong("", _("%(name)s is no number.") % {"name": name})


def _check_head(said) -> None:
    """That it is such a file, of a version we read, with exactly its fields."""
    if not isinstance(said, dict) or said.get("format") != shape.FORMAT:
        raise Wrong("", _("This is no file for sharing between municipalities."))
    if not _is_number(said.get("version")) or said["version"] != shape.VERSION:
        raise Wrong("version", _("We read version %(version)d.") % {"version": shape.VERSION})
    _fields(said, TOP, "")


def _fields(value, names: tuple[str, ...], where: str) -> dict:
    """An object with exactly these fields; another may hold anything, and is refused."""
    if not isinstance(value, dict):
        raise Wrong(where, _("must be an object."))
    for name in names:
        if name not in value:
            raise Wrong(_at(where, name), _("is missing."))
    for name in value:
        if name not in names:
            raise Wrong(_at(where, name[:40]), _("is not known."))
    return value


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _is_number(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value, where: str, least: int, most: int) -> int:
    if not _is_number(value) or not least <= value <= most:
        words = _("must be a whole number from %(least)d to %(most)d.")
        raise Wrong(where, words % {"least": least, "most": most})
    return value


def _text(value, where: str, most: int) -> str:
    """A text of at most so many letters; with a CPR number in it the whole file is refused."""
    if not isinstance(value, str) or not tidy(value):
        raise Wrong(where, _("must be a text."))
    value = tidy(value)
    if len(value) > most:
        raise Wrong(where, _("must be at most %(most)d letters.") % {"most": most})
    if holds_personal_number(value):
        raise Wrong(where, _("holds a CPR number."))
    return value


def _listed(value, where: str, most: int) -> list:
    if not isinstance(value, list) or len(value) > most:
        raise Wrong(where, _("must be a list of at most %(most)d.") % {"most": most})
    return value


def _municipality(value, where: str) -> str:
    if not isinstance(value, str) or value not in dict(municipalities.choices()):
        raise Wrong(where, _("must be the four digits of a municipality."))
    return value


def _quarter(value, where: str) -> Quarter:
    try:
        return Quarter.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise Wrong(where, _("must be a quarter, for example 2026-Q3.")) from None


def _moment(value, where: str) -> dt.datetime:
    """A moment in UTC. Its year is asked for there: it is written in UTC, and must be read again."""
    try:
        moment = dt.datetime.fromisoformat(value if isinstance(value, str) else "")
        moment = moment.tzinfo and moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not 2000 <= moment.year <= 2199:
        raise Wrong(where, _("must be a day and time with its zone, for example 2026-10-02T08:30:00+00:00."))
    return moment


def _figures(value, where: str) -> dict[str, Figure]:
    if not isinstance(value, dict):
        raise Wrong(where, _("must be an object."))
    found = {}
    for name, figure in value.items():
        if name not in shape.FIGURES:
            raise Wrong(_at(where, name[:40]), _("is not known."))
        found[name] = _figure(figure, _at(where, name))
    for part, whole in MEASURES:
        if part not in FLOWS and _is_more(found.get(part), found.get(whole)):
            raise Wrong(
                _at(where, part), _("is more than what it is a part of: %(whole)s.") % {"whole": whole}
            )
    return found


def _is_more(part: Figure | None, whole: Figure | None) -> bool:
    """Whether a part is more than its whole by more than rounding does."""
    known = part and whole and part.count is not None and whole.count is not None
    return bool(known and part.count > whole.count + BASE)


def _figure(value, where: str) -> Figure:
    """A count that may have left a unit: a multiple of five, or hidden."""
    if value == {"hidden": True} and value["hidden"] is True:
        return Figure(None)
    count = _number(_fields(value, ("count",), where)["count"], _at(where, "count"), BASE, shape.MOST_PEOPLE)
    if count % BASE:
        raise Wrong(_at(where, "count"), _("must be rounded to five."))
    return Figure(count)


def _barometer(value, where: str) -> tuple[Said, ...]:
    rows = _listed(value, where, shape.MOST_STATEMENTS)
    found: dict[tuple[str, str], Said] = {}
    for number, row in enumerate(rows, 1):
        said = _said(row, f"{where}[{number}]")
        if (said.set, said.statement) in found:
            raise Wrong(f"{where}[{number}]", _("The statement stands twice."))
        found[said.set, said.statement] = said
    return tuple(found.values())


def _said(value, where: str) -> Said:
    _fields(value, ("set", "statement", "answers", "median", "low", "high"), where)
    low = _number(value["low"], _at(where, "low"), LEAST, MOST)
    high = _number(value["high"], _at(where, "high"), low, MOST)
    middle = value["median"]
    halves = isinstance(middle, int | float) and not isinstance(middle, bool) and low <= middle <= high
    if not halves or middle * 2 != int(middle * 2):
        words = _("must be a whole or half number from the lowest to the highest answer.")
        raise Wrong(_at(where, "median"), words)
    return Said(
        _text(value["set"], _at(where, "set"), 100),
        _text(value["statement"], _at(where, "statement"), 200),
        _number(value["answers"], _at(where, "answers"), SHOWN_FROM, shape.MOST_PEOPLE),
        float(middle),
        low,
        high,
    )


def _stories(value, where: str) -> tuple[Told, ...]:
    rows = _listed(value, where, shape.MOST_STORIES)
    return tuple(_told(row, f"{where}[{number}]") for number, row in enumerate(rows, 1))


def _told(value, where: str) -> Told:
    _fields(value, ("theme", "kind", "text"), where)
    for name, known in (("theme", Theme.values), ("kind", StoryKind.values)):
        if value[name] not in known:
            raise Wrong(_at(where, name), _("must be one of: %(known)s.") % {"known": ", ".join(known)})
    return Told(value["theme"], value["kind"], _text(value["text"], _at(where, "text"), shape.LONGEST_STORY))


_READERS: dict[str, Callable] = {
    "municipality": _municipality,
    "unit": lambda value, where: _text(value, where, 120),
    "quarter": _quarter,
    "made_at": _moment,
    "definitions": lambda value, where: _number(value, where, 0, 1_000),
    "figures": _figures,
    "barometer": _barometer,
    "stories": _stories,
}
