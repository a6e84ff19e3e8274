"""Phone numbers: kept as ``20304050`` (foreign ones ``+4620304050``), shown the way Danes read them."""

import re

from core.spreadsheets.parsers import parse_phone


def clean_phone(text: str) -> str:
    """The number as it is kept. Short numbers (1813) stay as they are; empty in, empty out.

    Raises ValueError for what cannot be called.
    """
    text = (text or "").strip()
    if not text or re.fullmatch(r"1\d{2,3}|116\d{3}", text):
        return text
    return parse_phone(text)


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
