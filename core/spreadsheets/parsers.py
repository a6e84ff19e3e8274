"""What people write, read as values: in cells, forms and searches alike. Raises ValueError when it cannot tell.

Nothing is guessed that could be wrong in silence: a month without a day, or 31 February, is an error to show."""

import datetime
import re

from core.clock import COPENHAGEN
from core.spreadsheets.cells import Cell, Number
from core.text import PERSONAL_NUMBER, line, plain, tidy

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "januar jan january",
            "februar feb february febr",
            "marts mar march mrt",
            "april apr",
            "maj may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for month in names.split()
}
_WEEKDAY = r"(?:(?:man|tirs|ons|tors|fre|lør|søn|mon|tues|wednes|thurs|fri|satur|sun)d?ay?g?\.?,?\s+)?"
_LEAD = rf"^\s*{_WEEKDAY}(?:den|d\.?|fra|pr\.?|siden)?\s*"
_TIME = r"(?:[T ,]+\s*(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?\s*$"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)")
_SPLIT = r"\s*[./\-–\s]\s*"
_YEAR_FIRST = re.compile(rf"{_LEAD}(\d{{4}}){_SPLIT}(\d{{1,2}}){_SPLIT}(\d{{1,2}}){_TIME}", re.I)
_DAY_FIRST = re.compile(rf"{_LEAD}(\d{{1,2}}){_SPLIT}(\d{{1,2}}){_SPLIT}'?(\d{{4}}|\d{{2}}){_TIME}", re.I)
_DAY_WORD = re.compile(rf"{_LEAD}(\d{{1,2}})[.\s\-/]*([a-zæøå]+)[.,\s\-/]*'?(\d{{4}}|\d{{2}}){_TIME}", re.I)
_WORD_DAY = re.compile(rf"{_LEAD}([a-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}", re.I)
_PACKED = re.compile(r"^\s*(\d{6}|\d{8})\s*$")
_SERIAL = re.compile(r"^\s*(\d{5})(?:[.,]\d+)?\s*$")


def parse_date(cell: Cell, *, birth: bool = False) -> datetime.date:
    """A date written the Danish ways: `9. september 2026`, `24/8-2024`, `18-09-26`, `2025-02-10`, a typed date, or
    the day number that a spreadsheet keeps; a moment with its zone is its Danish day.

    The day stands before the month; an American order is an error.

    `birth`: two digits of a year are the latest such year that has been, for nobody is born in the future."""
    if isinstance(cell, datetime.date):
        return _in_range(cell)
    if isinstance(cell, Number) and _SERIAL.match(cell):
        return _in_range(cell.day_zero + datetime.timedelta(days=int(float(cell))))
    text = plain(cell).casefold()
    if _MOMENT.fullmatch(text):  # the day it is in Denmark then
        return _in_range(datetime.datetime.fromisoformat(text.upper()).astimezone(COPENHAGEN))
    if match := _YEAR_FIRST.match(text):
        return _date(match[3], match[2], match[1], birth)
    if match := _DAY_FIRST.match(text):
        return _date(match[1], match[2], match[3], birth)
    if (match := _DAY_WORD.match(text)) and match[2] in _MONTHS:
        return _date(match[1], _MONTHS[match[2]], match[3], birth)
    if (match := _WORD_DAY.match(text)) and match[1] in _MONTHS:
        return _date(match[2], _MONTHS[match[1]], match[3], birth)
    if match := _SERIAL.match(text):
        return _in_range(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(match[1])))
    if match := _PACKED.match(text):
        digits = match[1]
        if len(digits) == 8:
            try:
                return _date(digits[6:], digits[4:6], digits[:4], birth)
            except ValueError:
                pass
        return _date(digits[:2], digits[2:4], digits[4:], birth)
    raise ValueError(cell)


def _date(day: str | int, month: str | int, year: str | int, birth: bool) -> datetime.date:
    number = int(year)
    if len(str(year)) <= 2:
        # no clock here: a list says the same tomorrow. Units' lists do not reach back to the 1900s except in births
        number += 1900 if birth and number > 40 else 2000
    return _in_range(datetime.date(number, int(month), int(day)))


def has_short_year(cell: Cell) -> bool:
    """Whether a date was written with two digits for its year, so that somebody should see which year was read."""
    if isinstance(cell, datetime.date | Number):
        return False
    return bool(re.fullmatch(r"\d{6}", text := plain(cell)) or not re.search(r"\d{4}", text))


def _in_range(date: datetime.date) -> datetime.date:
    if isinstance(date, datetime.datetime):
        date = date.date()
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValueError(date)
    return date


_YES = frozenset("ja j yes y x sand true 1 v ✓ ✔ + aktiv".split())
_NO = frozenset("nej n no false falsk 0 - – — ingen nix".split())


def parse_yes_no(cell: Cell) -> bool:
    """`ja`, `J`, `x` and the like are True; an empty cell, `nej` and the like are False."""
    text = plain(as_text(cell)).casefold().rstrip(".!")
    if not text or text in _NO or text.startswith("nej"):
        return False
    if text in _YES or text.startswith("ja"):
        return True
    raise ValueError(cell)


_EMAIL = re.compile(r"^[^\s@<>(),;:\"\[\]]+@[^\s@<>(),;:\"\[\]]+\.[^\s@.<>(),;:\"\[\]]{2,}$")


