#!/usr/bin/env python3
"""Change the rules a little, one place at a time, and see whether the tests beside them notice.

    make mutants                                    every module of tests/mutants.toml: hours
    make mutants ONLY=cases/duty/rules.py           one module, or several, or a folder
    make mutants ONLY=cases/duty LINES=10-30        what stands in these lines
    make mutants ONLY=cases/duty LIST=1             what would be tried

mutmut says what can be changed. It would run the whole suite on a changed copy of everything; here the tests that
mirror a module run once, watched line by line, on SQLite. Then each mutant gets a fork of that process, in which the
changed function takes the place of its own, and only the tests that came by its line run, until one notices. What
stands outside a function is read when the module is imported: there a fork imports everything anew, with the changed
module in memory. What survives is a test to write, or is listed in tests/mutants.toml with the reason why nobody can
tell.

Not tried: what a subprocess runs, docstrings, annotations, decorators, imports, the values of choices, words that are
translated, what an exception tells developers, and the fields and constraints of models: their migrations say them a
second time, and `make check` holds one against the other.
"""

import argparse
import ast
import gc
import importlib.abc
import importlib.util
import json
import os
import select
import signal
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache, partial
from pathlib import Path
from types import CodeType, FunctionType

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
NAMES = {"Enum", "StrEnum", "TextChoices", "IntegerChoices"}
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
    lines: int  # how many are changed
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
        if (
            isinstance(node, cst.Assign)
            and getattr(getattr(node.value, "func", None), "value", "") == "TypeVar"
        ):
            return False
        if isinstance(node, cst.ClassDef) and node.name.value == "Meta":
            return False
        if (
            isinstance(node, cst.Assign)
            and isinstance(node.value, cst.Call)
            and _declares_a_field(node.value)
        ):
            return False
        if isinstance(node, cst.Raise) and isinstance(node.exc, cst.Call) and _plain_words(node.exc):
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


def _declares_a_field(call: cst.Call) -> bool:
    """Whether it is a model's field, of ours or of Django's."""
    name = getattr(getattr(call.func, "attr", call.func), "value", "")
    return getattr(getattr(call.func, "value", ""), "value", "") == "models" or name.endswith("Field")


def _plain_words(call: cst.Call) -> bool:
    """Whether an exception is made of words for developers alone."""
    return all(isinstance(arg.value, cst.BaseString) for arg in call.args)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module that Python still reads: one of its statements anew, between the others as they are."""
    text, module = path.read_text(), str(path.relative_to(ROOT))
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    changes, tree = Changes(), wrapper.module
    wrapper.visit(changes)
    parts = [tree.code_for_node(statement) for statement in tree.body]
    head, _, foot = text.partition("".join(parts))
    holds = {id(node): n for n, statement in enumerate(tree.body) for node in _within(statement)}
    seen = {(n, ast.dump(ast.parse(part))) for n, part in enumerate(parts)}
    for line, node, other in changes.found:
        n = holds[id(node)]
        part = tree.code_for_node(tree.body[n].deep_replace(node, other))
        try:
            told = n, ast.dump(ast.parse(part))
        except SyntaxError:
            continue
        if told in seen:
            continue
        seen.add(told)
        source = "".join([head, *parts[:n], part, *parts[n + 1 :], foot])
        yield Mutant(module, *_told(text.splitlines(), source.splitlines(), line), source)


def _within(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and all that it holds."""
    yield node
    for child in node.children:
        yield from _within(child)


def _told(before: list[str], after: list[str], line: int) -> tuple[int, int, str, str]:
    """``(line, how many, what stood there, what stands there instead)``, without the lines that are the same."""
    at = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), line - 1)
    most = min(len(before), len(after)) - at
    rest = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    old, new = (" ".join(" ".join(rows[at : len(rows) - rest]).split()) for rows in (before, after))
    return at + 1, max(1, len(before) - rest - at), old, new


class InMemory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed source in place of the module's file."""

    def __init__(self, mutant: Mutant):
        self.name = dotted(mutant.module)
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


