"""The barometer: guides and leaders of the unit, partners that are asked too, and a room by its code."""

from datetime import timedelta

from core import clock
from practice.barometer.actions import open_round
from practice.barometer.models import Round, StatementSet
from practice.iglo.actions import agree_step
from practice.iglo.models import Level
from tests.access_rows import Row


def extend(w):
    """A round that partners are asked too, and a live one."""
    statements = list(StatementSet.objects.first().statements.all())
    asked = {"unit": w.unit, "by": w.people["leader"], "statements": statements}
    closes = clock.today() + timedelta(days=3)
    w.round = open_round(title="KANARIE-runde", with_partners=True, closes_on=closes, **asked)
    w.step = agree_step(
        unit=w.unit,
        by=w.people["leader"],
        level=Level.GROUP,
        text="KANARIE-skridt",
        sign="Vi ser det",
        owner=w.people["owner"],
        due_on=clock.today() + timedelta(days=9),
    )
    w.live_round = open_round(title="I salen", how=Round.How.LIVE, closes_on=clock.today(), **asked)


def _round(w):
    return {"pk": w.round.pk}


def _live(w):
    return {"pk": w.live_round.pk}


def _page(name, kwargs=_round, **more):
    return Row(f"practice:{name}", "guides and leaders", kwargs=kwargs, unit_bound=True, **more)


def _step(w):
    return {"pk": w.step.pk}


THOSE_WHO_CLOSE = frozenset({"leader"})

ROWS = [
    Row("practice:live_code", "everybody", methods=("get", "post")),
    Row(
        "practice:live_answer",
        "everybody",
        kwargs=lambda w: {"code": w.live_round.code},
        methods=("get", "post"),
    ),
    Row("practice:round_list", "guides and leaders"),
    Row("practice:round_add", "guides and leaders", methods=("get", "post")),
    _page("round_detail"),
    Row(
        "practice:round_answer",
        "guides, leaders and partners",
        kwargs=_round,
        methods=("get", "post"),
        unit_bound=True,
    ),
    _page("round_close", methods=("post",), only=THOSE_WHO_CLOSE),
    _page("round_sheet"),
    _page("round_paper", methods=("get", "post"), only=THOSE_WHO_CLOSE),
    _page("round_wall", kwargs=_live),
    Row("practice:step_list", "guides and leaders"),
    Row("practice:step_add", "guides and leaders", methods=("get", "post")),
    _page("step_end", kwargs=_step, methods=("get", "post"), only=frozenset({"owner", "leader"})),
]
