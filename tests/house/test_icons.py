"""Every icon that a page asks for is drawn."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r'\{% (?:icon|empty) "([\w-]+)"|\bicon="([\w-]+)"')


def test_every_icon_of_a_page_is_there():
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/kui/icons.svg").read_text()))
    asked = {
        found[1] or found[2]: str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        for found in ASKED.finditer(path.read_text())
    }
    assert len(asked) > 30
    assert not {name: path for name, path in asked.items() if name not in drawn}
