"""What departments decide about: asked by who writes the plan, answered by the department while a basis covers it."""

from core import clock
from plans.models import DeclineReason, FormalDecision, Qualification
from plans.qualification.models import text_of
from plans.qualification.rules import days_of, text_hash
from tests.access_rows import ACTS, Row


def extend(w):
    """On every case a question to the partner, which has authority here, and a formal decision."""
    partner = w.partner
    partner.has_authority = True
    partner.save()
    for made in w.kinds.values():
        text, days = text_of(made.milestone), days_of(clock.today())
        made.question = Qualification.objects.create(
            plan=made.plan,
            milestone=made.milestone,
            partner=partner,
            state="sent",
            question="Kan I?",
            asked_by=w.owner,
            sent_at=clock.now(),
            remind_on=days.remind_on,
            deadline=days.due_on,
            text_hash=text_hash(text),
            **text,
        )
        made.formal_decision = FormalDecision.objects.create(
            plan=made.plan,
            by_whom="Kommunen",
            paragraph="§ 85",
            decided_on=clock.today(),
            outcome="granted",
            what="Støtte",
            recorded_by=w.owner,
        )
    vars(w).update(question=w.kinds["plain"].question, formal_decision=w.kinds["plain"].formal_decision)
    w.own_reason = DeclineReason.objects.create(partner=partner, name_da="Fuldt optaget", name_en="Full")


SHOWN = ("question", "own_words", "professional", "paragraph", "decision", "alternative", "whose")
NOT_SHOWN = ("by_whom", "what", "appeal_words")


def _word(kind: str, field: str) -> str:
    return f"knrqualification{kind.replace(' ', '')}x{field.replace('_', '')}"


def sow(w):
    """What was asked and answered is read by who reads the case, and by the department; decisions by the former."""
    for kind, made in w.kinds.items():
        Qualification.objects.filter(pk=made.question.pk).update(
            **{name: _word(kind, name) for name in SHOWN}
        )
        FormalDecision.objects.filter(pk=made.formal_decision.pk).update(
            **{name: _word(kind, name) for name in NOT_SHOWN}
        )
        for principal, foreign in w.foreign.items():
            if principal in ACTS["read the case"][kind]:
                continue
            shared = principal in ACTS["read what is shared"][kind]
            for name in NOT_SHOWN if shared else (*SHOWN, *NOT_SHOWN):
                foreign[_word(kind, name)] = f"{name} of the {kind} case's question"


def _question(w):
    return {"qualification_id": w.question.pk}


def _answer(w):
    return _question(w) | {"kind": "mangler"}


_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}
_WITH_AUTHORITY = frozenset({"partner", "partner elsewhere"})


ROWS = [
    Row("plans:qualification", "read the plan", kwargs=_question),
    Row(
        "plans:qualify_milestone",
        "write the plan",
        kwargs=lambda w: {"milestone_id": w.milestone.pk},
        **_FORM,
    ),
    Row("plans:qualify_goal", "write the plan", kwargs=lambda w: {"goal_id": w.goal.pk}, **_FORM),
    Row(
        "plans:qualification_annul",
        "write the plan",
        kwargs=_question,
        data=lambda w: {"why": "Ikke aktuelt"},
        **_FORM,
    ),
    Row("plans:qualification_seen", "write the plan", kwargs=_question, methods=("post",)),
    Row("plans:qualification_use", "write the plan", kwargs=_question, methods=("post",)),
    Row("plans:decline_reason_list", "admins"),
    Row("plans:decline_reason_add", "admins", **_FORM),
    Row(
        "plans:decline_reason_edit",
        "admins",
        kwargs=lambda w: {"reason_id": DeclineReason.objects.filter(partner=None).first().pk},
        **_FORM,
    ),
    Row("plans:decision_add", "write the plan", **_FORM),
    Row(
        "plans:decision_mistaken",
        "write the plan",
        kwargs=lambda w: {"decision_id": w.formal_decision.pk},
        data=lambda w: {"why": "Forkert sag"},
        **_FORM,
    ),
    Row("portal:qualification_list", "partners"),
    Row("portal:qualification_list", "partners", query="?vis=alle&q=a"),
    Row("portal:qualification", "read what is shared", kwargs=_question),
    Row(
        "portal:qualification_answer",
        "read what is shared",
        kwargs=_answer,
        data=lambda w: {"decision": "Hvad siger skolen?"},
        **_FORM,
    ),
    Row("portal:qualification_take", "read what is shared", kwargs=_question, methods=("post",)),
    Row("portal:qualification_lay_back", "read what is shared", kwargs=_question, methods=("post",)),
    Row(
        "portal:qualification_take_back",
        "read what is shared",
        kwargs=_question,
        data=lambda w: {"why": "En fejl"},
        **_FORM,
    ),
    Row("portal:own_reasons", "partners", only=_WITH_AUTHORITY, **_FORM),
    Row(
        "portal:own_reason_use",
        "partners",
        kwargs=lambda w: {"reason_id": w.own_reason.pk},
        methods=("post",),
        only=frozenset({"partner"}),
    ),
    Row("reports:qualifications", "leaders"),
    Row("reports:qualification_rows", "leaders"),
    Row("reports:qualification_rows", "leaders", query="?svar=waiting"),
]
