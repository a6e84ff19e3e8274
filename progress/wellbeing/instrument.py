"""The questions of WHO-5, word for word as published, and where a young person gets help at once. Both are data."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of the form. The wording is Danish and official: nothing of it is translated or changed."""

    version: str
    name: str
    source: str
    instruction: str
    time_frame: str
    items: tuple[str, ...]
    # From 5 down to 0, as on the paper form.
    answers: tuple[tuple[int, str], ...]

    def said(self, value: int) -> str:
        """The words of an answer."""
        return dict(self.answers)[value]


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to call right now."""

    name: str
    phone: str
    words: str


@cache
def data() -> dict:
    """The whole file."""
    return json.loads((_HERE / "who5.json").read_text(encoding="utf-8"))


@cache
def instrument(version: str = "") -> Instrument:
    """The form of a version; the one that is used now without. Raises KeyError for one that never was."""
    version = version or data()["current"]
    said = data()["versions"][version]
    return Instrument(
        version,
        said["name"],
        said["source"],
        said["instruction"],
        said["time_frame"],
        tuple(said["items"]),
        tuple((value, words) for value, words in said["answers"]),
    )


@cache
def _lines() -> list[dict]:
    return json.loads((_HERE / "help_lines.json").read_text(encoding="utf-8"))


def help_lines(*, of_age: bool) -> list[HelpLine]:
    """Where there is help at once, in the language of the reader; who is of age is not sent to the children's."""
    words = "words_en" if get_language() == "en" else "words"
    lines = [line for line in _lines() if not (of_age and line.get("under_age"))]
    return [HelpLine(line["name"], line["phone"], line[words]) for line in lines]
