"""How hard a Danish text is to read, and what could be said more plainly. Hints only: they never stop anybody.

LIX (Björnsson): words per sentence plus the share of words longer than six letters, in per cent. Children's books
are about 25, newspapers 45, law 55 and up. What is written to a young person stays at 30 or below, and no sentence
is longer than 20 words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_WORD = 6  # letters; a word is long when it has more
EASY = 30  # LIX
LONGEST_SENTENCE = 20  # words
# The LIX of a line of a few words says nothing: one long word of three makes 36.
FEWEST_WORDS = 15
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# A sentence ends with . ! ? … or : (as Björnsson counts), and with every line of its own (headings, points of a list).
_END = re.compile(r"[.!?:…]+(?=\s|$|[\"«»“”)])|\n+")
_SHORT_FORMS = re.compile(r"\b(?:f\.eks|bl\.a|osv|ca|kl|nr|tlf|evt|dvs|m\.m|m\.v|jf|o\.l)\.", re.IGNORECASE)
# How a Danish noun or adjective ends when it is bent.
_ENDINGS = r"(?:e|en|er|et|ene|ens|ere|erne|ernes|ers|es|ets|n|ne|ns|r|rne|rnes|rs|s|t|ts)?"


@dataclass(frozen=True, slots=True)
class Hints:
    """What could be said more plainly in one text."""

    # The LIX, rounded, when the text is hard to read; else None.
    lix: int | None = None
    # The sentences that are too long, each with its words counted.
    sentences: tuple[tuple[int, str], ...] = ()
    # The words that hardly anybody says, as they stand there, each with what to say instead.
    words: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self.lix is not None or bool(self.sentences or self.words)


def words(text: str) -> list[str]:
    """The words of a text; figures are not words."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold at least one word."""
    text = _SHORT_FORMS.sub(lambda found: found.group().replace(".", ""), text)
    return [part.strip() for part in _END.split(text) if _WORD.search(part)]


def lix(text: str) -> float:
    """The LIX of a text; 0.0 when it holds no words."""
    found = words(text)
    if not found:
        return 0.0
    long = sum(len(word) > LONG_WORD for word in found)
    return len(found) / len(sentences(text)) + 100 * long / len(found)


def longest_sentence(text: str) -> str:
    """The sentence with the most words."""
    return max(sentences(text), key=lambda sentence: len(words(sentence)), default="")


def hints(text: str, plainer: Iterable[tuple[str, str]] = ()) -> Hints:
    """What could be said more plainly in ``text``; ``plainer`` is pairs of a word and what to say instead."""
    said, count = lix(text), len(words(text))
    long = ((len(words(part)), part) for part in sentences(text))
    return Hints(
        lix=round(said) if count >= FEWEST_WORDS and said > EASY else None,
        sentences=tuple((count, part) for count, part in long if count > LONGEST_SENTENCE),
        words=tuple(_hard_words(text, plainer)),
    )


def _hard_words(text: str, plainer: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Each hard word once, as it stands there first, in the order in which they stand."""
    found = []
    for word, instead in plainer:
        pattern = rf"(?<!\w){re.escape(word.strip())}{_ENDINGS}(?!\w)"
        if word.strip() and (place := re.search(pattern, text, re.IGNORECASE)):
            found.append((place.start(), place.group(), instead))
    return ((word, instead) for _start, word, instead in sorted(found))
