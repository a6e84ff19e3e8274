"""Danish text: what is kept of what somebody wrote, folding for search and keys for sorting.

The same on every database engine, and for every door: forms, lists that come in, search.
"""

import re
import unicodedata

from django.utils.text import slugify

_FOLD = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "u", "ß": "ss", "ð": "d", "þ": "th"}
)
# What is never seen and only makes two texts of one. A joiner that holds an emoji or an Arabic word together stays.
_UNSEEN = ("Cc", "Cf", "Cs", "Co")
_JOINERS = "\u200c\u200d"
# A day of six digits and four more, however they are joined: a CPR number, wherever it stands. Of health's replacement
# numbers the two in the middle of the four are letters.
PERSONAL_NUMBER = re.compile(
    r"(?<![\w+-])(\d\d[ ./-]?\d\d[ ./-]?\d\d)[ ./-]{0,3}(\d{4}|\d[A-Za-z]{2}\d)(?![\w-])", re.ASCII
)
# What Danes sort elsewhere than its letters say, and what stands there in every collation of every database: plain
# letters and digits. A blank comes before any letter. `core.ordering` has the same order for the database.
SORTED_AS = (
    ("aa", "zzc"), ("å", "zzc"), ("æ", "zza"), ("ä", "zza"), ("ø", "zzb"), ("ö", "zzb"),
    ("é", "e"), ("ü", "u"), ("-", "0"), (" ", "0"),
    ("đ", "d"), ("ð", "d"), ("þ", "th"), ("ł", "l"), ("œ", "oe"), ("ı", "i"), ("ħ", "h"), ("ŧ", "t"), ("ŋ", "n"),
)  # fmt: skip
LONGEST_KEY = 180


def tidy(text: str) -> str:
    """``text`` as it is kept: one Unicode form, one kind of space and of line end, nothing unseen, no blank ends."""
    text = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text))
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)
    return "".join(c for place, c in enumerate(spaced) if _is_kept(c, place, spaced)).strip()


def _is_kept(c: str, place: int, text: str) -> bool:
    if c in _JOINERS:
        return all(
            len(side) and side > "\u036f" for side in (text[place - 1 : place], text[place + 1 : place + 2])
        )
    return c in "\n\t" or unicodedata.category(c) not in _UNSEEN


def line(text: str) -> str:
    """``text`` as a name or another single line is kept: tidy, with single spaces."""
    return re.sub(r"\s+", " ", tidy(text)).strip()


def has_letter(text: str) -> bool:
    """Whether ``text`` can be a name: `-`, `?` and `0` are what somebody writes who does not know it."""
    return any(c.isalpha() for c in text)


def uncapitalised(words: str) -> str:
    """For use inside a sentence: ``Job`` becomes ``job``, ``FGU`` stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def plain(text: str) -> str:
    """``text`` as a number, a date or an address on the net is read: every digit, dash and sign in its ASCII form.

    A raised ² is no digit: it stays, and whoever reads a number refuses it.

    >>> plain("６７１１０８–４１７８")
    '671108-4178'
    """
    return "".join(map(_plain_sign, line(text)))


def _plain_sign(c: str) -> str:
    if c.isascii():
        return c
    if unicodedata.category(c) == "Nd":
        return str(unicodedata.digit(c))
    if unicodedata.category(c) == "Pd" or c in "\u2212\u2043":
        return "-"
    return chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c


def holds_personal_number(text: str) -> bool:
    """Whether a CPR number stands in ``text``, whatever joins its digits: it belongs in no address and no log."""
    return bool(PERSONAL_NUMBER.search(plain(text)))


def fold(text: str) -> str:
    """``text`` for searching: lower case, æ ø å written ae oe aa, accents and punctuation gone, single spaces.

    >>> fold("Åse  Østergård-Müller")
    'aase oestergaard muller'
    """
    folded = _fold_once(text)
    # Taking a sign apart may bring out letters that fold again (℡ becomes TEL).
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    lowered = tidy(text).lower().translate(_FOLD)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", bare).strip()


def slug_of(text: str) -> str:
    """``text`` in the name of a file or as a code; empty when none of it can be written so.

    >>> slug_of("Mølle Åberg")
    'moelle-aaberg'
    """
    return slugify(fold(text))


def mark_of(row) -> str:
    """What in a file's name tells it from the file of every other row, and tells nothing: the beginning of its id."""
    return str(row.pk)[:8]


def sort_key(text: str) -> str:
    """A key that puts Danish names in Danish order under any collation: æ, ø, å (and aa) after z. At most LONGEST_KEY.

    >>> sorted(["Aagaard", "Bo", "Ærø", "Østerbro", "Ågård"], key=sort_key)
    ['Bo', 'Ærø', 'Østerbro', 'Aagaard', 'Ågård']
    """
    lowered = "".join(c for c in tidy(text).lower() if not unicodedata.combining(c))  # İ becomes two signs
    lowered = re.sub(r"[^\w]+", " ", lowered).strip()
    for letters, place in SORTED_AS:
        lowered = lowered.replace(letters, place)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "0", bare)[:LONGEST_KEY]
