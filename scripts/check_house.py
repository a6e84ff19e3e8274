#!/usr/bin/env python3
"""The limits that keep the house readable, each with the place that breaks it.

* A module has at most 400 lines, a function 40, a room 2,000 and an app 12,000; a table of data is no code.
* A template's line has at most 120 characters (Python's are ruff's E501), and a template 90 lines.
* HTML is written in templates: no tag in a Python string, but for the charts'.
* Addresses come from the routes: none is written out or put together elsewhere.
* Imports stand at the top, but for heavy libraries and what an app makes ready at its start.
* A model that lies above or beside is asked for by name only where ``BY_NAME`` says so.
* No module of tests imports another: what they share lies in ``tests/helpers``.
* A place that the documentation, a docstring or a template's comment names is there.
* Every room stands in the table of ``docs/architecture.md``.
* A class that a style sheet draws is one that a page gives.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE, FUNCTION, ROOM, APP, LINE, TEMPLATE = 400, 40, 2_000, 12_000, 120, 90
# Tables of data, in the shape of Python.
DATA = ("cases/demo/texts.py", "plans/demo/texts.py")
HEAVY = ("weasyprint", "pypdf", "pypdfium2", "openpyxl", "xlsxwriter", "PIL", "pillow_heif", "highspy")
# Charts are drawn by arithmetic; their marks have no template.
DRAWS = ("core/charts/",)
TAG = re.compile(
    r"(?<!\?P)<(?:/?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|(?:a|b|div|span|p|li|td|tr|th|svg|form|button|input|i)\s)"
)
ROUTE = re.compile(r"^/[a-zæøå][a-zæøå-]*/")
PUT_TOGETHER = re.compile(r"""(?:href|action|hx-get|hx-post)=["'](?:/|\{\{ [\w.]+ \}\}[\w/])""")
# An element of what people wrote, in whatever script, that does not let its first letter say how it runs.
WRITTEN_BY_PEOPLE = re.compile(
    r"""<(?![^>]*\bdir=)[^>]*\bclass="(?:[^"]* )?(?:user-text|quote)(?: [^"]*)?"[^>]*>"""
)
COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)
# What starts with a slash and is no page: a folder inside an office document, and where static files are.
NO_PAGE = ("/macrosheets/", "/static/")
# What lies above, or beside, and is asked for by name: the door below decides by rows that belong there.
BY_NAME = {
    "core": {"audit.AuditEvent"},  # who saved first
    "accounts": {"participation.Entry"},  # whether a young person or a parent may still sign in
    "cases": {
        "participation.Entry",
        "plans.Milestone",
        "plans.Qualification",
    },  # which cases somebody may open
    "plans": {"workspace.Todo", "meetings.Meeting"},  # what is loose when a case closes
    "practice": {"intake.TargetGroup"},  # the unit's own list of target groups, as tags of articles
}
# Processes of their own, which import what they need once they are confined or forked.
OWN_PROCESS = ("core/uploads/child.py", "kui/bench/workers.py")
# Folders of an app that are no room.
NO_ROOM = {"migrations", "templatetags", "management", "demo"}
# Classes that libraries give to what they draw: crispy-forms, Bootstrap, htmx, Sortable.
OF_LIBRARIES = {
    "asteriskField", "text-danger", "btn-outline-primary", "btn-secondary", "htmx-indicator", "htmx-request",
    "sortable-ghost",
}  # fmt: skip


def tracked(pattern: str) -> list[Path]:
    """The files of the checkout that fit, those not yet added included."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(path for name in listed.stdout.split() if (path := ROOT / name).exists())


def product() -> list[Path]:
    """The modules of the product: no tests, scripts or migrations."""
    apps = {path.parent.name for path in tracked("*/apps.py")}
    return [
        path
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in apps
        and "migrations" not in path.parts
        and str(name(path)) not in DATA
    ]


def name(path: Path) -> Path:
    """The path as people say it."""
    return path.relative_to(ROOT)


def sizes(paths: list[Path]) -> Iterator[str]:
    """Modules, functions, rooms and apps that have grown too large."""
    rooms: dict[str, int] = defaultdict(int)
    apps: dict[str, int] = defaultdict(int)
    for path in paths:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        parts = name(path).parts
        apps[parts[0]] += lines
        if len(parts) > 2:
            rooms["/".join(parts[:2])] += lines
        if lines > MODULE:
            yield f"{name(path)}: {lines} lines, a module has at most {MODULE}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION:
                    yield f"{name(path)}:{node.lineno}: {node.name} has {length} lines, a function at most {FUNCTION}"
    yield from (
        f"{room}/: {lines} lines, a room has at most {ROOM}" for room, lines in rooms.items() if lines > ROOM
    )
    yield from (
        f"{app}/: {lines} lines, an app has at most {APP}" for app, lines in apps.items() if lines > APP
    )


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The string constants of a module that are no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    skipped = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node


def words(paths: list[Path]) -> Iterator[str]:
    """HTML and addresses in Python."""
    for path in paths:
        place = str(name(path))
        for node in strings(ast.parse(path.read_text(encoding="utf-8"))):
            if TAG.search(node.value) and not place.startswith(DRAWS):
                yield f"{place}:{node.lineno}: HTML in Python: {node.value.strip()[:60]!r}"
            if ROUTE.match(node.value) and path.name != "urls.py" and not node.value.startswith(NO_PAGE):
                yield f"{place}:{node.lineno}: an address outside the routes: {node.value[:60]!r}"


def inner_imports(paths: list[Path]) -> Iterator[str]:
    """Imports inside functions."""
    for path in (path for path in paths if str(name(path)) not in OWN_PROCESS):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef) or (
                path.name == "apps.py" and function.name == "ready"
            ):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom | ast.Import):
                    module = getattr(node, "module", None) or node.names[0].name
                    if module.split(".")[0] not in HEAVY:
                        yield f"{name(path)}:{node.lineno}: an import of {module} inside {function.name}"


def by_name(paths: list[Path]) -> Iterator[str]:
    """Models asked for by name that no import could reach, and are not declared."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    height = {app: -n for n, row in enumerate(layers) for app in row.split(" | ")}
    for path in paths:
        here = name(path).parts[0]
        for model in re.findall(r"""get_model\("(\w+\.\w+)"\)""", path.read_text(encoding="utf-8")):
            app = model.split(".")[0]
            if app != here and height[app] >= height[here] and model not in BY_NAME.get(here, ()):
                yield f"{name(path)}: asks for {model}, which lies above or beside it"