def parse_email(cell: Cell) -> str:
    """An address as it is used today, so also with æ, ø and å; `Name <address>` and `mailto:` are peeled off."""
    text = plain(as_text(cell))
    if match := re.search(r"<([^<>]+)>\s*$", text):
        text = match[1]
    text = text.removeprefix("mailto:").rstrip(".;,")
    if not _EMAIL.match(text) or ".." in text or len(text) > 254 or text.startswith("."):
        raise ValueError(cell)
    return text


def parse_phone(cell: Cell) -> str:
    """A telephone number: eight digits as `20304050`, a foreign one with its country as `+4620304050`.

    No Danish number begins with 0 or 1, and no country's code with 0: `00000000` is what somebody writes who has none.
    """
    text = re.sub(r"^(tlf|mobil|mob|telefon|m|t)\b\.?:?", "", plain(as_text(cell)).casefold())
    if re.search(r"[^0-9\s+().\-/]", text):
        raise ValueError(cell)
    digits = re.sub(r"\D", "", text)
    foreign = text.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if foreign else digits
    if foreign and digits.startswith("45"):
        digits, foreign = digits[2:], False
    elif not foreign and len(digits) == 10 and digits.startswith("45"):
        digits = digits[2:]
    if foreign and re.fullmatch(r"[1-9]\d{5,14}", digits):
        return f"+{digits}"
    if not foreign and re.fullmatch(r"[2-9]\d{7}", digits):
        return digits
    raise ValueError(cell)


_PARTICLES = frozenset("von van der den de da di du del la le bin ibn al el ten ter af zu abu ben".split())


def split_name(cell: Cell, *, last_first: bool = False) -> tuple[str, str]:
    """First and last name. A comma says that the last name stands first; else the last word is the last name,
    together with particles like `von` before it. `last_first`: the heading says so even without a comma."""
    text = line(as_text(cell)).strip(" ,")
    if "," in text:
        last, first = text.split(",", 1)
        return line(first.replace(",", " ")), last.strip()
    words = text.split(" ")
    if len(words) < 2:
        return text, ""
    if last_first:
        return " ".join(words[1:]), words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


# Four digits; with a country in front, as letters go abroad. Three are a Faroese code, which Danes write so.
_CODE = r"(?:DK[\s-]*)?\d{4}|(?:FO[\s-]*)?\d{3}|(?!DK|FO)[A-Z]{1,3}-\s*\d{3}(?:\s?\d{1,3})?"


def parse_postal_code(cell: Cell) -> str:
    """A postal code as it is kept: `4540`, a Greenlandic `3900`, a Faroese `FO-100`, another country's `SE-21120`."""
    text = plain(as_text(cell)).upper()
    if match := re.fullmatch(r"(?:(?:DK|GL)[\s-]*)?(0[1-9]\d\d|[1-9]\d{3})", text):
        return match[1]
    if match := re.fullmatch(r"(?:FO[\s-]*)?([1-9]\d\d)", text):
        return f"FO-{match[1]}"
    if match := re.fullmatch(r"((?!DK|FO|GL)[A-Z]{1,3})[\s-]+(\d{3})\s?(\d{0,3})", text):
        return f"{match[1]}-{match[2]}{match[3]}"
    raise ValueError(cell)


def split_postal(cell: Cell) -> tuple[str, str]:
    """Postal code and town out of one cell: `4540 Fårevejle`, `FO-100 Tórshavn`, `Fårevejle 4540`."""
    text = line(as_text(cell))
    if match := re.match(rf"^({_CODE})(?![\d-])[\s,.\-]*(.*)$", text, re.I):
        return parse_postal_code(match[1]), match[2].strip()
    if match := re.match(rf"^(\D*?)[\s,.\-]+({_CODE})$", text, re.I):
        return parse_postal_code(match[2]), match[1].strip()
    if re.search(r"\d", text):
        raise ValueError(cell)
    return "", text


def split_address(cell: Cell) -> tuple[str, str, str]:
    """Street, postal code and town, when the town stands after the street in one cell; else only the street."""
    text = re.sub(r"\s*\n\s*", ", ", tidy(as_text(cell)))
    if match := re.match(r"^(.+?)\s*,?\s+(?:DK[\s-]*)?(\d{4})\s+([^\d,]+)$", text, re.I):
        return match[1].rstrip(" ,"), match[2], match[3].strip()
    return text, "", ""


def as_text(cell: Cell) -> str:
    """The cell as a person would write it; a typed date the Danish way."""
    if isinstance(cell, datetime.date):
        return f"{cell.day}.{cell.month}.{cell.year}"
    return str(cell)


# A zero in front may be lost: five digits count here.
_SHORTENED = re.compile(r"\b(\d{5,6})[ ./-]{0,3}\d{4}\b", re.ASCII)


def echo(cell: Cell, length: int = 60) -> str:
    """A cell to show again in a message or as a sample: short, and a personal number as `ddmmyy-••••`."""
    text = as_text(cell)
    bare = plain(text)
    masked = _SHORTENED.sub(r"\1-••••", PERSONAL_NUMBER.sub(r"\1-••••", bare))
    text = masked if masked != bare else text
    return text if len(text) <= length else f"{text[: length - 1]}…"
