#!/usr/bin/env python3
"""Change the rules a little, one place at a time, and see whether the tests beside them notice.

    make mutants                                    every module of tests/mutants.toml: hours
    make mutants ONLY=cases/duty/rules.py           one module, or several, or a folder
    make mutants ONLY=cases/duty LINES=10-30        what stands in these lines
    make mutants ONLY=cases/duty LIST=1             what would be tried

mutmut says what can be changed. It would run the whole suite on a changed copy of everything; here a mutant lives in
the memory of one process, which is forked with the libraries loaded and runs only the tests that mirror its module, on
SQLite. What survives is a test to write, or is listed in tests/mutants.toml with the reason why nobody can tell.

Not tried: what a subprocess runs, docstrings, annotations, decorators, imports, the values of choices, and words that
are translated.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "mutants.toml"
# Loaded once, before a process forks: what no module of ours is needed for.
LIBRARIES = (
    "pytest hypothesis django.test django.db django.forms django.template django_filters openpyxl rapidfuzz"
)
# What is only told apart: which word stands for it makes no difference.
NAMES = {"Enum", "TextChoices", "IntegerChoices"}
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


def without_one(node) -> Iterator[cst.CSTNode]:
    """A set, list, tuple or table of several without each of its elements."""
    if len(node.elements) > 1:
        for n in range(len(node.elements)):
            yield node.with_changes(elements=[*node.elements[:n], *node.elements[n + 1 :]])


def the_other_way(node: cst.If) -> Iterator[cst.CSTNode]:
    """A condition that holds when it did not."""
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(
        test=cst.UnaryOperation(cst.Not(whitespace_after=cst.SimpleWhitespace(" ")), test)
    )


def other_answers(node: cst.Return) -> Iterator[cst.CSTNode]:
    """Yes, or nothing, whatever was asked."""
    if node.value is not None:
        yield from (node.with_changes(value=cst.Name(word)) for word in ("True", "None"))


# mutmut's, and three that it lacks: what may be done stands in sets here, and who may is asked by functions.
OPERATORS = [
    *mutation_operators,
    *((kind, without_one) for kind in (cst.Set, cst.List, cst.Tuple, cst.Dict)),
    (cst.If, the_other_way),
    (cst.Return, other_answers),
]


@dataclass(frozen=True)
class Mutant:
    """One change: where, what stood there, what stands there instead, and the whole module with it."""

    module: str
    line: int
    old: str
    new: str
    source: str

    def __str__(self):
        new = self.new or "(nothing)"
        return f"{self.module}:{self.line}\n    - {self.old}\n    + {new}"


class Changes(cst.CSTVisitor):
    """Every ``(node, other node)`` that mutmut knows of, but for words and types."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self):
        super().__init__()
        self.found: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node) -> bool:
        """Collect what may become of the node, and go on into it unless it is to be left alone."""
        if isinstance(node, cst.Import | cst.ImportFrom | cst.Annotation | cst.Decorator):
            return False
        if isinstance(node, cst.ClassDef) and any(
            getattr(b.value, "attr", b.value).value in NAMES for b in node.bases
        ):
            return False
        if isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString):
            return False
        if isinstance(node, cst.Call) and getattr(node.func, "value", "") in TRANSLATED:
            return False
        line = self.get_metadata(PositionProvider, node).start.line if not isinstance(node, cst.Module) else 0
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                changed = list(operator(node))
                # One other text is as good as three.
                self.found += [
                    (line, node, other) for other in changed[: 1 if kind is cst.BaseString else None]
                ]
        return True


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module that Python still reads."""
    text, module = path.read_text(), str(path.relative_to(ROOT))
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    changes, seen = Changes(), {ast.dump(ast.parse(text))}
    wrapper.visit(changes)
    for line, node, other in changes.found:
        source = wrapper.module.deep_replace(node, other).code
        try:
            tree = ast.dump(ast.parse(source))
        except SyntaxError:
            continue
        if tree in seen:
            continue
        seen.add(tree)
        yield Mutant(module, *_told(text.splitlines(), source.splitlines(), line), source)


def _told(before: list[str], after: list[str], line: int) -> tuple[int, str, str]:
    """``(line, what stood there, what stands there instead)``, without the lines that are the same."""
    at = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), line - 1)
    most = min(len(before), len(after)) - at
    rest = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    old, new = (" ".join(" ".join(rows[at : len(rows) - rest]).split()) for rows in (before, after))
    return at + 1, old, new


class InMemory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed source in place of the module's file."""

    def __init__(self, mutant: Mutant):
        self.name = mutant.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):
        """Ours, for the one module."""
        if name != self.name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(ROOT / self.mutant.module))

    def exec_module(self, module):
        """Run the changed source."""
        module.__file__ = str(ROOT / self.mutant.module)
        exec(compile(self.mutant.source, module.__file__, "exec"), module.__dict__)  # noqa: S102 - our own source


