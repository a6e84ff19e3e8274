"""How hard a Danish text is to read.

LIX (Björnsson): words per sentence plus the share of words longer than six letters, in per cent. Children's books
are about 25, newspapers 45, law 55 and up. What we write to a young person stays at 30 or below, and no sentence
is longer than 20 words.
"""

import re

LONG_WORD = 6  # letters; a word is long when it has more
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# A sentence ends with . ! ? … or : (as Björnsson counts), and with every line of its own (headings, points of a list).
_END = re.compile(r"[.!?:…]+(?=\s|$|[\"»”)])|\n+")
_SHORT_FORMS = re.compile(r"\b(?:f\.eks|bl\.a|osv|ca|kl|nr|tlf|evt|dvs|m\.m|m\.v|jf|o\.l)\.", re.IGNORECASE)


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
