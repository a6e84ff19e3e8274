"""Words found in a text: whether they are there, where, and how they are shown. Escaped first, marked afterwards."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from core.fragments import fragment
from core.stemming import stem

SNIPPET = 220


# Ways to write the same sign, so that a search finds Åse and Aase alike.
_ALIKE = ({"å", "aa"}, {"æ", "ae"}, {"ø", "oe"}, {"é", "e"}, {"ö", "ø"}, {"ä", "æ"}, {"ü", "u"})


def search_words(asked: str) -> list[str]:
    """The words of a search, lower case, at most eight; a single letter finds everything and is left out."""
    return [word for word in re.findall(r"\w+", asked.lower()) if len(word) > 1][:8]


def _pattern(asked: str, *, inflected: bool = False) -> re.Pattern | None:
    words = search_words(asked)
    if not words:
        return None
    ways = {_spellings(word) for word in words}
    if inflected:
        ways |= {rf"{_spellings(stem(word))}\w*" for word in words if len(stem(word)) > 2}
    return re.compile("|".join(sorted(ways, key=len, reverse=True)), re.IGNORECASE)


def _spellings(word: str) -> str:
    """The word as a pattern in which å and aa, æ and ae, ø and oe are one."""
    pattern, place = "", 0
    while place < len(word):
        for length in (2, 1):
            piece = word[place : place + length]
            ways = (
                {way for group in _ALIKE if piece in group for way in group}
                if len(piece) == length
                else set()
            )
            if ways and not (length == 1 and piece in "eu"):
                pattern += f"(?:{'|'.join(sorted(map(re.escape, ways), key=len, reverse=True))})"
                place += length
                break
        else:
            pattern += re.escape(word[place])
            place += 1
    return pattern


def contains(asked: str, *texts: str) -> bool:
    """Whether every word of ``asked`` stands somewhere in the texts taken together."""
    whole = "\n".join(texts)
    return all(re.search(_spellings(word), whole, re.IGNORECASE) for word in search_words(asked))


def highlighted(text: str, asked: str, *, inflected: bool = False) -> SafeString:
    """The text for a page, with the words of ``asked`` marked; ``inflected`` marks their other endings too.

    Every piece is escaped by itself.
    """
    pattern = _pattern(asked, inflected=inflected)
    if pattern is None:
        return escape(text)
    pieces, end = [], 0
    for found in pattern.finditer(text):
        pieces += [escape(text[end : found.start()]), fragment("components/mark.html", word=found.group())]
        end = found.end()
    return SafeString("".join((*pieces, escape(text[end:]))))


def snippet(text: str, asked: str, length: int = SNIPPET) -> SafeString:
    """The part of the text around the first of the words, whatever its ending; an ellipsis for what is left out."""
    pattern = _pattern(asked, inflected=True)
    found = pattern.search(text) if pattern else None
    middle = found.start() if found else 0
    start = max(0, middle - length // 3)
    if start:
        # Begin at a word, where one begins nearby.
        blank = text.find(" ", start, middle)
        start = blank + 1 if blank != -1 else start
    cut = text[start : start + length]
    end = start + len(cut)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return SafeString(
        escape(before) + highlighted(" ".join(cut.split()), asked, inflected=True) + escape(after)
    )
