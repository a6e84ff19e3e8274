"""Min dag's own acts."""

from datetime import timedelta

from cases.actions import transfer_cases
from core import clock
from tests import factories
from tests.access_rows import Row

_LATER = lambda: (clock.today() + timedelta(days=7)).isoformat()  # noqa: E731


def extend(w):
    """The owner lets the deputy cover a case of their own making for a while."""
    case = factories.make_case(w.owner, first_name="Dækket", last_name="Sag")
    until = clock.today() + timedelta(days=14)
    w.transfer = transfer_cases([case], w.people["deputy"], by=w.owner, reason="Ferie", until_on=until)


_ONE = lambda w: {"transfer_id": w.transfer.pk}  # noqa: E731
# The two guides, and the unit's leader.
_BOTH = frozenset({"owner", "deputy", "leader"})

ROWS = [
    Row("plans:transfer", "guides and leaders", methods=("get", "post"), ok=(200, 422)),
    Row("plans:transfer_done", "guides and leaders", kwargs=_ONE, only=_BOTH),
    Row("plans:transfer_undo", "guides and leaders", methods=("post",), kwargs=_ONE, only=_BOTH, ok=(303,)),
    Row(
        "plans:transfer_end",
        "guides and leaders",
        methods=("post",),
        kwargs=_ONE,
        only=frozenset({"owner", "leader"}),
        ok=(303,),
    ),
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