def templates() -> Iterator[str]:
    """Lines and templates that are too long, and addresses that are written out."""
    for path in tracked("templates/*.html"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > TEMPLATE:
            yield f"{name(path)}: {len(lines)} lines; draw its parts in partials of their own"
        for number, line in enumerate(lines, 1):
            if len(line) > LINE:
                yield f"{name(path)}:{number}: {len(line)} characters, a line has at most {LINE}"
            if WRITTEN_BY_PEOPLE.search(line):
                yield f'{name(path)}:{number}: what people wrote runs as its first letter does: dir="auto"'
            if PUT_TOGETHER.search(line):
                yield f"{name(path)}:{number}: an address outside the routes: {line.strip()[:80]}"


def tests() -> Iterator[str]:
    """Modules of tests that import from one another."""
    for path in tracked("tests/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and re.match(r"tests\.(\w+\.)*test_", node.module or ""):
                yield f"{name(path)}:{node.lineno}: imports {node.module}; what is shared lies in tests/helpers"


def documents() -> Iterator[str]:
    """Places and tests that the documentation names and that are not there."""
    tried = "".join(path.read_text(encoding="utf-8") for path in tracked("tests/*.py"))
    for path in (*tracked("docs/*.md"), *tracked("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for place in re.findall(r"`([a-z_]+/[\w./-]*)`", line):
                if not (ROOT / place).exists():
                    yield f"{name(path)}:{number}: names {place}, which is not there"
            for place in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", line):
                if not (path.parent / place).exists():
                    yield f"{name(path)}:{number}: leads to {place}, which is not there"
            for test in re.findall(r"`(test_\w+)`", line):
                if f"def {test}(" not in tried and not list((ROOT / "tests").rglob(f"{test}.py")):
                    yield f"{name(path)}:{number}: names {test}, which is not there"


def is_there(place: str) -> bool:
    """Whether ``app.room.module.name`` is a module, or a word of one."""
    parts = place.split(".")
    for n in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:n])
        if path.is_dir() and n == len(parts):
            return True
        for module in (path.with_suffix(".py"), path / "__init__.py"):
            if module.is_file():
                text = module.read_text(encoding="utf-8")
                return n == len(parts) or bool(re.search(rf"\b{parts[n]}\b", text))
    return False


def docstrings() -> Iterator[str]:
    """Modules of ours, and what is in them, that a module or a template's comment names and that are not there."""
    apps = {path.parent.name for path in tracked("*/apps.py")} | {"kui"}
    in_backticks, in_comments = (
        re.compile(r"`([a-z]+(?:\.\w+)+)`"),
        re.compile(r"(?<![\w/.])([a-z]+(?:\.\w+)+)"),
    )
    for path in (*tracked("*.py"), *tracked("templates/*.html")):
        text, names = path.read_text(encoding="utf-8"), in_backticks
        if path.suffix == ".html":
            text, names = "\n".join(COMMENT.findall(text)), in_comments
        for place in names.findall(text):
            if place.split(".")[0] in apps and not place.endswith((".js", ".css")) and not is_there(place):
                yield f"{name(path)}: names {place}, which is not there"


def rooms() -> Iterator[str]:
    """Rooms that nobody finds: the table of the house does not name them."""
    table = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    apps = {path.parent.name for path in tracked("*/apps.py")} | {"kui"}
    found = {name(path).parts[:2] for path in tracked("*.py") if len(name(path).parts) > 2}
    for app, room in sorted(found):
        if app in apps and room not in NO_ROOM and not re.search(rf"`{app}/{room}[/`]", table):
            yield f"docs/architecture.md: does not say what {app}/{room}/ is for"


def stylesheets() -> Iterator[str]:
    """Classes that no page gives: neither whole, nor as the beginning of one that is put together."""
    pages = [
        path for path in (*tracked("templates/*"), *product(), *tracked("static/*.js")) if path.is_file()
    ]
    given = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    whole = set(re.findall(r"[\w-]+", given))
    begun = set(re.findall(r"""([\w-]+)-(?=[{"'])""", given))
    for path in tracked("static/*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        selectors = "".join(re.findall(r"(?:^|[}{;])([^{};]*)\{", rules))
        for drawn in sorted(set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selectors)) - whole - OF_LIBRARIES):
            parts = drawn.split("-")
            if not any("-".join(parts[:n]) in begun for n in range(1, len(parts) + 1)):
                yield f"{name(path)}: draws .{drawn}, which no page gives"


def main() -> int:
    """Print what breaks a limit."""
    paths = product()
    found = [
        *sizes(paths),
        *words(paths),
        *inner_imports(paths),
        *by_name(paths),
        *templates(),
        *tests(),
        *documents(),
    ]
    found += [*docstrings(), *rooms(), *stylesheets()]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
