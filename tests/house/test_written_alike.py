"""One word for a thing, one kind of quotation mark, one way to write days, times and phone numbers."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.helpers.catalogues import danish

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
CODE = [
    path
    for top in ROOT.iterdir()
    if (top / "__init__.py").is_file() and top.name not in ("tests", "kui")
    for path in top.rglob("*.py")
]
# What is typed in, taken out to be read by a machine, or named for whoever runs the house.
IN_NUMBERS = {
    "core/exports.py",
    "partners/offers/forms.py",
    "practice/postcards/models.py",
    "practice/rhythm/models.py",
}
# A weekday, a month or a year alone is written alike in every language; so is what only the program reads.
ALONE = {"l", "M", "F", "Y", "b", "Y-m-d", "c", "U", "M Y", "F Y", "b Y"}
NAMED = re.compile(r"(?:SHORT_)?(?:DATE|DATETIME|TIME|MONTH_DAY)_FORMAT|MONTH_DAY_FORMAT")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r"[\"“”„]", "quotation marks are » and «"),
        (r"(?i)pass?word|kodeord|løsen|tofaktor|to-faktor|2fa|\bmfa\b", "adgangskode, totrinsgodkendelse"),
        # To the young person it is »din guide«.
        (r"(?i)(?<!unge)(?<!med)(?<!\bdin )guide(?!lin)", "ungeguide"),
        (r"\bRegistrer\b", "registrér"),
    ],
)
def test_one_word_and_one_mark(wrong, why):
    found = [text for text in danish() if re.search(wrong, re.sub(r"<[^>]*>|%\(\w+\)s|\{\w+\}", "", text))]
    assert not found, f"{why}: {found}"


def _literal_formats(path: Path) -> list[str]:
    text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
    template = r"\|(?:date|time):\s*[\"']([^\"']+)"
    code = r"(?:date|time)_format\([^,()\n]+, [\"']([^\"'\n]+)"
    if name not in IN_NUMBERS:
        code += r"|:(%d-%m-%Y)\}"
    asked = re.finditer(code if path.suffix == ".py" else template, text)
    found = [next(filter(None, one.groups())) for one in asked]
    return [f"{name}: {how}" for how in found if how not in ALONE and not NAMED.fullmatch(how)]


def test_words_to_translate_stand_where_they_are_collected():
    """The catalogue is not collected from within a string that is put together: there a word stays English."""
    assert not [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in CODE
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in {"_", "gettext", "ngettext", "pgettext"}
    ]


def test_days_and_times_are_written_as_the_language_has_them():
    found = [line for path in TEMPLATES + CODE for line in _literal_formats(path)]
    assert not found, "\n".join(found)


def test_phone_numbers_are_written_in_pairs():
    """What is shown goes through a filter of `core.templatetags.phones`."""
    # The lines to call in need stand as their owners write them.
    shown = re.compile(r"\{\{\s*(?!line\.)[\w.]+\.phone\s*\}\}|blocktranslate[^%]*=[\w.]+\.phone\s*%\}")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in TEMPLATES
        for line in path.read_text(encoding="utf-8").splitlines()
        if shown.search(line)
    ]
    assert not found, "\n".join(found)
