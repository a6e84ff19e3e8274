"""Pure rules about ages and CPR numbers. Where today matters, the day is given."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from core.text import plain

# Ages at which something changes for a young person, in months, with what changes (Barnets lov, LBK 953/2024,
# Samarbejdsmodellen).
TRANSITIONS: dict[int, str] = {
    15 * 12: "15",
    16 * 12: "16",
    17 * 12 + 6: "17½",
    18 * 12: "18",
    18 * 12 + 6: "18½",
    23 * 12: "23",
    25 * 12: "25",
    30 * 12: "30",
}


# Of age, in years and in months (værgemålsloven § 1).
ADULT_AT = 18
OF_AGE = ADULT_AT * 12


def protection_ends(begun_on: date) -> date:
    """The last day of a name and address protection that began that day (CPR-loven § 28: a year)."""
    return birthday(begun_on, 12) - timedelta(days=1)


def birthday(birth_date: date, months: int) -> date:
    """The day somebody turns ``months`` months old.

    Who is born on 29 February turns a year older on 28 February in common years. No rule we know of settles it; the
    earlier day errs on the side of the young person's rights, and is chosen here once for the whole product.
    """
    years, month = divmod(birth_date.month - 1 + months, 12)
    year, month = birth_date.year + years, month + 1
    return date(year, month, min(birth_date.day, monthrange(year, month)[1]))


def born_by(on: date, months: int) -> date:
    """The latest date of birth of somebody who has turned ``months`` months on the day ``on``.

    The inverse of `birthday`, for conditions that a database is asked: ``birthday(b, months) <= on`` exactly when
    ``b <= born_by(on, months)``. On the last day of a month it is the last of the other month, so that somebody born on
    29 February is of age on 28 February.
    """
    years, month = divmod(on.month - 1 - months, 12)
    year, month = on.year + years, month + 1
    last = monthrange(year, month)[1]
    is_last = on.day == monthrange(on.year, on.month)[1]
    return date(year, month, last if is_last else min(on.day, last))


def is_of_age(birth_date: date, on: date) -> bool:
    """Whether somebody is 18 on the day ``on``: nobody else holds custody, and nobody else says yes for them."""
    return birthday(birth_date, OF_AGE) <= on


def age_on(birth_date: date, on: date) -> int:
    """Whole years of age on the day ``on``. Raises ValueError when not born yet."""
    if on < birth_date:
        raise ValueError("not born yet")
    years = on.year - birth_date.year
    return years - (on < birthday(birth_date, 12 * years))


def within_age(birth_date: date, on: date, *, youngest: int, oldest: int) -> bool:
    """Whether somebody is of the unit's age, from ``youngest`` to the last day of being ``oldest``."""
    return on >= birth_date and youngest <= age_on(birth_date, on) <= oldest


def next_transition(birth_date: date, on: date) -> tuple[str, date] | None:
    """The next age at which something changes, and its day (today counts); None after the last."""
    lived = 12 * (on.year - birth_date.year) + on.month - birth_date.month
    for months, label in TRANSITIONS.items():
        # Lists ask this of everybody: an age of an earlier month needs no date.
        if months >= lived and (day := birthday(birth_date, months)) >= on:
            return label, day
    return None


class BadCpr(ValueError):
    """Not a CPR number. ``code`` says why: ``length`` or ``date``."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Cpr:
    """A CPR number, ten digits (of health's replacement numbers two are letters), with what can be read from it."""

    digits: str
    birth_date: date
    is_replacement: bool
    passes_modulus_11: bool

    @property
    def masked(self) -> str:
        """``ddmmyy-••••``: enough to recognise, not enough to use."""
        return f"{self.digits[:6]}-••••"


def _century(seventh: int, year: int) -> int:
    """The century of a two-digit year, by the seventh digit (CPR-kontoret, Personnummeret i CPR)."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


# Health's replacement numbers (eCPR, DDMMÅÅCAAG): the century's sign of the national ones, then of the regions' own
# (Sundhedsdatastyrelsen, Formater for eCPR-numre; MedCom 9 November 2022). 0 and 1 say 1900, as in any number.
_ECPR_CENTURY = {"7": 2000, "5": 1800, "6": 2000}
_ECPR = re.compile(r"[0-9]{7}[A-Z]{2}[0-9]")


def is_replacement(digits: str) -> bool:
    """Whether a number, as it is kept, is a replacement: its day has 60 added, or it is health's, with two letters."""
    return bool(_ECPR.fullmatch(digits)) or (digits[:2].isdecimal() and int(digits[:2]) > 60)


def parse_cpr(text: str) -> Cpr:
    """Read a CPR number, with or without separator, in whatever digits and dashes it was pasted.

    A replacement number (erstatningspersonnummer) has 60 added to its day; health's (eCPR) has two letters in places
    8 and 9, kept as capitals. Modulus 11 is told and never a reason to refuse: numbers without it have been given out
    since 2007. Raises BadCpr.
    """
    digits = re.sub(r"[\s./-]", "", plain(text)).upper()
    lettered = bool(_ECPR.fullmatch(digits))
    if not lettered and not re.fullmatch(r"[0-9]{10}", digits):
        raise BadCpr("length")
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    century = _century(int(digits[6]), year)
    if lettered:
        century = _ECPR_CENTURY.get(digits[6], century)
    try:
        born = date(century + year, month, day - 60 if day > 60 else day)
    except ValueError:
        raise BadCpr("date") from None
    return Cpr(digits, born, is_replacement(digits), not lettered and _passes_modulus_11(digits))


def _passes_modulus_11(digits: str) -> bool:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
