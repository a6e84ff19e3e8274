"""The subjects a case can be journalised under: KL's Emnesystematik, the part a youth unit needs.

The numbers lie in ``data/kle.json`` with their edition; a new edition is a new file.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cases.limits import has_education_duty

_SUBJECTS = Path(__file__).parent / "data" / "kle.json"
GROUPS = {
    "kui_core": _("The youth unit"),
    "education": _("Education"),
    "benefit": _("Benefits"),
    "social_child": _("Social support"),
}


@cache
def _edition() -> dict:
    return json.loads(_SUBJECTS.read_text(encoding="utf-8"))


@cache
def titles() -> dict[str, str]:
    """``{number: title}`` of every subject, in the order of the edition. Titles are Danish, as KL has them."""
    return {entry["number"]: entry["title"] for entry in _edition()["entries"]}


def in_words(number: str) -> str:
    """``17.27.15 Pligt til uddannelse …``; the number alone when the edition does not know it."""
    return f"{number} {titles().get(number, '')}".strip()


def choices(number: str = "") -> list:
    """What a form offers, in groups. ``number`` stays a choice though the edition does not know it."""
    groups = {code: [] for code in GROUPS}
    for entry in _edition()["entries"]:
        groups[entry["group"]].append((entry["number"], in_words(entry["number"])))
    offered = [(GROUPS[code], rows) for code, rows in groups.items() if rows]
    return offered if not number or number in titles() else [(number, number), *offered]


def propose(birth_date: date, on: date) -> str:
    """The number a new case begins with: the duty's while the duty of 15–17-year-olds applies, else the general one."""
    edition = _edition()
    return edition["duty_15_17_number" if has_education_duty(birth_date, on) else "default_case_number"]
