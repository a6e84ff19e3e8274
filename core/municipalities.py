"""The 98 Danish municipalities, with their official four-digit codes. The list changes only by law."""

import json
from functools import cache
from pathlib import Path

from core.text import fold, sort_key

_FILE = Path(__file__).parent / "data" / "municipalities.json"


@cache
def _by_code() -> dict[str, dict[str, str]]:
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["items"]
    return {row["code"]: row for row in rows}


def _full_name(name: str) -> str:
    """The name a municipality writes itself with; two do not follow the rule."""
    irregular = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}
    return irregular.get(name, f"{name} Kommune")


@cache
def choices() -> list[tuple[str, str]]:
    """``(code, name)`` in Danish alphabetical order, for form fields; no blank choice."""
    return sorted(((code, row["name"]) for code, row in _by_code().items()), key=lambda row: sort_key(row[1]))


def name(code: str) -> str:
    """Short name ("Odsherred") of a municipality code; the code itself when unknown, "" for none."""
    row = _by_code().get(code)
    return row["name"] if row else code


def full_name(code: str) -> str:
    """As the municipality writes itself ("Odsherred Kommune")."""
    row = _by_code().get(code)
    return _full_name(row["name"]) if row else code


def code_of(text: str) -> str:
    """The code for a name or code as people write it ("odsherred kommune", "306"); "" when unknown."""
    text = (text or "").strip()
    if text.isdigit():
        code = text.zfill(4)
        return code if code in _by_code() else ""
    wanted = fold(text).removesuffix("kommune").removesuffix("regions").strip().removesuffix("s")
    found = (code for code, row in _by_code().items() if fold(row["name"]).removesuffix("s") == wanted)
    return next(found, "")
