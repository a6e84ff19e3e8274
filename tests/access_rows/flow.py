"""Min dag's own acts."""

from datetime import timedelta

from core import clock
from tests.access_rows import Row

_LATER = lambda: (clock.today() + timedelta(days=7)).isoformat()  # noqa: E731


ROWS = [
    Row("plans:unit_day", "leaders"),
    Row("plans:unit_day", "leaders", query="?guide=ingen&alder=over-30&hvad=alder"),
    Row(
        "plans:line_put_off",
        "put off a line of the day",
        methods=("get", "post"),
        kwargs=lambda w: {"source": "age"},
        data=lambda w: {"until_on": _LATER(), "reason": "Hun er på højskole"},
        ok=(200, 303),
    ),
    Row(
        "plans:line_take_back",
        "put off a line of the day",
        methods=("post",),
        data=lambda w: {"rows": "1"},
        ok=(200, 303),
    ),
    Row("plans:confirmation_undo", "confirm the activity", methods=("post",), ok=(200, 303)),
]
