"""When an article is to be looked at again, whom its words may name, and what differs between two versions. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from core.stemming import STOP_WORDS, stem
from core.text import fold
from practice.postcards.rules import in_months

# How many months an article of each kind is right for, until somebody looks at it again.
REVIEW_MONTHS = {"law": 12, "method": 24, "partner": 6, "tool": 12, "course": 24}
# A surname may stand so many words after the given name: there may be others between.
NAME_REACH = 3
MOST_WORDS = 6
# From which age on an age group begins.
AGES = ((13, "13"), (15, "15"), (18, "18"))
OLDEST = 24


def next_review(kind: str, on: date) -> date:
    """The day on which an article of the kind, found right on the day ``on``, is to be looked at again."""
    return in_months(on, REVIEW_MONTHS[kind])


def is_due(review_on: date, on: date) -> bool:
    """Whether an article is to be looked at again on the day ``on``: from its very review date."""
    return review_on <= on


def age_group(age: int) -> str:
    """The age group, a code of `AGES`, of somebody who is so old; "" outside of all."""
    if age > OLDEST:
        return ""
    return next((code for first, code in reversed(AGES) if age >= first), "")


def telling_words(asked: str) -> list[str]:
    """The words of a search that say something: no single letters, none that stand everywhere."""
    words = re.findall(r"\w+", asked.lower())
    return list(dict.fromkeys(w for w in words if len(w) > 1 and w not in STOP_WORDS))[:MOST_WORDS]


def searched_text(*texts: str) -> str:
    """Texts as they are searched: each word folded, with a blank on either side."""
    return f" {fold(' '.join(texts))} "


def piece_of(word: str) -> str:
    """What is looked for in `searched_text` to find a word in any of its endings, or as a part of a longer word.

    >>> piece_of("uddannelserne"), piece_of("Åse"), piece_of("ej")
    ('uddan', 'aas', ' ej ')
    """
    piece = fold(stem(word))
    return piece if len(piece) > 2 else f" {fold(word)} "


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those places of a text that look like one of the names: the first of its words, then, close by, the last.

    A given name or a surname alone is nobody's.
    """
    surnames: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = fold(name).split()
        if len(words) > 1:
            surnames[words[0]].add(words[-1])
    words = re.findall(r"[\w’'-]+", text)
    folded = [fold(word) for word in words]
    found = []
    for place, word in enumerate(folded):
        for reach in range(1, NAME_REACH + 1):
            if folded[place + reach : place + reach + 1] and folded[place + reach] in surnames.get(word, ()):
                found.append(" ".join(words[place : place + reach + 1]))
                break
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of two texts that are compared: in both (``same``), only in the older (``out``) or the newer (``in``)."""

    how: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """What became of the older text in the newer, in the order in which one reads it: lines first, then their words."""
    pieces: list[Piece] = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for how, before, after in _parts(old_lines, new_lines):
        if how == "replace":
            for _how, out, put in _parts(_words(before), _words(after)):
                pieces += _pieces(_how, "".join(out), "".join(put))
        else:
            pieces += _pieces(how, "".join(before), "".join(after))
    return _joined(pieces)


def _parts(old: list[str], new: list[str]) -> Iterable[tuple[str, list[str], list[str]]]:
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield how, old[i:j], new[k:m]


def _words(lines: list[str]) -> list[str]:
    return re.findall(r"\s+|[^\s]+", "".join(lines))


def _pieces(how: str, out: str, put: str) -> list[Piece]:
    if how == "equal":
        return [Piece("same", put)]
    return [piece for piece in (Piece("out", out), Piece("in", put)) if piece.text]


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = pieces[:1]
    for before, piece in pairwise(pieces):
        if before.how == piece.how:
            joined[-1] = Piece(piece.how, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def score(wanted: dict[str, set[str]], tags: dict[str, set[str]]) -> int:
    """How well an article with ``tags`` fits facts of the same kinds: a point for each kind in which one is met.

    Age alone fits too many: it counts only beside something else.
    """
    met = {kind for kind, codes in tags.items() if codes & wanted.get(kind, set())}
    if tags.get("age") and "age" not in met:
        return 0
    return len(met) if met - {"age"} else 0
