"""Visitation: an inquiry is received, departments are asked, somebody decides, the young person is taken in."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.models import Case, YoungPerson
from core import clock
from core.constraints import Taken
from core.mail.outbox import queue_each
from core.versions import save_versioned
from intake.inquiries.models import Decision, Inquiry, Outcome, Statement
from partners.models import Contact
from plans.plan.actions import take_in

INQUIRY_FIELDS = (
    "first_name",
    "last_name",
    "birth_date",
    "cpr",
    "phone",
    "asked_by",
    "asked_by_name",
    "asked_by_contact",
    "reason",
    "received_on",
    "target_group",
)


def _record(action: str, inquiry: Inquiry, *, by, obj=None, **more) -> None:
    trail.record(action, by=by, case_id=inquiry.case_id, obj=obj or inquiry, **more)


@transaction.atomic
def receive_inquiry(inquiry: Inquiry, *, by) -> Inquiry:
    """Take down that somebody asked. Raises ValidationError when a fact is not valid."""
    inquiry.unit_id, inquiry.received_by, inquiry.recorded_at = by.unit_id, by, clock.now()
    inquiry.derive()
    inquiry.full_clean()
    inquiry.save(force_insert=True)
    _record("inquiry.received", inquiry, by=by, changes={"asked_by": [None, inquiry.asked_by]})
    return inquiry


@transaction.atomic
def edit_inquiry(inquiry: Inquiry, *, by, expected_version: int, values: Mapping) -> None:
    """Correct what was taken down. Raises core.versions.Conflict when somebody else saved first."""
    _check_undecided(inquiry)
    old = {name: getattr(inquiry, name) for name in INQUIRY_FIELDS}
    changes = trail.changed(old, {name: values[name] for name in INQUIRY_FIELDS if name in values})
    if not changes:
        return
    for name in changes:
        setattr(inquiry, name, values[name])
    inquiry.derive()
    inquiry.full_clean()
    save_versioned(inquiry, expected_version, [*changes, "search_name", "cpr_index"])
    if "cpr" in changes:
        changes["cpr"] = [bool(old["cpr"]), bool(inquiry.cpr)]
    _record("inquiry.edited", inquiry, by=by, changes=changes)


@transaction.atomic
def point_to_case(inquiry: Inquiry, case: Case | None, *, by) -> None:
    """Say that the inquiry is about the young person of ``case``, or that it is not (None)."""
    _check_undecided(inquiry)
    before = inquiry.case_id
    if before == (case.pk if case else None):
        return
    if case is not None and case.unit_id != inquiry.unit_id:
        raise ValidationError(_("That case is not the unit's."))
    Inquiry.objects.filter(pk=inquiry.pk).update(case=case)
    inquiry.case = case
    changes = {"case": [before, case.pk if case else None]}
    trail.record("inquiry.pointed", by=by, case_id=inquiry.case_id or before, obj=inquiry, changes=changes)


@transaction.atomic
def ask_department(statement: Statement, *, by) -> Statement:
    """Ask a department for its word, on the basis that ``statement`` states; its people get a mail without content.

    Raises ValidationError when the department is asked already, or the partner's staff may not decide.
    """
    _check_undecided(statement.inquiry)
    statement.asked_by = by
    partner = statement.partner
    if partner is not None and not (
        partner.unit_id == statement.inquiry.unit_id
        and partner.side == "internal"
        and partner.has_authority
        and partner.is_active
    ):
        raise ValidationError({"partner": _("Choose a part of the municipality whose staff may decide.")})
    statement.full_clean()
    try:
        with transaction.atomic():
            statement.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(
            {"department": _("This department has been asked, and has not answered yet.")}
        ) from None
    _record(
        "statement.asked",
        statement.inquiry,
        by=by,
        obj=statement,
        purpose=f"{statement.get_basis_display()}: {statement.basis_note}",
        changes={"department": [None, statement.department.code], "partner": [None, statement.partner_id]},
    )
    _tell_partner(statement)
    return statement


def _people_asked(statement: Statement):
    """Whoever signs in for the department today: any of them may answer. Nobody when a guide is to ask by phone."""
    contacts = Contact.objects.acting(clock.today()).filter(partner=statement.partner_id)
    return User.objects.filter(partner_contact__in=contacts, is_active=True, role="partner")


def _tell_partner(statement: Statement) -> None:

    def told(_user):
        body = _("The youth unit asks for a short statement. Sign in to KUI and open “For your statement”.")
        return _("KUI: somebody asks for your statement"), body

    check = f"intake.inquiries.actions.is_awaited:{statement.pk}"
    queue_each(
        _people_asked(statement),
        told,
        key=f"statement:{statement.pk}",
        still_wanted=lambda user: f"{check}/{user.pk}",
    )


def is_awaited(argument: str) -> bool:
    """Whether the statement still is awaited, of this reader, and nothing decided: ``"statement id/user id"``; asked
    just before the mail about it leaves.
    """
    pk, _slash, user_id = argument.partition("/")
    row = Statement.objects.awaited().select_related("inquiry").filter(pk=pk).first()
    if row is None or not row.inquiry.is_undecided():
        return False
    return user_id in {str(user.pk) for user in _people_asked(row)}


@transaction.atomic
def answer_statement(statement: Statement, *, by, view: str, text: str, said_by="") -> None:
    """Give a department's word. A guide who writes it down names who said it (``said_by``).

    Raises ValidationError when it is answered or withdrawn already, or nobody is named.
    """
    if by.unit_id != statement.inquiry.unit_id:
        raise ValidationError(_("This statement is no longer asked for."))
    if not by.is_partner and not said_by.strip():
        raise ValidationError({"said_by": _("Name the person in the department who said it.")})
    if not text.strip():
        raise ValidationError({"text": _("Write a few words.")})
    values = {
        "view": Statement.View(view),
        "text": text.strip(),
        "said_by": "" if by.is_partner else said_by.strip(),
        "answered_at": clock.now(),
        "answered_by": by,
    }
    if not Statement.objects.awaited().filter(pk=statement.pk).update(**values):
        raise ValidationError(_("This statement is no longer asked for."))
    for name, value in values.items():
        setattr(statement, name, value)
    _record(
        "statement.answered",
        statement.inquiry,
        by=by,
        obj=statement,
        changes={"view": ["", view], "said_by": ["", values["said_by"]]},
    )


@transaction.atomic
def withdraw_question(statement: Statement, *, by, why: str) -> None:
    """Take a question back, answered or not: a consent is withdrawn, or it was asked by mistake. It acts at once.

    The department sees nothing of it from the next request; an answer that was given stays with the inquiry.
    """
    rows = Statement.objects.filter(pk=statement.pk, withdrawn_at=None)
    moment = clock.now()
    if not rows.update(withdrawn_at=moment, withdrawn_why=why):
        return
    statement.withdrawn_at, statement.withdrawn_why = moment, why
    _record("statement.withdrawn", statement.inquiry, by=by, obj=statement, changes={"why": ["", why]})


@transaction.atomic
def let_guide_write(statement: Statement, *, by) -> None:
    """Nobody at the partner can answer any longer: a guide asks the department, and writes down what it says.

    Raises ValidationError when it is answered or withdrawn already.
    """
    before = statement.partner_id
    if not Statement.objects.awaited().filter(pk=statement.pk).update(partner=None):
        raise ValidationError(_("This statement is no longer asked for."))
    statement.partner = None
    changes = {"partner": [before, None]}
    _record("statement.given_back", statement.inquiry, by=by, obj=statement, changes=changes)


@transaction.atomic
def let_partner_answer(statement: Statement, partner, *, by) -> None:
    """The partner may answer again: that it could not was a mistake. Refuses as `let_guide_write` does."""
    if not Statement.objects.awaited().filter(pk=statement.pk, partner=None).update(partner=partner):
        raise ValidationError(_("This statement is no longer asked for."))
    statement.partner = partner
    changes = {"partner": [None, partner.pk]}
    _record("statement.returned", statement.inquiry, by=by, obj=statement, changes=changes)


def _check_undecided(inquiry: Inquiry) -> None:
    """Raise ValidationError when a decision stands that nobody has opened again."""
    inquiry.__dict__.pop("decision", None)
    if not inquiry.is_undecided():
        raise ValidationError(inquiry.who_decided)


@transaction.atomic
def decide(
    inquiry: Inquiry,
    outcome: str,
    *,
    by,
    reason: str,
    where="",
    wait_until: date | None = None,
    case: Case | None = None,
    on: date | None = None,
) -> Decision:
    """Decide, with a reason. A wait that has come to its end is followed by the new decision.

    ``elsewhere`` says where, ``wait`` until when, ``taken_in`` and ``known`` which case. Raises ValidationError
    otherwise, and when somebody has decided already.
    """
    _check_undecided(inquiry)
    on = on or clock.today()
    if outcome == Outcome.WAIT and wait_until is not None and wait_until <= on:
        raise ValidationError({"wait_until": _("Choose a day that lies ahead.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if (past := inquiry.decision) is not None:
        _reopen(past, by=by, reason=_("The wait is over"))
    decision = Decision(
        inquiry=inquiry,
        outcome=outcome,
        reason=reason.strip(),
        where=where.strip(),
        wait_until=wait_until,
        case=case,
        by=by,
        decided_on=on,
        recorded_at=clock.now(),
    )
    _save(decision)
    changes = {"outcome": ["", outcome], "until": [None, wait_until]}
    _record("inquiry.decided", inquiry, by=by, changes=changes)
    return decision


def _save(decision: Decision) -> None:
    """Save a new decision and what it says of the inquiry. Raises ValidationError when somebody was first."""
    decision.full_clean(exclude=["inquiry"])
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError:
        raise Taken(_("Somebody has decided already.")) from None
    inquiry, case = decision.inquiry, decision.case
    if case is not None and inquiry.case_id != case.pk:
        Inquiry.objects.filter(pk=inquiry.pk).update(case=case)
        inquiry.case = case
    inquiry.__dict__.pop("decision", None)


def _reopen(decision: Decision, *, by, reason: str) -> None:
    values = {"reopened_at": clock.now(), "reopened_by": by, "reopen_reason": reason}
    if not Decision.objects.in_force().filter(pk=decision.pk).update(**values):
        raise Taken(_("Somebody has opened it again already."))


@transaction.atomic
def reopen_inquiry(inquiry: Inquiry, *, by, reason: str) -> None:
    """Open a decision again, with a reason; it stays readable.

    Raises ValidationError when nothing is decided, and while the case that it opened is open: that one is closed first.
    """
    inquiry.__dict__.pop("decision", None)
    decision = inquiry.decision
    if decision is None:
        raise ValidationError(_("Nothing is decided yet."))
    if decision.case_runs:
        raise ValidationError(
            _("The case is open. Its leader closes it first, for example as opened by mistake.")
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    _reopen(decision, by=by, reason=reason.strip())
    inquiry.__dict__.pop("decision", None)
    _record("inquiry.reopened", inquiry, by=by, changes={"outcome": [decision.outcome, ""]})


@transaction.atomic
def take_in_inquiry(
    inquiry: Inquiry, person: YoungPerson, *, by, reason: str, on: date | None = None, guide=None
) -> Case:
    """Decide to take in, and open the case about ``person`` (new, or known from a closed case) with its plan.

    Why they ask becomes the case's reason. Raises cases.casefile.actions.AlreadyKnown when there is an open case,
    ValidationError when the inquiry is decided or the person not valid.
    """
    case = take_in(person, by=by, on=on, guide=guide, reason=inquiry.reason)
    decide(inquiry, Outcome.TAKEN_IN, by=by, reason=reason, case=case)
    return case