def dotted(module: str) -> str:
    """The name by which Python knows a module's file."""
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def function_around(source: str, line: int) -> str:
    """The qualified name of the outermost function whose body holds the line; empty when there is none."""

    def within(nodes, prefix: str) -> str:
        for node in nodes:
            if isinstance(node, ast.ClassDef) and node.lineno <= line <= node.end_lineno:
                return within(node.body, f"{prefix}{node.name}.")
            if isinstance(node, ast.FunctionDef) and node.body[0].lineno <= line <= node.end_lineno:
                return prefix + node.name
        return ""

    return within(ast.parse(source).body, "")


def codes(code: CodeType) -> Iterator[CodeType]:
    """A module's code object and all that it holds."""
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from codes(const)


def bare(thing) -> FunctionType | None:
    """The function inside a property, a method, a metric or a decorator that says what it wraps."""
    while not isinstance(thing, FunctionType) or hasattr(thing, "__wrapped__"):
        inner = next(
            (n for n in ("fget", "__func__", "__wrapped__", "func", "condition") if getattr(thing, n, None)),
            None,
        )
        if inner is None:
            return None
        thing = getattr(thing, inner)
    return thing


def place_of(mutant: Mutant) -> tuple[FunctionType, CodeType] | None:
    """The living function that the mutant changes, and its changed code; None for what is read at the import."""
    name = function_around((ROOT / mutant.module).read_text(), mutant.line)
    module = sys.modules.get(dotted(mutant.module))
    if not name or module is None:
        return None
    holder = module
    *classes, last = name.split(".")
    for step in classes:
        holder = getattr(holder, step)
    function = bare(vars(holder).get(last))
    changed = compile(mutant.source, str(ROOT / mutant.module), "exec")
    found = [code for code in codes(changed) if code.co_qualname == name]
    if function is None or function.__code__.co_qualname != name or len(found) != 1:
        return None
    new = found[0]
    alike = new.co_freevars == function.__code__.co_freevars
    return (function, new) if alike and new != function.__code__ else None


def in_a_fork(work, seconds: float | None) -> int | None:
    """The exit code of ``work()`` in a process of its own; None when it took longer than ``seconds``."""
    child = os.fork()
    if not child:
        os.setsid()
        code = 3
        try:
            code = work()
        except BaseException as error:  # whatever a mutant does
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        finally:
            sys.stdout.flush()
            os._exit(code)
    ended = os.pidfd_open(child)
    in_time = select.select([ended], [], [], seconds)[0]
    os.close(ended)
    if not in_time:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return None
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def hush() -> None:
    """Let nothing be printed from here on."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def test_run(tests: list[str], plugin=None, mutant: Mutant | None = None) -> int:
    """Run the tests in this process, with the mutant in place of its module; pytest's exit code."""
    import pytest

    if mutant:
        hush()
        sys.meta_path.insert(0, InMemory(mutant))
    options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "-m", "not browser and not slow"]
    return int(pytest.main([*options, *tests], plugins=[plugin] if plugin else []))