def run_tests(
    tests: list[str], mutant: Mutant | None, seconds: float | None, *, told=False
) -> tuple[int | None, float]:
    """``(pytest's code or None when it took too long, seconds)`` of the tests in a process of their own."""
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.setsid()
        _be_a_test_run(tests, mutant, told)
    while not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        if seconds and time.monotonic() - began > seconds:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None, time.monotonic() - began
        time.sleep(0.05)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), time.monotonic() - began


def _be_a_test_run(tests: list[str], mutant: Mutant | None, told: bool) -> None:
    if not told:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
    if mutant:
        sys.meta_path.insert(0, InMemory(mutant))
    code = 3
    try:
        import pytest

        select = "not browser and not slow"
        code = int(pytest.main(["-x", "-q", "-n0", "-p", "no:cacheprovider", "-m", select, *tests]))
    except BaseException as error:  # whatever a mutant does at its import
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        os._exit(code)


def load_libraries() -> None:
    """What every run needs, before there are any."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kui.settings"
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    for name in LIBRARIES.split():
        importlib.import_module(name)


@dataclass
class Score:
    """What came of a module's mutants."""

    killed: int = 0
    equivalent: int = 0
    survived: int = 0

    def __str__(self):
        of = self.killed + self.survived
        share = f"{100 * self.killed // of}%" if of else "-"
        return f"{self.killed} of {of} killed ({share}), {self.equivalent} that nobody can tell apart"


def try_module(
    path: Path, tests: list[str], equal: set[tuple[str, str]], lines: range | None, only_list: bool
) -> Score:
    """Try every mutant of the module, and say which survive."""
    score = Score()
    mutants = [m for m in mutants_of(path) if lines is None or m.line in lines]
    name = path.relative_to(ROOT)
    print(f"\n{name}: {len(mutants)} mutants against {' '.join(tests)}", flush=True)
    if only_list:
        print(*mutants, sep="\n")
        return score
    code, usual = run_tests(tests, None, None)
    if code:
        run_tests(tests, None, None, told=True)
        raise SystemExit(f"The tests of {name} fail as it stands.")
    try:
        for mutant in mutants:
            if (mutant.old, mutant.new) in equal:
                score.equivalent += 1
            elif run_tests(tests, mutant, 4 * usual + 20)[0] == 0:
                score.survived += 1
                print(f"  survived {mutant}", flush=True)
            else:
                score.killed += 1
    finally:  # whoever stops it half-way has what was found by then
        print(f"{name}: {score}", flush=True)
    return score


def tests_of(module: str, table: dict) -> list[str]:
    """The tests that mirror a module: those the table names, else the folder of its name."""
    named = table["modules"][module]
    return named or [str(Path("tests", module).parent)]


def main() -> int:
    """Try what is asked for; 1 when something survives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("only", nargs="*", help="modules or folders of the table")
    parser.add_argument("--lines", help="first-last")
    parser.add_argument("--list", action="store_true", help="only say what would be tried")
    asked = parser.parse_args()
    table = tomllib.loads(TABLE.read_text())
    modules = [
        m for m in table["modules"] if not asked.only or any(m.startswith(name) for name in asked.only)
    ]
    if not modules:
        parser.error("no such module in tests/mutants.toml")
    lines = None
    if asked.lines:
        first, _, last = asked.lines.partition("-")
        lines = range(int(first), int(last or first) + 1)
    load_libraries()
    left = 0
    for module in modules:
        equal = {(row["old"], row["new"]) for row in table.get("equivalent", ()) if row["module"] == module}
        left += try_module(ROOT / module, tests_of(module, table), equal, lines, asked.list).survived
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())
