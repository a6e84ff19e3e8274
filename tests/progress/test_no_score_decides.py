"""No score decides anything: what measures say is shown, and nothing is reckoned, chosen, sorted or refused by it.

Who may read a measure at all is a list of modules, with why; a new reader needs a line here. Those that only need to
know *that* something was measured, or that somebody is to call, may not touch a number either.
"""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Modules that show measures, and may therefore read what they say.
SHOWS = {
    "portal/myplan/demo.py": "invents answers of the one who signs in",
    "workspace/progress/views.py": "the page of how it develops",
    "portal/myrights/leaves.py": "the young person's own page of how it goes",
    "exchange/bundle/progress.py": "lines of history for the municipality that the case moves to",
    "plans/handover/development.py": "figures on paper, to whom they may be told",
    "overview/outcomes/development.py": "medians and words of ten people or more, and of nobody alone",
    "plans/handover/sheet.py": "carries those figures to the paper, as they are",
}
# Modules that know of measures and read no number of them: days, and follow-ups that wait.
KNOWS_OF = {
    "workspace/progress/call_lines.py": "Min dag: somebody is to call",
    "workspace/progress/rhythm_lines.py": "Min dag: when it was asked last",
    "workspace/progress/on_the_case.py": "the case page: when it was measured last",
    "workspace/progress/events.py": "what a mark below a picture is called",
    "workspace/transfer/note.py": "the hand-over note: somebody is to call",
    "overview/waiting/wellbeing.py": "the leader: nobody has called yet",
    "portal/myacts/actions.py": "the young person answers; the guide is told that they did",
    "portal/myacts/measures_views.py": "the forms of those answers, and what is told at them",
    "portal/myrights/views.py": "kinds of measures that a page of theirs shows",
    "practice/knowledge/tags.py": "the names of life areas, to find articles by",
    "kui/demo.py": "invented measures",
}
# Within the app: what the numbers are made, kept and shown by. Only one of them acts on a number: a low one asks for
# a call (`progress.wellbeing.actions`).
INSIDE = {
    "progress/wellbeing/rules.py": "what the published rules say",
    "progress/wellbeing/models.py": "a low answer has a follow-up",
    "progress/wellbeing/actions.py": "a low answer asks for a call, and for nothing else",
    "progress/wellbeing/told.py": "what is told at the answer",
    "progress/scales/models.py": "keeps them",
    "progress/scales/actions.py": "writes them down",
    "progress/scales/forms.py": "asks for them",
    "progress/levels/actions.py": "writes it down",
    "progress/levels/forms.py": "asks for it",
    "progress/levels/models.py": "keeps it",
    "progress/levels/rules.py": "which way it went, in words",
    "progress/levels/tables.py": "the words of the levels",
    "progress/levels/views.py": "the level before beside the new one",
    "progress/chart/figures.py": "shows them",
    "progress/chart/words.py": "says them",
    "progress/demo.py": "invents them",
}
MODELS = {
    "ScaleRound",
    "ScaleAnswer",
    "WellbeingAnswer",
    "WellbeingFollowUp",
    "LevelSet",
    "Level",
    "LifeArea",
}
# What says how it goes. Whoever reads one of these reads a score.
NUMBERS = {
    "score", "now", "wished", "is_low", "band", "item_1", "item_2", "item_3", "item_4", "item_5", "level", "result",
    "answers__now", "answers__wished", "wellbeinganswers", "scalerounds", "levelsets",
}  # fmt: skip
# Words that other parts of the product use for their own: a filter by them is looked at where the model is a measure's.
OURS = {"wellbeinganswers", "scalerounds", "levelsets", "wellbeing_follow_ups"}
APPS = ("kui", "overview", "reports", "portal", "workspace", "intake", "exchange", "meetings", "practice",
        "participation", "programmes", "plans", "progress", "cases", "partners", "accounts", "audit",
        "core")  # fmt: skip


def modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def reads_progress(tree: ast.Module) -> bool:
    """Whether the module imports anything of the app, or gets at it by its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "progress":
            return True
        if isinstance(node, ast.Import) and any(name.name.split(".")[0] == "progress" for name in node.names):
            return True
        if isinstance(node, ast.Attribute) and node.attr in OURS:
            return True
        if isinstance(node, ast.keyword) and (node.arg or "").split("__")[0] in OURS:
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if text.split("__")[0] in OURS or text.startswith("progress.") and text.split(".")[1] in MODELS:
                return True
    return False


def numbers_read(tree: ast.Module) -> set[str]:
    """The scores that a module touches: as an attribute, in a filter, or as the name of a column."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            found |= set(node.arg.split("__"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found |= set(node.value.split("__"))
    return found & NUMBERS


def test_only_what_shows_measures_reads_them():
    found = {name for name, tree in modules() if not name.startswith("progress/") and reads_progress(tree)}
    assert found == SHOWS.keys() | KNOWS_OF.keys(), (
        "a new reader of measures: does it only show them? Then say so in SHOWS; else it must not"
    )


@pytest.mark.parametrize("name", sorted(KNOWS_OF))
def test_what_only_knows_of_measures_reads_no_number(name):
    touched = numbers_read(ast.parse((ROOT / name).read_text(encoding="utf-8")))
    # A clock's now() is none of ours.
    assert touched <= {"now"} if "clock.now" in (ROOT / name).read_text(encoding="utf-8") else not touched


def test_within_the_app_numbers_are_touched_only_where_they_are_kept_said_and_shown():
    found = set()
    for name, tree in modules():
        if name.startswith("progress/") and numbers_read(tree) - {"now"}:
            found.add(name)
    assert found <= INSIDE.keys(), found - INSIDE.keys()
    assert all((ROOT / name).exists() for name in INSIDE)


def test_no_query_chooses_or_sorts_by_a_score():
    """Anywhere: a filter, an order or an aggregate over a number of a measure."""
    wrong = []
    columns = {"score", "now", "wished", "item_1", "item_2", "item_3", "item_4", "item_5"}
    asks = {
        "filter",
        "exclude",
        "order_by",
        "aggregate",
        "annotate",
        "get",
        "values",
        "values_list",
        "When",
        "Q",
    }
    for name, tree in modules():
        if name not in SHOWS and name not in KNOWS_OF and not name.startswith("progress/"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            words = {part for key in node.keywords if key.arg for part in key.arg.split("__")}
            words |= {
                part
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                for part in arg.value.removeprefix("-").split("__")
            }
            if called in asks and words & columns:
                wrong.append(f"{name}:{node.lineno}")
    # The constraints that hold a row to its own scale.
    kept = ("progress/wellbeing/models.py", "progress/scales/models.py")
    assert not [place for place in wrong if not place.startswith(kept)], wrong


def test_the_looking_finds_what_it_looks_for():
    assert reads_progress(ast.parse("from progress.models import ScaleAnswer"))
    assert reads_progress(ast.parse("import progress.models"))
    assert reads_progress(ast.parse("rows.filter(wellbeinganswers__score__lt=50)"))
    assert reads_progress(ast.parse("case.scalerounds.all()"))
    assert reads_progress(ast.parse("apps.get_model('progress.LevelSet')"))
    assert not reads_progress(ast.parse("from plans.milestones.progress import summarise"))
    assert numbers_read(ast.parse("rows.filter(score__lt=50)")) == {"score"}
    assert numbers_read(ast.parse("rows.order_by('score')")) == {"score"}
    assert numbers_read(ast.parse("row.score")) == {"score"}
