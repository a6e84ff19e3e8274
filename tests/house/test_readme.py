"""What README prints can be typed as it stands, and what must not be kept in git is not."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from openpyxl import Workbook

from tests.helpers import migrated

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / ".env.example"]

FOLDERS = (
    "accounts|audit|cases|core|deploy|docs|exchange|intake|kui|locale|meetings|participation|partners|plans|portal"
    "|overview|practice|programmes|progress|reports"
)
NAMED = re.compile(
    rf"`((?:{FOLDERS}|scripts|static|templates|tests|workspace)/[\w./*-]*|[\w-]+\.(?:md|sh|yml|toml|po))`"
)
LINKED = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def printed(heading: str) -> list[str]:
    """The commands of the block under a heading of README."""
    section = (ROOT / "README.md").read_text().partition(f"## {heading}\n")[2]
    return section.split("```")[1].strip().splitlines()


def lists(folder: Path) -> dict[str, str]:
    """The two lists that README names, by their names."""
    staff = folder / "medarbejdere.csv"
    staff.write_text(
        "Navn;E-mail;Rolle\nHanne Leth;hanne@eksempel.dk;Leder\nJonas Juul;jonas@eksempel.dk;Guide\n"
    )
    book = Workbook()
    book.active.append(["Navn", "Fødselsdato", "Guide"])
    book.active.append(["Sigrid Særlig", "2008-05-04", "Jonas Juul"])
    book.save(folder / "sagsliste.xlsx")
    return {name: str(folder / name) for name in ("medarbejdere.csv", "sagsliste.xlsx", "ud.json")}


@pytest.mark.in_turn
def test_the_commands_of_the_readme_work_as_printed(tmp_path, django_db_blocker):
    if connection.vendor != "sqlite":
        pytest.skip("README prints them for the embedded database")
    with django_db_blocker.unblock():
        shutil.copy(migrated.ensure(), tmp_path / "kui.sqlite3")
    environment = {k: v for k, v in os.environ.items() if k not in ("KUI_MODE", "DATABASE_URL", "REDIS_URL")}
    environment["KUI_VAR_DIR"] = str(tmp_path)
    places = lists(tmp_path)
    commands = printed("Start with your own lists")
    assert sum("manage.py" in command for command in commands) == 3
    for name, place in places.items():
        commands = [command.replace(name, shlex.quote(place)) for command in commands]
    done = subprocess.run(
        ["bash", "-euc", "\n".join(commands)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "new 2" in done.stdout and (tmp_path / "ud.json").exists()


def test_every_command_that_the_documentation_names_is_there():
    named = {name for path in DOCUMENTS for name in re.findall(r"manage\.py ([a-z_]+)", path.read_text())}
    assert {"rotate_keys", "import_staff"} <= named <= set(get_commands())


def test_every_option_that_the_documentation_prints_is_taken():
    unknown = []
    for path in DOCUMENTS:
        text = (
            path.read_text()
            .replace("\\\n", " ")
            .replace("\nkui ", "\nmanage.py ")
            .replace("`kui ", "`manage.py ")
        )
        for name, rest in re.findall(r"manage\.py ([a-z_]+)([^\n`]*)", text):
            if name in get_commands():
                parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
                taken = {option for action in parser._actions for option in action.option_strings}
                unknown += [
                    f"{path.name}: {name} {o}" for o in re.findall(r"--[a-z-]+", rest) if o not in taken
                ]
            else:
                unknown.append(f"{path.name}: {name}")
    assert not unknown, unknown


def test_every_file_that_the_documentation_names_is_there():
    missing = []
    for path in DOCUMENTS:
        text = path.read_text()
        missing += [name for name in LINKED.findall(text) if not (path.parent / name).exists()]
        places = (ROOT, ROOT / "docs", ROOT / "scripts", path.parent)
        for name in NAMED.findall(text):
            if not any(any(place.glob(name.rstrip("/"))) for place in places):
                missing.append(name)
    assert not missing, missing


def test_every_test_that_the_documentation_names_is_there():
    there = {
        name
        for path in ROOT.glob("tests/**/test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text())
    }
    named = {name for path in DOCUMENTS for name in re.findall(r"`(test_\w+)`", path.read_text())}
    assert len(named) > 5 and named <= there, named - there


@pytest.mark.parametrize(("name", "ignored"), [(".env", True), (".env.local", True), (".env.example", False)])
def test_secrets_are_not_kept_in_git(name, ignored):
    if not (ROOT / ".git").exists():
        pytest.skip("no checkout")
    asked = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
    assert (asked.returncode == 0) is ignored


@pytest.mark.parametrize("slug", ["Nord Kysten", "nordkysten/", "x" * 51])
def test_a_slug_that_will_not_do_is_told_in_a_sentence(db, tmp_path, slug):
    file = lists(tmp_path)["medarbejdere.csv"]
    with pytest.raises(CommandError, match="cannot be made") as told:
        call_command("import_staff", file, "--unit", slug, "--create-unit", "Nordkysten")
    assert "slug" in str(told.value) and "ValidationError" not in str(told.value)