class Watched:
    """A plugin of pytest: runs the tests once, watched, and then what each mutant asks for in a fork."""

    def __init__(self, paths: list[Path], judge: Callable):
        self.files = {str(path) for path in paths}
        self.judge = judge
        self.failed = False
        self.seen: dict[tuple[str, int], set[int]] = defaultdict(set)  # (file, line): numbers of the tests
        self.took: list[float] = []
        self.items: list = []

    def pytest_runtest_logreport(self, report):
        """Whether any part of a test failed."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session):
        """In place of pytest's own loop."""
        self.items = session.items
        for number, item in enumerate(self.items):
            began = time.monotonic()
            self._watch(number)
            # The next is never None: what the session made, such as its database, stays for the forks.
            self._run(item, self.items[(number + 1) % len(self.items)])
            sys.settrace(None)
            self.took.append(time.monotonic() - began)
            if self.failed:
                raise SystemExit(f"{item.nodeid} fails as it stands.")
        gc.unfreeze()
        for thing in gc.get_objects():
            if type(thing) is _lru_cache_wrapper:  # what was worked out before is no answer of a mutant
                thing.cache_clear()
        sys.stdout.flush()
        self.judge(self)
        return True

    def _run(self, item, following) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _watch(self, number: int) -> None:
        def in_the_module(frame, event, _arg):
            if event == "line":
                self.seen[frame.f_code.co_filename, frame.f_lineno].add(number)
            return in_the_module

        sys.settrace(
            lambda frame, event, arg: in_the_module if frame.f_code.co_filename in self.files else None
        )

    def tests_by(self, mutant: Mutant) -> list[int]:
        """The tests that came by the mutant's lines, those of quick modules first."""
        path, last = str(ROOT / mutant.module), mutant.line + mutant.lines
        found = set().union(*(self.seen.get((path, n), ()) for n in range(mutant.line, last)))
        whole: dict[str, float] = defaultdict(float)
        for number in found:
            whole[self.items[number].path] += self.took[number]
        return sorted(found, key=lambda n: (whole[self.items[n].path], str(self.items[n].path), n))

    def notices(self, mutant: Mutant, function: FunctionType, code: CodeType) -> bool:
        """Whether one of the tests that come by the mutant fails with it."""
        numbers = self.tests_by(mutant)
        chosen = [self.items[number] for number in numbers]

        def work() -> int:
            hush()
            chosen[0].config.pluginmanager.unregister(name="terminalreporter")
            function.__code__ = code
            for item, following in zip(chosen, [*chosen[1:], self.items[0]], strict=True):
                self._run(item, following)
                if self.failed:
                    return 1
            return 0

        return bool(chosen) and in_a_fork(work, 4 * sum(self.took[n] for n in numbers) + 20) != 0


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
    survived: int = 0
    equivalent: int = 0

    def judge(self, mutant: Mutant, noticed: bool) -> None:
        """Count it, and say so when nothing noticed."""
        self.killed += noticed
        self.survived += not noticed
        if not noticed:
            print(f"  survived {mutant}", flush=True)

    def __str__(self):
        of = self.killed + self.survived
        share = f"{100 * self.killed // of}%" if of else "-"
        return f"{self.killed} of {of} killed ({share}), {self.equivalent} that nobody can tell apart"


def try_modules(mutants: dict[str, list[Mutant]], tests: list[str], scores: dict[str, Score]) -> None:
    """Try every mutant of modules that have the same tests: those in functions first, beside each other."""
    print(f"\n{' '.join(mutants)}\n  against {' '.join(tests)}", flush=True)
    with tempfile.NamedTemporaryFile("r+") as told:

        def judge(watched: Watched) -> None:
            with open(told.name, "a") as out:
                print(sum(watched.took), file=out)
                for module, places in mutants.items():
                    for number, mutant in enumerate(places):
                        place = place_of(mutant)
                        noticed = watched.notices(mutant, *place) if place else None
                        print(json.dumps([module, number, noticed]), file=out, flush=True)

        watched = Watched([ROOT / module for module in mutants], judge)
        code = in_a_fork(lambda: test_run(tests, watched), None)
        rows = told.read().splitlines()
    if code or not rows:
        raise SystemExit("The tests fail as they stand.")
    for module, number, noticed in map(json.loads, rows[1:]):
        mutant = mutants[module][number]
        if noticed is None:  # read at the import
            run = partial(test_run, tests, mutant=mutant)
            noticed = in_a_fork(run, 4 * float(rows[0]) + 30) != 0
        scores[module].judge(mutant, noticed)


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
    by_tests: dict[tuple[str, ...], dict[str, list[Mutant]]] = defaultdict(dict)
    scores = {module: Score() for module in modules}
    for module in modules:
        equal = {(row["old"], row["new"]) for row in table.get("equivalent", ()) if row["module"] == module}
        found = [m for m in mutants_of(ROOT / module) if lines is None or m.line in lines]
        told_apart = [m for m in found if (m.old, m.new) not in equal]
        scores[module].equivalent = len(found) - len(told_apart)
        by_tests[tuple(tests_of(module, table))][module] = told_apart
    if asked.list:
        print(*(m for group in by_tests.values() for found in group.values() for m in found), sep="\n")
        return 0
    load_libraries()
    for tests, group in by_tests.items():
        try_modules(group, list(tests), scores)
        for module in group:
            print(f"{module}: {scores[module]}", flush=True)
    whole = Score(
        *map(sum, zip(*((s.killed, s.survived, s.equivalent) for s in scores.values()), strict=True))
    )
    print(f"\nAll: {whole}")
    return int(whole.survived > 0)


if __name__ == "__main__":
    sys.exit(main())
