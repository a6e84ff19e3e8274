"""Recognise the columns of a table as fields: by heading, else by what stands in the cells.

The answer is a proposal with a confidence. A person corrects it in the mapping step, a command with `--mapping`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from core.spreadsheets.cells import Cell, TableError, letter_of
from core.text import fold

IGNORE = "ignore"


@dataclass(frozen=True, eq=False)
class Field:
    """Something an import can fill.

    `synonyms`: other headings, Danish and English. `looks_like`: tells a column by its cells when no heading does.
    `many`: several columns may fill it (remarks). `kinds`: what its cells may be beside words and numbers, such as
    dates: of anything else the spreadsheet has made something that nobody wrote. `words`: nor are they numbers, which a
    formula makes of an empty cell (0)."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    looks_like: Callable[[Cell], bool] | None = None
    many: bool = False
    kinds: tuple[type, ...] = ()
    words: bool = False


@dataclass
class Column:
    """A column of the file with its heading and some of its cells."""

    index: int
    heading: str
    samples: list[Cell]

    @property
    def letter(self) -> str:
        """The letter the spreadsheet shows above the column."""
        return letter_of(self.index)

    @property
    def title(self) -> str:
        """The heading, or the letter when there is none."""
        return self.heading or _("Column %(letter)s") % {"letter": self.letter}


@dataclass
class Match:
    """A column and the field it is taken for (None: nobody knows)."""

    column: Column
    field: Field | None = None
    confidence: float = 0.0
    how: str = ""  # "heading", "alike", "content", "chosen"

    @property
    def is_sure(self) -> bool:
        """False when a person should look once more."""
        return self.confidence >= 0.9


def normalise(text: str) -> str:
    """A heading without case, signs, accents and the several ways to write æ, ø and å."""
    return fold(str(text).replace("_", " "))


@cache
def _names(field: Field) -> list[str]:
    return [normalise(word) for word in (field.key, field.label, *field.synonyms)]


@lru_cache(maxsize=20_000)
def likeness(heading: str, field: Field) -> float:
    """How surely a heading names a field: 1 is one of its own words, 0.75 some likeness, 0 none."""
    text = normalise(heading)
    if not text:
        return 0.0
    best = 0.0
    for name in _names(field):
        if text == name:
            return 1.0
        if text.replace(" ", "") == name.replace(" ", ""):
            best = max(best, 0.98)
        elif len(name) > 2 and f" {name} " in f" {text} ":  # "barnets cpr nummer": all the words of the name
            best = max(best, 0.8 + 0.1 * len(name) / len(text))
        elif len(name) >= 5 and len(text) >= 5 and abs(len(name) - len(text)) <= 3:
            ratio = SequenceMatcher(None, text, name).ratio()
            if ratio >= 0.85:  # a slip of the finger
                best = max(best, ratio - 0.1)
    return best


def recognise(columns: Sequence[Column], fields: Sequence[Field]) -> list[Match]:
    """A proposal for every column, the surest taken first, each field once unless it takes many."""
    matches = {column.index: Match(column) for column in columns}
    taken: set[str] = set()

    def settle(candidates: list[tuple[float, int, Field]], how: str) -> None:
        for confidence, index, field in sorted(candidates, key=lambda c: (-c[0], c[1])):
            if matches[index].field or (field.key in taken and not field.many):
                continue
            matches[index] = Match(matches[index].column, field, round(confidence, 2), how)
            taken.add(field.key)

    by_heading = [
        (score, column.index, field)
        for column in columns
        for field in fields
        if (score := likeness(column.heading, field))
    ]
    settle([c for c in by_heading if c[0] >= 0.9], "heading")
    settle([c for c in by_heading if c[0] < 0.9], "alike")
    by_content = [
        (0.8 * share, column.index, field)
        for column in columns
        for field in fields
        if field.looks_like and not matches[column.index].field and (share := _share(column, field)) >= 0.7
    ]
    settle(by_content, "content")
    return [matches[column.index] for column in columns]


def _share(column: Column, field: Field) -> float:
    filled = [cell for cell in column.samples if cell]
    return sum(field.looks_like(cell) for cell in filled) / len(filled) if filled else 0.0


def apply_mapping(
    matches: list[Match], mapping: Mapping[str, str], fields: Sequence[Field], *, by_letter: bool = False
) -> list[Match]:
    """The proposal with a person's own choices: `{"heading in the file": "field"}`, or `by_letter` `{"E": "field"}`.

    Where no column has such a heading it may be a letter too. A field may be its label or any of its synonyms; "" and
    "ignore" leave the column out. Raises TableError when a heading is not in the file or a field does not exist."""
    chosen: dict[int, Field | None] = {}
    for heading, name in mapping.items():
        column = _column_named(heading, matches, by_letter)
        chosen[column.index] = _field_named(name, fields)
    own = {field.key for field in chosen.values() if field}
    result = []
    for match in matches:
        if match.column.index in chosen:
            result.append(Match(match.column, chosen[match.column.index], 1.0, "chosen"))
        elif match.field and match.field.key in own and not match.field.many:
            result.append(Match(match.column))  # the person gave this field to another column
        else:
            result.append(match)
    return result


def _column_named(heading: str, matches: list[Match], by_letter: bool) -> Column:
    wanted = normalise(heading)
    for match in () if by_letter else matches:
        if match.column.heading and normalise(match.column.heading) == wanted:
            return match.column
    for match in matches:
        if heading.strip().upper() == match.column.letter or (
            heading == match.column.title and not by_letter
        ):
            return match.column
    known = ", ".join(match.column.title for match in matches)
    raise TableError(
        _("The file has no heading “%(heading)s”. It has: %(known)s") % {"heading": heading, "known": known}
    )


def _field_named(name: str, fields: Sequence[Field]) -> Field | None:
    if not name or normalise(name) in (IGNORE, "ignorer", "brug ikke"):
        return None
    best = max(fields, key=lambda field: likeness(name, field))
    if likeness(name, best) < 0.95:
        known = ", ".join(field.key for field in fields)
        raise TableError(
            _("There is no field “%(name)s”. There are: %(known)s") % {"name": name, "known": known}
        )
    return best
