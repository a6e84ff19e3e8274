"""Names spelled nearly so. Pure, and the same on every database engine: it works on folded names
(`core.text.fold`).

A word is compared in three spellings: as it is folded, with ae, oe and aa taken for one letter each (a slip on an ø
is one slip and not two), and by sound (Kristoffer, Christopher). The fewest slips of the three count.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TIGHT = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))


_SOUND = (
    ("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("gh", "g"), ("sch", "s"), ("x", "ks"),
    ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("y", "i"),
)  # fmt: skip


# Slips that make another word of it.
MOST = 3


def tight(folded: str) -> str:
    """The Danish letters as one sign each."""
    for pair, letter in _TIGHT:
        folded = folded.replace(pair, letter)
    return folded


def by_sound(folded: str) -> str:
    """Nearly as it is spoken: c and k, z and s, w and v alike, doubled letters once."""
    word = tight(folded)
    for spelling, sound in _SOUND:
        word = word.replace(spelling, sound)
    return "".join(letter for i, letter in enumerate(word) if i == 0 or word[i - 1] != letter)


def slips_allowed(letters: int) -> int:
    """How many slips a word of so many letters may hold and still be meant.

    None in two letters, three in a long name.
    """
    return 0 if letters < 3 else 1 if letters < 6 else 2 if letters < 12 else MOST


def _distances(word: str, known: Sequence[str]) -> dict[str, int]:
    """The words of ``known`` that may be meant by ``word``, and by how many slips each."""
    found: dict[str, int] = {}
    for spell, extra in ((str, 0), (tight, 0), (by_sound, 1)):
        if len(spell(word)) < 2:  # nothing is left of it to compare
            continue
        spelled = [spell(other) for other in known]
        near = process.extract(spell(word), spelled, scorer=OSA.distance, score_cutoff=2, limit=None)
        for _spelled, slips, index in near:
            # Alike by sound only: behind what is spelled so.
            slips = int(slips) + (extra if known[index] != word else 0)
            found[known[index]] = min(slips, found.get(known[index], MOST))
        if len(word) >= 4:  # somebody is still typing: the beginning of a word counts as the word
            begun = [other[: len(spell(word))] for other in spelled]
            begun = process.extract(spell(word), begun, scorer=OSA.distance, score_cutoff=1, limit=None)
            for _spelled, slips, index in begun:
                found[known[index]] = min(int(slips) + 1, found.get(known[index], MOST))
    return found


def alike(asked: str, names: Iterable[tuple[object, str]], *, limit: int) -> list[tuple[object, int]]:
    """The keys of the ``(key, folded name)`` that may be meant by the folded words ``asked``.

    Each with its slips; fewest first.

    Words may stand in any order; a blank too many or too few is no slip.
    """
    names = [(key, name) for key, name in names if name]
    words, letters = asked.split()[:6], len(asked.replace(" ", ""))
    allowed = slips_allowed(letters)
    if not words or not allowed:
        return []
    known = sorted({word for _key, name in names for word in name.split()})
    meant = [_distances(word, known) for word in words]
    best: dict[object, int] = {}
    for key, name in names:
        slips = sum(
            min((table.get(part, MOST + 1) for part in name.split()), default=MOST + 1) for table in meant
        )
        if slips <= allowed:
            best[key] = slips
    if letters >= 5:
        _whole(asked, names, allowed, best)
    return sorted(best.items(), key=lambda pair: pair[1])[:limit]


def _whole(asked: str, names: list, allowed: int, best: dict) -> None:
    """Add the names that are meant when one does not look at the blanks."""
    whole = tight(asked.replace(" ", ""))
    joined = [tight(name.replace(" ", "")) for _key, name in names]
    for cut in (0, 1):
        spelled = [name[: len(whole) + cut] for name in joined]
        for beginning, slips, index in process.extract(
            whole, spelled, scorer=OSA.distance, score_cutoff=min(allowed, 2), limit=None
        ):
            key = names[index][0]
            # A longer name that only begins so is another name.
            slips = int(slips) + (len(beginning) < len(joined[index]))
            best[key] = min(slips, best.get(key, MOST))
