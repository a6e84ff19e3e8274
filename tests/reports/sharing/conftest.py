"""Files from other units, and a day on which the third quarter is over."""

import json
from datetime import date

import pytest
from django.utils.translation import override

from core import clock

DAY = date(2026, 11, 23)
STATEMENT = ("Fælles mål", "Vi har klart definerede, fælles mål på tværs af faggrupper")


@pytest.fixture(autouse=True)
def that_day():
    with clock.travel(DAY), override("da"):
        yield


def file_of(municipality="0240", unit="Ungeenheden Egedal", **changes) -> dict:
    """A sound file as plain values; ``changes`` replace its fields."""
    said = {
        "format": "kui-sharing",
        "version": 1,
        "municipality": municipality,
        "unit": unit,
        "quarter": "2026-Q3",
        "made_at": "2026-10-03T07:00:00+00:00",
        "definitions": 3,
        "figures": {
            "in_unit": {"count": 300},
            "covered": {"count": 210},
            "in_nothing": {"count": 30},
            "waiting": {"hidden": True},
        },
        "barometer": [
            {
                "set": STATEMENT[0],
                "statement": STATEMENT[1],
                "answers": 7,
                "median": 6.5,
                "low": 4,
                "high": 8,
            }
        ],
        "stories": [{"theme": "goals", "kind": "success", "text": "Vi skrev tre mål op."}],
    }
    return said | changes


def sent(said) -> bytes:
    """The file as it is sent."""
    return json.dumps(said).encode()
