"""What stands on the young person's and their parents' paper in our own words, as the source says it."""

import ast
import re
from pathlib import Path

from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = "templates/plans/handover/pdf"
# Where the words of a sheet come from, beside the templates; of a module that also speaks to guides, these functions.
MODULES = {
    "plans/handover/sheet.py": (),
    "plans/handover/efforts.py": (),
    "plans/handover/protection.py": (),
    "plans/handover/pdf.py": (),
    "plans/handover/poster.py": (),
    "plans/handover/copies.py": (),
    "plans/paper/news.py": ("_head", "_goal", "_step", "_effort", "_gone"),
    "plans/paper/road.py": (),
    "plans/plan/praise.py": (),
    "plans/plan/tags.py": ("Tagged",),
    "partners/anchoring/choices.py": ("Approach", "Demands"),
    "plans/efforts/choices.py": (),
    "plans/qualification/reading.py": ("wish_words",),
}
# The words of `sheet.left_out` for a partner, and others that no paper in a further language says.
_CALLS = ("_", "gettext", "gettext_lazy", "ngettext")


def on_paper() -> set[str]:
    """The messages of the documents that are made in every language."""
    found = set()
    for path in (ROOT / TEMPLATES).iterdir():
        found |= _messages(ast.parse(_as_python(path.read_text(encoding="utf-8"))))
    for name, functions in MODULES.items():
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        parts = [node for node in tree.body if not functions or getattr(node, "name", "") in functions]
        assert len(parts) >= len(functions), name
        for part in parts:
            found |= _messages(part)
    return found


def news_words() -> set[str]:
    """The messages of what is new in a version."""
    name = "plans/paper/news.py"
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    parts = [node for node in tree.body if getattr(node, "name", "") in MODULES[name]]
    return set().union(*map(_messages, parts))


def _as_python(source: str) -> str:
    """The gettext calls of a template, a line each."""
    calls = re.findall(
        r"\b(?:gettext|_)\((u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"))\)", templatize(source)
    )
    return "\n".join(f"_({words})" for words in calls)


def _messages(tree: ast.AST) -> set[str]:
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in _CALLS
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def danish() -> list[str]:
    """Every text of the Danish catalogue."""
    texts = (ROOT / "locale/da/LC_MESSAGES/django.po").read_text(encoding="utf-8").split("\n\n")[1:]
    return [
        "".join(ast.literal_eval(line[line.index('"') :]) for line in lines)
        for text in texts
        for lines in _translated(text)
    ]


def _translated(entry: str):
    """The lines of each form that an entry is translated into."""
    forms: list[list[str]] = []
    for line in entry.splitlines():
        if line.startswith("msgstr"):
            forms.append([line])
        elif forms and line.startswith('"'):
            forms[-1].append(line)
    return forms
