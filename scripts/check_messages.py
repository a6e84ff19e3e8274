#!/usr/bin/env python3
"""The Danish catalogues are complete: every word of the product is translated, none is guessed, none is left over.

The words are collected anew into a copy, and the copy is compared with what is committed. With --write the
committed catalogues are brought up to date instead; what is still to translate is then listed.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/da/LC_MESSAGES/django.po")
PACKAGES = ("kui", "reports", "practice", "plans", "cases", "partners", "accounts", "audit", "core")
COLLECT = ["-m", "django", "makemessages", "-l", "da", "--add-location", "file", "--no-wrap", "-v", "0"]

HEADER = r"""# The Danish words of {package}/. `make messages` collects them.
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


def collect(folder: Path) -> None:
    """Run makemessages in a package's folder."""
    (folder / CATALOGUE.parent).mkdir(parents=True, exist_ok=True)
    done = subprocess.run([sys.executable, *COLLECT], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"makemessages failed in {folder.name}:\n{done.stderr}")


def problems(package: str, scratch: Path) -> list[str]:
    """What is wrong with a package's catalogue."""
    fresh_folder = scratch / package
    shutil.copytree(
        ROOT / package, fresh_folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static")
    )
    collect(fresh_folder)
    committed, fresh = ROOT / package / CATALOGUE, fresh_folder / CATALOGUE
    if not fresh.exists():
        return []
    wanted, _ = entries(fresh)
    if not committed.exists():
        return [f"has no catalogue, and {len(wanted)} messages"] if wanted else []
    have, obsolete = entries(committed)
    found = [f"not collected (make messages): {key[1]!r}" for key in wanted if key not in have]
    found += [f"no longer used (make messages): {key[1]!r}" for key in have if key not in wanted]
    found += [f"fuzzy: {entry.msgid!r}" for entry in have.values() if entry.fuzzy]
    found += [f"not translated: {entry.msgid!r}" for entry in have.values() if not entry.translated]
    if obsolete:
        found.append(f"{obsolete} obsolete messages at the end of the file")
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", str(committed)],
        capture_output=True,
        text=True,
        check=False,
    )
    return found + checked.stderr.strip().splitlines()


def said_in_two_ways(packages: list[str]) -> list[tuple[str, str]]:
    """Messages that two packages translate differently: Django merges the catalogues, so one would silently win."""
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    for package in packages:
        if (ROOT / package / CATALOGUE).exists():
            for key, entry in entries(ROOT / package / CATALOGUE)[0].items():
                said.setdefault(key, {}).setdefault(" | ".join(dict.fromkeys(entry.translations)), []).append(
                    package
                )
    return [
        (msgid, "; ".join(f"{text!r} in {', '.join(where)}" for text, where in ways.items()))
        for (_context, msgid), ways in said.items()
        if len(ways) > 1
    ]


def main() -> int:
    """Check (or with --write: update) every package's catalogue. Returns the exit code."""
    packages = [package for package in PACKAGES if (ROOT / package).is_dir()]
    if "--write" in sys.argv:
        for package in packages:
            collect(ROOT / package)
            tidy(ROOT / package / CATALOGUE, package)
    wrong = 0
    for msgid, ways in said_in_two_ways(packages):
        print(f"{msgid!r} is said in more than one way: {ways}")
        wrong += 1
    with tempfile.TemporaryDirectory() as scratch:
        for package in packages:
            for problem in problems(package, Path(scratch)):
                print(f"{package}: {problem}")
                wrong += 1
    return 1 if wrong and "--write" not in sys.argv else 0


def tidy(path: Path, package: str) -> None:
    """Remove messages that nothing uses any more, dates that differ at every run, and an empty catalogue."""
    if not path.exists():
        return
    subprocess.run(["msgattrib", "--no-obsolete", "--no-wrap", "-o", path, path], check=True)
    if not entries(path)[0]:
        path.unlink()
        return
    _, *messages = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(HEADER.format(package=package) + "\n" + "\n\n".join(messages), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
