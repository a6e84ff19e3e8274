#!/usr/bin/env python3
"""The Danish catalogue is complete: every word of the product is translated, none is guessed, none is left over.

The words are collected anew into a copy, and the copy is compared with what is committed. With --write the
committed catalogue is brought up to date instead; what is still to translate is then listed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/da/LC_MESSAGES/django.po")
# What has no words of its own.
NO_WORDS = ("tests", "scripts", "static", "docs", "deploy", "locale")
COLLECT = ["-m", "django", "makemessages", "-l", "da", "--no-location", "--no-wrap", "-v", "0"]

HEADER = r"""# The Danish words of KUI. `make messages` collects them.
msgid ""
msgstr ""
"Project-Id-Version: kui\n"
"Language: da\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""


@dataclass
class Entry:
    """One message of a catalogue."""

    context: str = ""
    msgid: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes a message the same message: its context and its English text."""
        return self.context, self.msgid

    @property
    def translated(self) -> bool:
        """Every form has its Danish text."""
        return bool(self.translations) and all(self.translations)


def entries(path: Path) -> tuple[dict[tuple[str, str], Entry], int]:
    """The messages of a catalogue, and how many obsolete ones it drags along."""
    found, obsolete = {}, 0
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry, part = Entry(), ""
        texts: dict[str, str] = {}
        for line in block.splitlines():
            if line.startswith("#~"):
                obsolete += line.startswith("#~ msgid ")
            elif line.startswith("#,"):
                entry.fuzzy = "fuzzy" in line
            elif line.startswith("msg"):
                part, _, text = line.partition(" ")
                texts[part] = unquote(text)
            elif line.startswith('"'):
                texts[part] += unquote(line)
        entry.context, entry.msgid = texts.get("msgctxt", ""), texts.get("msgid", "")
        entry.plural = texts.get("msgid_plural", "")
        entry.translations = [text for name, text in texts.items() if name.startswith("msgstr")]
        if entry.msgid:
            found[entry.key] = entry
    return found, obsolete


def unquote(text: str) -> str:
    """The text between the quotes of a line of a catalogue."""
    return text.strip()[1:-1]


def collect(folder: Path) -> Path:
    """Collect the words of the checkout into the catalogue of ``folder``, beside what it holds, and tidy it."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py", "templates/*"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    for name in listed:
        if name.split("/")[0] not in NO_WORDS and (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    made = folder / CATALOGUE
    made.parent.mkdir(parents=True, exist_ok=True)
    # makemessages writes into the first folder of translations that the settings know, or the one it stands in.
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, *COLLECT], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"makemessages failed:\n{done.stderr}")
    subprocess.run(["msgattrib", "--no-obsolete", "--no-wrap", "--sort-output", "-o", made, made], check=True)
    _, *messages = made.read_text(encoding="utf-8").split("\n\n")
    made.write_text(HEADER + "\n" + "\n\n".join(messages), encoding="utf-8")
    return made


def problems(fresh: Path) -> list[str]:
    """What is wrong with the committed catalogue, compared with one collected now."""
    wanted, _ = entries(fresh)
    have, obsolete = entries(ROOT / CATALOGUE)
    found = [f"not collected (make messages): {key[1]!r}" for key in wanted if key not in have]
    found += [f"no longer used (make messages): {key[1]!r}" for key in have if key not in wanted]
    found += [f"fuzzy: {entry.msgid!r}" for entry in have.values() if entry.fuzzy]
    found += [f"not translated: {entry.msgid!r}" for entry in have.values() if not entry.translated]
    if obsolete:
        found.append(f"{obsolete} obsolete messages at the end of the file")
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", str(ROOT / CATALOGUE)],
        capture_output=True,
        text=True,
        check=False,
    )
    return found + checked.stderr.strip().splitlines()


def main() -> int:
    """Check (or with --write: update) the catalogue. Returns the exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if "--write" in sys.argv:
            (folder / CATALOGUE).parent.mkdir(parents=True)
            shutil.copy(ROOT / CATALOGUE, folder / CATALOGUE)
        fresh = collect(folder)
        if "--write" in sys.argv:
            shutil.copy(fresh, ROOT / CATALOGUE)
        found = problems(fresh)
    print("\n".join(found))
    return 1 if found and "--write" not in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
