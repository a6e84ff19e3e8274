"""The page of settings names what the code reads, and nothing else."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ_BY = ("kui/settings.py", "kui/database.py", "kui/gateway.py", "gunicorn.conf.py", "core/gathering.py")
NAME = re.compile(r"[A-Z][A-Z_]{3,}")


def read_in(path: Path) -> set[str]:
    """The variables that a module reads: the names given to ``env…``, ``_secret`` and the like."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    reading = [call for call in calls if re.search(r"\benv|environ|_secret|_seconds", ast.unparse(call.func))]
    named = [call.args[:2] if ast.unparse(call.func) == "_seconds" else call.args[:1] for call in reading]
    said = [arg.value for args in named for arg in args if isinstance(arg, ast.Constant)]
    return {name for name in said if isinstance(name, str) and NAME.fullmatch(name)}


def test_every_setting_is_documented_and_every_documented_one_is_read():
    page = (ROOT / "docs/settings.md").read_text()
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    documented = {name for cell in rows for name in re.findall(r"`([A-Z_]+)`", cell)}
    read = set().union(*(read_in(ROOT / path) for path in READ_BY))
    compose = (ROOT / "docker-compose.yml").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+)", compose))
    assert {"DATABASE_URL", "KUI_FIELD_KEYS", "KUI_DB_IDLE_SECONDS", "WEB_THREADS"} <= read
    assert documented == read | asked


def test_the_example_fills_in_what_docker_compose_asks_for():
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    compose = (ROOT / "docker-compose.yml").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+):\?", compose)) <= example
    assert example <= set(re.findall(r"\$\{([A-Z_]+)", compose))
