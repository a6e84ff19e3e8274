"""Promises: the guide's side, and the partner's."""

from datetime import timedelta

from core import clock
from plans.models import MilestoneMove, PromiseQuestion, PromiseReport, Proposal
from plans.promises.rules import ProposalKind
from tests.access_rows import ACTS, PRINCIPALS, Row
from tests.helpers import factories


def extend(w):
    """On every kind of case a promise of the partner, with a question, a proposal and a report; and some that ended."""
    for kind, made in w.kinds.items():
        contact = made.partner.contacts.first()
        milestone = factories.make_milestone if kind != "closed" else _closed_milestone
        said = {"own_words": "Besøge værkstedet", "responsible": "partner", "contact": contact}
        made.promise = milestone(made.case, by=w.owner, **said)
        about = {"milestone": made.promise, "partner": made.partner}
        made.asked = PromiseQuestion.objects.create(**about, question="Møder hun?", asked_by=w.owner)
        by = w.people["partner"]
        made.answered = PromiseQuestion.objects.create(
            **about,
            question="Hvordan gik det?",
            asked_by=w.owner,
            answer="Fint",
            answered_by=by,
            answered_at=clock.now(),
        )
        made.proposal = Proposal.objects.create(
            **about, kind=ProposalKind.EXTEND, reason="needs_longer", words="Vi når det ikke", by=by,
            new_due_on=clock.today() + timedelta(days=40),
        )  # fmt: skip
        made.declined = Proposal.objects.create(
            **about, kind=ProposalKind.END, reason="no_contact", by=by, decision="declined", decided_by=w.owner,
            decided_at=clock.now(), decided_words="Vi prøver igen",
        )  # fmt: skip
        made.report = PromiseReport.objects.create(**about, kind="absent", words="Kom ikke", by=by)
        made.accepted = Proposal.objects.create(
            **about, kind=ProposalKind.END, reason="done", by=by, decision="accepted", decided_by=w.owner,
            decided_at=clock.now(),
        )  # fmt: skip
        made.promise_move = MilestoneMove.objects.create(
            milestone=made.promise, old_status="planned", new_status="reached", on=clock.today(), by=w.owner
        )
    for name in (
        "promise",
        "promise_move",
        "asked",
        "answered",
        "proposal",
        "declined",
        "report",
        "accepted",
    ):
        setattr(w, name, getattr(w.kinds["plain"], name))


def _closed_milestone(case, *, by, **fields):
    """A milestone of a plan that is closed: no verb writes there any more."""
    made = factories.Milestone(plan=case.plans.get(), due_on=clock.today(), **fields)
    made.save(force_insert=True)
    return made


def _promise(w):
    return {"milestone_id": w.promise.pk}


def _asked(w):
    return {"question_id": w.asked.pk}


def _proposal(w):
    return {"proposal_id": w.proposal.pk}


ROWS = [
    Row("plans:promise", "read the plan", kwargs=_promise),
    Row(
        "plans:promise_ask",
        "move a milestone",
        methods=("get", "post"),
        kwargs=_promise,
        data=lambda w: {"question": "Møder hun?"},
    ),
    Row("plans:question_withdraw", "move a milestone", methods=("post",), kwargs=_asked),
    Row(
        "plans:answer_read",
        "move a milestone",
        methods=("post",),
        kwargs=lambda w: {"question_id": w.answered.pk},
    ),
    Row("plans:proposal_accept", "move a milestone", methods=("post",), kwargs=_proposal),
    Row(
        "plans:proposal_decline",
        "move a milestone",
        methods=("get", "post"),
        kwargs=_proposal,
        data=lambda w: {"words": "Vi holder fast"},
    ),
    Row(
        "plans:proposal_reopen",
        "move a milestone",
        methods=("post",),
        kwargs=lambda w: {"proposal_id": w.accepted.pk},
        data=lambda w: {"move": w.promise_move.pk},
    ),
    Row(
        "plans:report_read",
        "move a milestone",
        methods=("post",),
        kwargs=lambda w: {"report_id": w.report.pk},
    ),
    Row("portal:promise_list", "partners"),
    Row("portal:promise", "read what is shared", kwargs=_promise),
    Row(
        "portal:promise_answer",
        "read what is shared",
        methods=("get", "post"),
        kwargs=lambda w: {**_promise(w), **_asked(w)},
        data=lambda w: {"answer": "Ja"},
    ),
    Row(
        "portal:promise_propose",
        "read what is shared",
        methods=("get", "post"),
        kwargs=_promise,
        data=lambda w: {"kind": "end", "reason": "done"},
    ),
    Row(
        "portal:proposal_withdraw",
        "read what is shared",
        methods=("post",),
        kwargs=lambda w: {**_promise(w), **_proposal(w)},
    ),
    Row(
        "portal:promise_report",
        "read what is shared",
        methods=("get", "post"),
        kwargs=_promise,
        data=lambda w: {"kind": "attended", "happened_on": clock.today().isoformat()},
    ),
    Row(
        "portal:outcome_seen",
        "partners",
        methods=("post",),
        kwargs=lambda w: {"proposal_id": w.declined.pk},
        only=frozenset({"partner"}),
    ),
]


def sow(w):
    """What was written about a promise is read by who reads the plan, and by the partner whose promise it is."""
    for kind, made in w.kinds.items():
        readers = ACTS["read the plan"][kind] | ACTS["read what is shared"][kind]
        for row, field in (
            (made.asked, "question"),
            (made.answered, "answer"),
            (made.proposal, "words"),
            (made.declined, "decided_words"),
            (made.report, "words"),
        ):
            word = f"knr{kind.replace(' ', '')}x{row._meta.model_name}{field.replace('_', '')}"
            type(row).objects.filter(pk=row.pk).update(**{field: word})
            for principal in PRINCIPALS:
                if principal not in readers:
                    w.foreign[principal][word] = f"{field} of a {row._meta.verbose_name} of the {kind} case"
