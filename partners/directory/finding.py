"""Finding a partner or a contact by what somebody types: in the directory, in forms, and when two are merged.

Whether somebody writes ø, oe or o, å, aa or a, æ, ae or a, is the same; a postcode is a word like a town, and a CVR
number may be written with spaces or ``DK`` before it.
"""

import re

from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.db.models.lookups import Contains

from core.text import fold

WORDS = 6
# As `core.text.fold` writes them, and as those do who leave the sign out.
_LOOSE = (("oe", "o"), ("aa", "a"), ("ae", "a"))


def loosely(folded: str) -> str:
    """A folded word with one letter for each Danish one: ``oesterbro`` and ``osterbro`` are the same."""
    for written, bare in _LOOSE:
        folded = folded.replace(written, bare)
    return folded


def words_of(text: str) -> list[str]:
    """The words to look for; none when nothing but signs was typed."""
    return fold(text).split()[:WORDS]


def holds(column: str, word: str) -> Q:
    """Whether the column, folded, holds the word as `loosely` reads both."""
    loose = F(column)
    for written, bare in _LOOSE:
        loose = Replace(loose, Value(written), Value(bare))
    return Q(Contains(loose, loosely(word)))


def partner_holds(word: str, partner: str = "") -> Q:
    """Whether the partner's name, town or postcode holds the word. ``partner`` leads to it, as ``partner__``."""
    found = holds(f"{partner}search_name", word)
    return found | Q(**{f"{partner}postal_code": word}) if re.fullmatch(r"\d{4}", word) else found


def has_cvr(text: str, partner: str = "") -> Q:
    """Whether the whole text is the partner's CVR number, however it is grouped."""
    digits = re.fullmatch(r"(?:dk|cvr|nr)*(\d{8})", fold(text).replace(" ", ""))
    return Q(**{f"{partner}cvr": digits[1]}) if digits else Q(pk__in=[])


def partner_found(text: str, partner: str = "") -> Q:
    """Whether every word is in the partner's name, town or postcode, or the text is its CVR number."""
    words = words_of(text)
    found = Q() if words else Q(pk__in=[])
    for word in words:
        found &= partner_holds(word, partner)
    return found | has_cvr(text, partner)
