"""The duty of 15–17-year-olds: its clocks, why one was missed, and exemptions."""

from datetime import timedelta

from cases.duty.actions import exempt, record_decision
from cases.models import DutyBreach, DutyDecision, DutyExemption
from core import clock
from tests.access_rows import Row


def extend(w):
    """In every kind of case a breach whose limits were missed long ago, and an exemption that has ended."""
    today = clock.today()
    for made in w.kinds.values():
        made.breach = DutyBreach.objects.create(
            case=made.case, learned_on=today - timedelta(days=50), how="school", note="Ikke set i tre uger"
        )
        row = DutyExemption(
            case=made.case,
            reason="illness",
            from_on=today - timedelta(days=200),
            until_on=today - timedelta(days=100),
            decided_by="Familieafdelingen",
            custody_heard_on=today - timedelta(days=210),
            note="Indlagt i foråret",
        )
        made.exemption = exempt(row, by=w.people["owner"])
        day = today - timedelta(days=40)
        decision = DutyDecision(
            case=made.case, kind="no_pay", decided_on=day, told_on=day, decided_by="Ydelseskontoret"
        )
        made.decision = record_decision(decision, by=w.people["owner"])


def _today():
    return clock.today().isoformat()


def _breach(w):
    return {"breach_id": w.breach.pk}


_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}


ROWS = [
    Row("cases:duty_clocks", "read the case"),
    Row(
        "cases:breach_add",
        "confirm the activity",
        data=lambda w: {"learned_on": _today(), "how": "school"},
        **_FORM,
    ),
    Row(
        "cases:breach_edit",
        "change the young person's facts",
        kwargs=_breach,
        data=lambda w: {"learned_on": _today(), "how": "school"},
        **_FORM,
    ),
    Row(
        "cases:breach_mistake",
        "change the young person's facts",
        kwargs=_breach,
        data=lambda w: {"why": "Forkert person"},
        **_FORM,
    ),
    Row(
        "cases:breach_followed",
        "confirm the activity",
        kwargs=_breach,
        data=lambda w: {"on": _today()},
        **_FORM,
    ),
    Row(
        "cases:breach_explain",
        "confirm the activity",
        kwargs=lambda w: {"breach_id": w.breach.pk, "which": "contact"},
        data=lambda w: {"why": "in_vain"},
        **_FORM,
    ),
    Row("cases:decision_add", "change the young person's facts", **_FORM),
    Row(
        "cases:decision_mistake",
        "change the young person's facts",
        kwargs=lambda w: {"decision_id": w.decision.pk},
        data=lambda w: {"why": "Forkert person"},
        **_FORM,
    ),
    Row("cases:exemption_add", "change the young person's facts", **_FORM),
    Row(
        "cases:exemption_end",
        "change the young person's facts",
        kwargs=lambda w: {"exemption_id": w.exemption.pk},
        methods=("post",),
        ok=(303,),
    ),
]
