"""Searching in what is written."""

from tests.access_rows import Row

ROWS = [
    Row(
        "workspace:text_search", "guides and leaders", methods=("get", "post"), data=lambda w: {"q": "skolen"}
    ),
    # A word that stands on every case of the world, in notes and in confidential titles.
    Row("workspace:text_search", "guides and leaders", methods=("post",), data=lambda w: {"q": "knrplainx"}),
]
