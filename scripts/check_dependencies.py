#!/usr/bin/env python3
"""Every direct dependency is used: its modules are imported, its plug-in loads, or it is run by name.

What a distribution installs says which names to look for: top-level modules, entry points of pytest, and commands.
"""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Used by another library as soon as they are installed: what for stands beside each in pyproject.toml.
USED_BY_OTHERS = {"tzdata", "django-stubs", "types-python-dateutil"}


def main() -> int:
    """Name what nothing uses. Returns the exit code."""
    imported, named = imports(), named_words()
    unused = [
        name for name in dependencies() if name not in USED_BY_OTHERS and not is_used(name, imported, named)
    ]
    for name in unused:
        print(f"{name}: nothing imports it, loads it or runs it")
    return 1 if unused else 0


def dependencies() -> list[str]:
    """The names of the direct dependencies, those of every group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [
        *project["project"]["dependencies"],
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    return [re.match(r"[\w.-]+", line)[0] for line in lines]


def is_used(name: str, imported: set[str], named: set[str]) -> bool:
    """Whether the project imports a module of the distribution, or names one of its modules or commands."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        sys.exit(f"{name} is not installed: run make setup-dev")
    files, plugs = found.files or (), found.entry_points
    modules = {path.parts[0].removesuffix(".py") for path in files if path.suffix == ".py"}
    commands = {plug.name for plug in plugs if plug.group == "console_scripts"}
    commands |= {path.stem for path in files if path.parent.name in ("bin", "Scripts")}
    is_pytest_plugin = any(plug.group == "pytest11" for plug in plugs)
    return is_pytest_plugin or bool(modules & (imported | named) or commands & named)


def imports() -> set[str]:
    """The top-level modules that the project's Python files import."""
    found = set()
    for path in tracked("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def named_words() -> set[str]:
    """The words of the files that name modules and commands without importing them: settings, scripts, Makefile."""
    files = tracked(
        "kui/settings.py", "gunicorn.conf.py", "Makefile", "Dockerfile", "scripts/*.sh", "docker-compose.yml"
    )
    return {word for path in files for word in re.findall(r"[A-Za-z_][\w-]*", path.read_text())}


def tracked(*patterns: str) -> list[Path]:
    """The files of the project that match."""
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
