"""The table of `make mutants` names what is there: every module of rules, and tests that exist."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((ROOT / "tests/mutants.toml").read_text())

pytestmark = pytest.mark.once


def test_every_module_of_rules_is_in_the_table():
    rules = [
        path.relative_to(ROOT) for app in ROOT.glob("*/apps.py") for path in app.parent.rglob("rules.py")
    ]
    assert len(rules) > 5 and {str(path) for path in rules} <= set(TABLE["modules"])


def test_modules_and_tests_are_there():
    named = {
        path for module, tests in TABLE["modules"].items() for path in tests or [Path("tests", module).parent]
    }
    missing = [str(path) for path in (*TABLE["modules"], *named) if not (ROOT / path).exists()]
    assert missing == []
    assert list(TABLE["modules"]) == sorted(TABLE["modules"])


def test_what_nobody_can_tell_apart_has_its_reason_and_stands_in_its_module():
    for row in TABLE.get("equivalent", ()):
        assert len(row["why"]) > 20 and row["module"] in TABLE["modules"]
        words = " ".join((ROOT / row["module"]).read_text().split())
        assert row["old"] in words, f"{row['module']} has no {row['old']!r} any more"
