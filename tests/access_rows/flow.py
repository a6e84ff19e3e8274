"""Min dag's own acts."""

from datetime import timedelta

from cases.models import ClosingRequest, FollowUp
from cases.people import rules
from core import clock
from overview.takeover import left
from overview.takeover.actions import follow_user
from plans.closing.summary import give_summary
from tests.access_rows import Row
from tests.helpers import factories
from workspace.models import Postponement
from workspace.todos.actions import write_todo
from workspace.transfer.actions import transfer_cases

_TODAY = lambda: clock.today().isoformat()  # noqa: E731


_LATER = lambda: (clock.today() + timedelta(days=7)).isoformat()  # noqa: E731


def extend(w):
    """The owner lets the deputy cover a case of their own making for a while."""
    write_todo("Ring til skolen", clock.today(), by=w.closed_user)
    lines = left.lines_of(left.of_user(w.closed_user, clock.today()), w.people["leader"], 9)
    w.takeover = follow_user(w.closed_user, lines, w.owner, by=w.people["leader"], reason="Stoppet")
    case = factories.make_case(w.owner, first_name="Dækket", last_name="Sag")
    until = clock.today() + timedelta(days=14)
    for made in w.kinds.values():
        made.farewell = give_summary(made.case, "youth", by=w.owner, words="Vi har talt om skolen")
        made.away = Postponement.objects.create(
            case=made.case,
            source="age",
            due_on=rules.next_transition(made.person.birth_date, clock.today())[1],
            until_on=clock.today() + timedelta(days=5),
            reason="Ferie",
            by=w.owner,
        )
        closed = made.case.is_closed
        made.asking = ClosingRequest.objects.create(
            case=made.case,
            reason="moved",
            note="Flyttet",
            asked_by=w.owner,
            decision="closed" if closed else "",
            decided_at=clock.now() if closed else None,
        )
        made.follow_up = FollowUp.objects.create(
            case=made.case,
            closed_on=made.case.closed_on or clock.today(),
            months=12,
            asked_on=clock.today(),
            result="still",
            note="Glad",
            by=w.owner,
        )
    w.transfer = transfer_cases([case], w.people["deputy"], by=w.owner, reason="Ferie", until_on=until)


_ONE = lambda w: {"transfer_id": w.transfer.pk}  # noqa: E731


# The two guides, and the unit's leader.
_BOTH = frozenset({"owner", "deputy", "leader"})


ROWS = [
    Row(
        "plans:closing_ask",
        "ask to close",
        methods=("get", "post"),
        data=lambda w: {"reason": "moved", "note": "Flyttet til Holbæk"},
        ok=(200, 303, 409, 422),
    ),
    Row("plans:closing_drop", "ask to close", methods=("post",), ok=(303,)),
    Row("plans:closing_send_back", "close", methods=("get", "post"), ok=(200, 422)),
    Row(
        "plans:follow_up",
        "look back after the closing",
        methods=("get", "post"),
        kwargs=lambda w: {"months": 3},
        data=lambda w: {"result": "still", "asked_on": _TODAY()},
        ok=(200, 422),
    ),
    Row("plans:closing_summary", "make the summary of the support", methods=("get", "post")),
    Row(
        "plans:closing_summary_pdf",
        "make the summary of the support",
        kwargs=lambda w: {"summary_id": w.farewell.pk},
    ),
    Row("workspace:transfer", "guides and leaders", methods=("get", "post"), ok=(200, 422)),
    Row("workspace:transfer_done", "guides and leaders", kwargs=_ONE, only=_BOTH),
    Row(
        "workspace:notice_put_away",
        "guides and leaders",
        methods=("post",),
        data=lambda w: {"besked": "stedfortraeder"},
        ok=(303,),
    ),
    Row(
        "workspace:transfer_undo", "guides and leaders", methods=("post",), kwargs=_ONE, only=_BOTH, ok=(303,)
    ),
    Row(
        "workspace:transfer_end",
        "guides and leaders",
        methods=("post",),
        kwargs=_ONE,
        only=frozenset({"owner", "leader"}),
        ok=(303,),
    ),
    Row("overview:takeover_list", "leaders and admins"),
    Row(
        "overview:takeover_user",
        "leaders and admins",
        kwargs=lambda w: {"user_id": w.closed_user.pk},
        unit_bound=True,
    ),
    Row(
        "overview:takeover_user",
        "leaders",
        kwargs=lambda w: {"user_id": w.closed_user.pk},
        methods=("post",),
        unit_bound=True,
        ok=(200, 303, 422),
    ),
    Row(
        "overview:takeover_partner",
        "leaders and admins",
        kwargs=lambda w: {"partner_id": w.partner.pk},
        unit_bound=True,
    ),
    Row(
        "overview:takeover_partner",
        "leaders",
        kwargs=lambda w: {"partner_id": w.partner.pk},
        methods=("post",),
        unit_bound=True,
        ok=(200, 303, 422),
    ),
    Row("overview:takeover_done", "leaders", kwargs=lambda w: {"pk": w.takeover.pk}, unit_bound=True),
    Row(
        "overview:takeover_undo",
        "leaders",
        kwargs=lambda w: {"pk": w.takeover.pk},
        methods=("post",),
        unit_bound=True,
    ),
    Row("workspace:unit_day", "leaders"),
    Row("workspace:unit_day", "leaders", query="?guide=ingen&alder=over-30&hvad=alder"),
    Row(
        "workspace:line_put_off",
        "put off a line of the day",
        methods=("get", "post"),
        kwargs=lambda w: {"source": "age"},
        data=lambda w: {"until_on": _LATER(), "reason": "Hun er på højskole"},
        ok=(200, 303),
    ),
    Row(
        "workspace:line_take_back",
        "put off a line of the day",
        methods=("post",),
        data=lambda w: {"rows": "1"},
        ok=(200, 303),
    ),
    Row("workspace:confirmation_undo", "confirm the activity", methods=("post",), ok=(200, 303)),
]
