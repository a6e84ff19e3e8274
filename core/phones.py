"""Phone numbers: kept as ``20304050`` (foreign ones ``+4620304050``), shown the way Danes read them."""

import re

from core.spreadsheets.parsers import parse_phone
from core.text import plain


def clean_phone(text: str) -> str:
    """The number as it is kept. Short numbers (1813) stay as they are; empty in, empty out.

    Raises ValueError for what cannot be called.
    """
    text = plain(text or "")
    if not text or re.fullmatch(r"1\d{2,3}|116\d{3}", text):
        return text
    return parse_phone(text)


def phone_in(text: str) -> str:
    """The number as it is kept, when ``text`` is one that can be called; "" when it is anything else."""
    try:
        return parse_phone(text or "")
    except ValueError:
        return ""


def phone_spellings(text: str) -> list[str]:
    """The ways in which the number in ``text`` may have been written before numbers were kept bare; none for none."""
    number = phone_in(text)
    if not number or number.startswith("+"):
        return [number] if number else []
    pairs = show_phone(number)
    return [number, pairs, f"+45{number}", f"+45 {number}", f"+45 {pairs}", f"{number[:4]} {number[4:]}"]


def show_phone(kept: str) -> str:
    """``20304050`` → ``20 30 40 50``; anything else as it is."""
    digits = re.sub(r"\s", "", kept or "")
    if re.fullmatch(r"\d{8}", digits):
        return " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    return kept or ""


def call_link(kept: str) -> str:
    """The ``tel:`` address of a kept number, with the country for eight Danish digits."""
    digits = re.sub(r"[^\d+]", "", kept or "")
    return f"tel:+45{digits}" if re.fullmatch(r"\d{8}", digits) else f"tel:{digits}"
