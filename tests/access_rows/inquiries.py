"""Inquiries and the departments' word: read like cases, by those of the unit who work with intake."""

from datetime import timedelta

from cases.models import GuideProfile
from core import clock
from intake.inquiries import actions
from intake.models import Department, Inquiry, Statement, TargetGroup
from tests.access_rows import Row

# Who reads the unit's inquiries. "cover" does not work with intake.
_INTAKE = frozenset(
    {"owner", "deputy", "former owner", "colleague", "sparring", "named", "emergency", "leader"}
)


_SHIELDED = frozenset({"owner", "deputy", "named"})


WORDS = ("first_name", "last_name", "phone", "asked_by_name", "asked_by_contact", "reason")


def _word(kind: str, field: str) -> str:
    return f"knrinquiry{kind}x{field.replace('_', '')}"


def _made(w, kind: str, **fields) -> Inquiry:
    words = {name: _word(kind, name) for name in WORDS if name != "phone"}
    inquiry = Inquiry(unit=w.unit, asked_by="school", received_on=clock.today(), **words, **fields)
    return actions.receive_inquiry(inquiry, by=w.owner)


def _asked(w, inquiry, partner, kind) -> Statement:
    statement = Statement(
        inquiry=inquiry,
        department=Department.objects.get(code="family"),
        partner=partner,
        question=_word(kind, "question"),
        basis="consent",
        basis_note="Mundtligt fra mor",
    )
    return actions.ask_department(statement, by=w.owner)


def extend(w):
    """An open inquiry with a question to a department, one that is decided, and one about somebody shielded."""
    w.department_partner = w.people["partner elsewhere"].partner_contact.partner
    w.department_partner.side, w.department_partner.has_authority = "internal", True
    w.department_partner.save()
    GuideProfile.objects.create(user=w.people["cover"], works_with_intake=False)
    w.inquiry = _made(w, "open")
    w.statement = _asked(w, w.inquiry, w.department_partner, "open")
    w.decided_inquiry = _made(w, "decided")
    actions.decide(
        w.decided_inquiry, "elsewhere", by=w.owner, reason=_word("decided", "why"), where="Borgerservice"
    )
    w.shielded_inquiry = _made(w, "shielded")
    actions.point_to_case(w.shielded_inquiry, w.kinds["shielded"].case, by=w.owner)


def sow(w):
    """Whose eyes each word of the inquiries is for."""
    readers = {"open": _INTAKE, "decided": _INTAKE, "shielded": _SHIELDED}
    for kind, may in readers.items():
        for principal, foreign in w.foreign.items():
            department = principal == "partner elsewhere" and kind == "open"
            for field in (*WORDS, "question", "why"):
                shown = department and field in ("first_name", "last_name", "question")
                if principal not in may and not shown:
                    foreign[_word(kind, field)] = f"{field} of the {kind} inquiry"


def _inquiry(w):
    return {"inquiry_id": w.inquiry.pk}


def _statement(w):
    return {"inquiry_id": w.inquiry.pk, "statement_id": w.statement.pk}


def _row(name, methods=("get",), kwargs=_inquiry, only=_INTAKE, **more):
    return Row(name, "signed in", kwargs=kwargs, methods=methods, only=only, **more)


_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}


ROWS = [
    Row("intake:inquiry_list", "guides and leaders"),
    Row("intake:inquiry_list", "guides and leaders", query="?vis=alle"),
    _row("intake:inquiry"),
    _row("intake:inquiry", kwargs=lambda w: {"inquiry_id": w.decided_inquiry.pk}),
    _row("intake:inquiry", kwargs=lambda w: {"inquiry_id": w.shielded_inquiry.pk}, only=_SHIELDED),
    _row("intake:inquiry_edit", **_FORM),
    _row("intake:inquiry_point", methods=("post",), ok=(303,)),
    _row("intake:inquiry_ask", **_FORM),
    _row("intake:statement_write", kwargs=_statement, **_FORM),
    _row("intake:statement_withdraw", kwargs=_statement, data=lambda w: {"why": "Trukket"}, **_FORM),
    _row(
        "intake:inquiry_decide",
        data=lambda w: {
            "outcome": "wait",
            "reason": "Efter ferien",
            "wait_until": (clock.today() + timedelta(days=9)).isoformat(),
        },
        **_FORM,
    ),
    _row(
        "intake:inquiry_known",
        methods=("post",),
        kwargs=lambda w: {"inquiry_id": w.shielded_inquiry.pk},
        only=_SHIELDED,
        ok=(303,),
    ),
    _row("intake:inquiry_take_in", **_FORM),
    _row(
        "intake:inquiry_reopen",
        kwargs=lambda w: {"inquiry_id": w.decided_inquiry.pk},
        data=lambda w: {"reason": "Mor ringede igen"},
        **_FORM,
    ),
    Row("workspace:board", "leaders"),
    Row("workspace:board_assign", "assign", methods=("post",), data=lambda w: {"user": w.user.pk}, ok=(303,)),
    Row("workspace:board_undo", "assign", methods=("post",), ok=(303,)),
    Row("workspace:guide_list", "leaders and admins"),
    Row(
        "workspace:guide_edit",
        "leaders and admins",
        kwargs=lambda w: {"user_id": w.user.pk},
        data=lambda w: {"version": w.user.version, "knowledge": ["fgu"]},
        unit_bound=True,
        **_FORM,
    ),
    Row("cases:case_weight", "weigh the case", data=lambda w: {"weight": "3", "reason": "Uro"}, **_FORM),
    Row("intake:table_list", "admins"),
    Row("intake:table_add", "admins", kwargs=lambda w: {"table": "afdelinger"}, **_FORM),
    Row(
        "intake:table_edit",
        "admins",
        kwargs=lambda w: {"table": "maalgrupper", "row_id": TargetGroup.objects.first().pk},
        **_FORM,
    ),
    Row("intake:statement_list", "partners"),
    Row(
        "intake:statement_answer",
        "partners",
        kwargs=lambda w: {"statement_id": w.statement.pk},
        data=lambda w: {"view": "take_in", "text": "Vi kender ham"},
        only=frozenset({"partner elsewhere"}),
        **_FORM,
    ),
]
