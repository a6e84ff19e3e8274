"""What guides do: propose, send, send again, annul, and act on the answer."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold
from cases.consents.disclosure import NotCovered, disclose
from cases.models import Disclosure, Topic
from cases.network.actions import add_participation
from core import clock
from plans.milestones.actions import edit_milestone
from plans.milestones.choices import OPEN_STATUSES
from plans.plan.actions import edit_goal
from plans.plan.models import Goal
from plans.qualification import mailing
from plans.qualification.choices import AT_DEPARTMENT, State
from plans.qualification.models import Qualification, text_of
from plans.qualification.moves import claim_row, move, remember
from plans.qualification.rules import days_of, text_hash


def of_part(part) -> dict:
    """What names a milestone or a goal among the columns of a question."""
    return {"goal": part} if isinstance(part, Goal) else {"milestone": part}


def standing_of(part) -> Qualification | None:
    """The question that counts for the milestone or goal now."""
    rows = Qualification.objects.standing().filter(**of_part(part))
    row = rows.select_related("partner", "asked_by", "taken_by", "decided_by").first()
    if row is not None:
        row.plan = part.plan
    return row


@transaction.atomic
def ask(
    part, *, by, partner, question: str, paragraph="", send_now=True, seen="", on: date | None = None
) -> Qualification:
    """Ask a department about a milestone or goal: send it, or keep it as a proposal. Returns the question.

    What was asked before and is answered, or was changed since it was sent, is followed by this. ``seen`` is the
    fingerprint of the text that the guide looked at. Raises ValidationError when a department has it already, when it
    may not be told, cannot answer or has no authority, and when the text was changed meanwhile.
    """
    hold(part.plan.case)
    _hold(part)
    _check_part(part, seen)
    before = standing_of(part)
    if before is not None and before.state == State.PROPOSAL:
        row = before
        claim_row(row, partner=partner, question=question, paragraph=paragraph, asked_by=by)
    else:
        if before is not None:
            _let_follow(before, by=by)
        row = Qualification(
            plan=part.plan, partner=partner, question=question, paragraph=paragraph, asked_by=by,
            asked_at=clock.now(), previous=before, **of_part(part),
        )  # fmt: skip
        row.save(force_insert=True)
        remember(row, "", by=by)
    if send_now:
        _send(row, by=by, on=on or clock.today())
    else:
        trail.record("qualification.proposed", by=by, case_id=part.plan.case_id, obj=row)
    return row


def _hold(part) -> None:
    """Hold the part until the transaction ends, and read it as it stands: of two who ask, the second sees the first."""
    rows = type(part).objects.order_by().filter(pk=part.pk)
    if connection.features.has_select_for_update:
        rows.select_for_update(no_key=True).values_list("pk").first()
    loaded = {
        field.attname: field for field in part._meta.concrete_fields if field.name not in ("id", "plan")
    }
    for name, value in rows.values(*loaded).first().items():
        if getattr(part, name) != value:
            setattr(part, name, value)


def _check_part(part, seen: str) -> None:
    ahead = part.is_standing if isinstance(part, Goal) else part.status in OPEN_STATUSES
    if not ahead or part.plan.closed_on is not None:
        raise ValidationError(_("It is not open any more."))
    if seen and seen != text_hash(text_of(part)):
        raise ValidationError(
            _("It was changed meanwhile. Look at the words below, and send them if they are right.")
        )


def _let_follow(before: Qualification, *, by) -> None:
    """Make room for a new question: the one before it is answered, or says something else than the plan."""
    now = clock.now()
    if before.state in AT_DEPARTMENT:
        if before.is_unchanged:
            words = _("%(department)s has it already. Annul that question first, or wait for the answer.")
            raise ValidationError(words % {"department": before.partner})
        why = _("Changed since it was sent, and sent again")
        move(
            before, State.ANNULLED, by=by, action="qualification.annulled", words=why,
            annulled_by=by, annulled_at=now, annulled_why=why, seen_at=now,
        )  # fmt: skip
    claim_row(before, superseded_at=now, seen_at=before.seen_at or now)


def _send(row: Qualification, *, by, on: date) -> None:
    part, case, partner = row.part, row.plan.case, row.partner
    if partner.unit_id != case.unit_id or not partner.has_authority or not partner.is_active:
        raise ValidationError({"partner": _("Choose a department whose staff may decide.")})
    if case.shielded:
        raise ValidationError(_("The case is shielded: nothing of it is sent to anybody."))
    if part.waits:
        raise ValidationError(_("It may tell of something sensitive. Say first what it tells of."))
    if not mailing.members_of(partner, on):
        words = _(
            "Nobody at %(department)s signs in, so nobody could answer. Ask the administrator to invite them."
        )
        raise ValidationError({"partner": words % {"department": partner}})
    if not case.participations.current().holding(on).filter(partner=partner).exists():
        add_participation(case, partner, by=by, on=on)
    topics = {Topic.PLAN, *part.topics}
    try:
        what = _("Sent for clarification")
        disclose(case, partner, by=by, kind=Disclosure.Kind.TOLD, topics=topics, what=what, on=on)
    except NotCovered:
        words = _("No basis in force lets %(department)s be told this. Record a consent or a rule first.")
        raise ValidationError({"partner": words % {"department": partner}}) from None
    text, days = text_of(part), days_of(on)
    move(
        row, State.SENT, by=by, action="qualification.sent", **text, text_hash=text_hash(text),
        carrier=getattr(part, "carrier", ""), topics=sorted(part.topics), asked_by=by,
        sent_at=clock.now(), remind_on=days.remind_on, deadline=days.due_on,
    )  # fmt: skip
    mailing.tell_members(row, "sent")


@transaction.atomic
def annul(row: Qualification, *, by, why: str) -> None:
    """A guide takes a question back, answered or not, with a reason; it stays to be read. Raises ValidationError."""
    now = clock.now()
    move(
        row, State.ANNULLED, by=by, action="qualification.annulled", words=why,
        annulled_by=by, annulled_at=now, annulled_why=why, seen_at=now,
    )  # fmt: skip


@transaction.atomic
def mark_seen(row: Qualification, *, by) -> None:
    """Say that the answer is read; said again it changes nothing."""
    if row.seen_at is None:
        claim_row(row, seen_at=clock.now())
        trail.record("qualification.seen", by=by, case_id=row.plan.case_id, obj=row)


@transaction.atomic
def use_words(row: Qualification, *, by, on: date | None = None) -> None:
    """Let the plan say what the department can carry: its words, its day.

    Raises ValidationError when it said none, or when its day has passed, Conflict when somebody changed the plan.
    """
    if row.state != State.ADJUSTED or not row.is_standing:
        raise ValidationError(_("That cannot be done any more. Look at how it stands."))
    part = row.part
    if isinstance(part, Goal):
        edit_goal(part, by=by, expected_version=part.version, values={"professional": row.adjusted_words})
    else:
        values = {"professional": row.adjusted_words} if row.adjusted_words else {}
        values |= {"due_on": row.adjusted_due_on} if row.adjusted_due_on else {}
        why = _("As the department can carry it")
        edit_milestone(part, by=by, expected_version=part.version, values=values, reason=why, on=on)
    mark_seen(row, by=by)


@transaction.atomic
def annul_open(plan, *, by) -> None:
    """The plan closes: what no department has answered waits for nobody any more."""
    why = _("The case was closed")
    for row in plan.qualifications.standing().filter(state__in=(State.PROPOSAL, *AT_DEPARTMENT)):
        row.plan = plan
        annul(row, by=by, why=why)
