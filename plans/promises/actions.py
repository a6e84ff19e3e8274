"""The guide asks; the partner answers, proposes and reports; the guide decides. Each act on one promise waits for the
others: the case is held, and what it rests on is read anew.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit import trail
from cases.activity.actions import confirm_activity
from cases.casefile.holding import hold, within_life
from cases.models import Activity
from core import clock
from core.constraints import Taken
from core.mail.outbox import queue_mail
from plans.milestones.actions import move_milestone, not_passed, postpone_milestone, undo_move
from plans.milestones.models import Milestone, MilestoneMove
from plans.promises.models import PromiseQuestion, PromiseReport, Proposal
from plans.promises.people import is_promise_of, readers_of
from plans.promises.querysets import promises
from plans.promises.rules import REASONS, WITH_A_DAY, ProposalReason, ReportKind


def _held(milestone: Milestone) -> Milestone:
    """The promise as it stands, held until the transaction ends. Raises ValidationError when it is none any more."""
    hold(milestone.plan.case)
    rows = promises().select_related("contact__partner__category", "plan__case__person", "plan__case__guide")
    now = rows.filter(pk=milestone.pk).first()
    if now is None:
        raise ValidationError(_("It is no promise of a partner any more. Look at how it stands now."))
    return now


def _theirs(milestone: Milestone, by) -> Milestone:
    """The same, for somebody at the partner whose promise it is."""
    now = _held(milestone)
    if not is_promise_of(now, by, clock.today()):
        raise ValidationError(_("This is no longer shared with you."))
    return now


def _record(action: str, row, *, by, **more) -> None:
    trail.record(action, by=by, case_id=row.milestone.plan.case_id, obj=row, **more)


@transaction.atomic
def ask(milestone: Milestone, *, by, question: str) -> PromiseQuestion:
    """Ask the partner about its promise; its people get a mail that says only that something waits.

    Raises ValidationError when the milestone is no promise, or nobody at the partner could read the question.
    """
    milestone = _held(milestone)
    readers = readers_of(milestone, clock.today())
    if not readers:
        raise ValidationError(
            _(
                "Nobody at the partner can read it here: it takes a basis that covers the plan, and a sign-in. Call."
            )
        )
    row = PromiseQuestion(
        milestone=milestone, partner=milestone.contact.partner, question=question.strip(), asked_by=by
    )
    row.asked_at = clock.now()
    row.clean_fields(exclude=["milestone", "partner"])
    row.save(force_insert=True)
    _record("promise.asked", row, by=by, changes={"partner": [None, row.partner_id]})
    for user in readers:
        with translation.override(user.language):
            queue_mail(
                user.email,
                _("KUI: a question waits for you"),
                _("The youth unit has asked you something. Sign in to KUI: it stands on your first page."),
                dedupe_key=f"promise-question-{row.pk}-{user.pk}",
                still_wanted=f"plans.promises.actions.still_waits:{row.pk}/{user.pk}",
            )
    return row


def still_waits(argument: str) -> bool:
    """Whether a question still waits, and is this user's to read: ``"question id/user id"``; asked just before the mail
    about it leaves.
    """
    question_id, _slash, user_id = argument.partition("/")
    rows = PromiseQuestion.objects.waiting().select_related(
        "milestone__plan__case", "milestone__contact__partner"
    )
    row = rows.filter(pk=question_id).first()
    return row is not None and any(
        str(user.pk) == user_id for user in readers_of(row.milestone, clock.today())
    )


@transaction.atomic
def withdraw_question(row: PromiseQuestion, *, by) -> None:
    """Take a question back, because it is answered otherwise or cannot be. Sent again it changes nothing.

    Raises ValidationError when the partner has answered meanwhile.
    """
    hold(row.milestone.plan.case)
    moment = clock.now()
    if PromiseQuestion.objects.undecided().filter(pk=row.pk).update(withdrawn_at=moment, seen_at=moment):
        row.withdrawn_at = row.seen_at = moment
        _record("promise.question_withdrawn", row, by=by)
    elif PromiseQuestion.objects.filter(pk=row.pk).exclude(answered_at=None).exists():
        raise Taken(_("The partner has answered meanwhile. Read the answer."))


@transaction.atomic
def answer(row: PromiseQuestion, *, by, text: str) -> None:
    """Answer for the partner. The answer stands on the guide's Min dag until it is read.

    Raises ValidationError when somebody else has answered, the question is taken back, or the basis is gone.
    """
    if not text.strip():
        raise ValidationError({"answer": _("Write a few words.")})
    _theirs(row.milestone, by)
    values = {"answer": text.strip(), "answered_by": by, "answered_at": clock.now()}
    if not PromiseQuestion.objects.waiting().filter(pk=row.pk).update(**values):
        raise Taken(_("The question waits no longer: it is answered, or taken back."))
    for name, value in values.items():
        setattr(row, name, value)
    _record("promise.answered", row, by=by)


@transaction.atomic
def read_answer(row: PromiseQuestion, *, by) -> None:
    """The guide has read how the question ended: answered, or fallen away. Sent again it changes nothing."""
    ended = PromiseQuestion.objects.filter(pk=row.pk, seen_at=None)
    if not ended.exclude(pk__in=PromiseQuestion.objects.waiting().values("pk")).update(seen_at=clock.now()):
        return
    _record("promise.answer_read", row, by=by)


def _check(row: Proposal, milestone: Milestone) -> None:
    """Raise ValidationError for what cannot be proposed about the milestone as it stands."""
    if row.reason not in REASONS.get(row.kind, ()):
        raise ValidationError({"reason": _("Choose one of the reasons.")})
    if row.reason == ProposalReason.OTHER and not row.words:
        raise ValidationError({"words": _("Say why, in a few words.")})
    if row.kind not in WITH_A_DAY:
        return
    if row.new_due_on is None:
        raise ValidationError({"new_due_on": _("Choose the new day.")})
    if row.new_due_on == milestone.due_on:
        raise ValidationError({"new_due_on": _("That is the day it has now.")})
    try:
        not_passed(row.new_due_on, None)
    except ValidationError as passed:
        raise ValidationError({"new_due_on": passed.messages}) from None
    if milestone.start_on and row.new_due_on < milestone.start_on:
        raise ValidationError({"new_due_on": _("It is to be done before it starts.")})
    if row.kind == "extend" and milestone.due_on and row.new_due_on < milestone.due_on:
        raise ValidationError({"new_due_on": _("More time means a later day.")})


@transaction.atomic
def propose(
    milestone: Milestone, *, by, kind: str, reason: str, words="", new_due_on: date | None = None
) -> Proposal:
    """Propose something about the partner's promise, in the place of what waits: the guide is asked for one thing.

    Raises ValidationError for what makes no sense, and when it is not shared any more.
    """
    milestone = _theirs(milestone, by)
    row = Proposal(
        milestone=milestone,
        partner=milestone.contact.partner,
        kind=kind,
        reason=reason,
        words=words.strip(),
        new_due_on=new_due_on if kind in WITH_A_DAY else None,
        by=by,
        at=clock.now(),
    )
    _check(row, milestone)
    row.clean_fields(exclude=["milestone", "partner"])
    earlier = Proposal.objects.undecided().filter(milestone=milestone)
    replaced = earlier.update(
        decision=Proposal.Decision.REPLACED, decided_by=by, decided_at=row.at, seen_at=row.at
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Taken(_("Somebody proposed the same a moment ago. Look at it first.")) from None
    changes = {"kind": [None, kind], "reason": [None, reason], "new_due_on": [None, row.new_due_on]}
    _record("promise.proposed", row, by=by, changes=changes | {"replaced": [None, replaced]})
    return row


@transaction.atomic
def withdraw_proposal(row: Proposal, *, by) -> None:
    """The partner takes its proposal back while it waits. Sent again it changes nothing.

    Raises ValidationError when it is decided, or when the promise is not shared any more.
    """
    _theirs(row.milestone, by)
    moment = clock.now()
    values = {"decision": Proposal.Decision.WITHDRAWN, "decided_by": by}
    values |= {"decided_at": moment, "seen_at": moment}
    if Proposal.objects.waiting().filter(pk=row.pk).update(**values):
        _record("promise.proposal_withdrawn", row, by=by, changes={"kind": [None, row.kind]})
    elif not Proposal.objects.filter(pk=row.pk, decision=Proposal.Decision.WITHDRAWN).exists():
        raise Taken(_("The youth guide has answered meanwhile."))


def _decide(row: Proposal, decision: str, *, by, words: str) -> None:
    """Write the decision if nobody has decided meanwhile. Raises ValidationError otherwise."""
    values = {
        "decision": decision,
        "decided_by": by,
        "decided_at": clock.now(),
        "decided_words": words.strip(),
    }
    if not Proposal.objects.waiting().filter(pk=row.pk).update(**values):
        raise Taken(Proposal.objects.select_related("decided_by").get(pk=row.pk).how_it_ended)
    for name, value in values.items():
        setattr(row, name, value)


@transaction.atomic
def accept(row: Proposal, *, by, words="") -> MilestoneMove:
    """Say yes: the milestone gets the day, or is moved, as if the guide had done it on the plan; returns that move.

    Raises ValidationError when it is decided already or the day has passed meanwhile, Conflict when somebody moves the
    milestone at the same moment.
    """
    milestone = _held(row.milestone)
    _decide(row, Proposal.Decision.ACCEPTED, by=by, words=words)
    why = _("Proposed by %(partner)s: %(why)s") % {"partner": row.partner, "why": row.get_reason_display()}
    if row.leads_to is None:
        try:
            move = postpone_milestone(milestone, row.new_due_on, by=by, reason=why[:200])
        except ValidationError as refused:
            raise ValidationError(refused.messages) from None
    else:
        move = move_milestone(milestone, row.leads_to, by=by, reason=why[:200])
    changes = {"kind": [None, row.kind], "new_due_on": [None, row.new_due_on]}
    _record("promise.proposal_accepted", row, by=by, changes=changes)
    return move


@transaction.atomic
def reopen(row: Proposal, move: MilestoneMove, *, by) -> None:
    """Take a yes back: the milestone stands as before ``move``, which `accept` returned, and the proposal waits again.

    Raises ValidationError when something happened to the milestone since, when the partner has seen the yes, or when it
    has proposed anew; Conflict when somebody moves the milestone at the same moment.
    """
    hold(row.milestone.plan.case)
    yes = Proposal.objects.filter(pk=row.pk, decision=Proposal.Decision.ACCEPTED, seen_at=None)
    values = {"decision": "", "decided_by": None, "decided_at": None, "decided_words": ""}
    if Proposal.objects.undecided().filter(milestone=row.milestone_id, at__gt=row.at).exists():
        raise Taken(_("The partner has made a new proposal. Look at that first."))
    if not yes.update(**values):
        raise Taken(_("The partner has seen your answer. Change the plan instead, and tell them."))
    undo_move(row.milestone, move, by=by)
    _record("promise.proposal_reopened", row, by=by, changes={"kind": [None, row.kind]})


@transaction.atomic
def take_back(milestone: Milestone, move: MilestoneMove, *, by) -> None:
    """Take back the milestone's latest move; one that a yes made takes the yes with it. Raises as `undo_move` and
    `reopen` do.
    """
    earlier = milestone.history.exclude(pk=move.pk).filter(recorded_at__lte=move.recorded_at)
    since = (
        earlier.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
        or milestone.recorded_at
    )
    yes = Proposal.objects.filter(
        milestone=milestone, decision=Proposal.Decision.ACCEPTED, decided_by=move.by_id
    )
    row = yes.filter(decided_at__range=(since, move.recorded_at)).order_by("decided_at").last()
    if row is None:
        undo_move(milestone, move, by=by)
        return
    row.milestone = milestone
    reopen(row, move, by=by)


@transaction.atomic
def decline(row: Proposal, *, by, words: str) -> None:
    """Say no, with a reason that the partner reads. Raises ValidationError without one, or when it is decided."""
    if not words.strip():
        raise ValidationError({"words": _("Say why, in a few words.")})
    hold(row.milestone.plan.case)
    _decide(row, Proposal.Decision.DECLINED, by=by, words=words)
    _record("promise.proposal_declined", row, by=by, changes={"kind": [None, row.kind]})


@transaction.atomic
def see_outcome(row: Proposal, *, by) -> None:
    """Somebody at the partner has seen how the proposal ended. Sent again it changes nothing."""
    ended = Proposal.objects.filter(pk=row.pk, seen_at=None)
    if ended.exclude(pk__in=Proposal.objects.waiting().values("pk")).update(seen_at=clock.now()):
        _record("promise.outcome_seen", row, by=by)


@transaction.atomic
def report(milestone: Milestone, *, by, kind: str, happened_on: date, words="") -> PromiseReport:
    """Tell how it goes with the promise. “Still under way” also confirms what the young person does at the partner.

    Raises ValidationError for a day that has not come or lies before the case, and when it is not shared any more.
    """
    milestone = _theirs(milestone, by)
    case = milestone.plan.case
    within_life(case, happened_on=happened_on)
    row = PromiseReport(
        milestone=milestone,
        partner=milestone.contact.partner,
        kind=ReportKind(kind),
        happened_on=happened_on,
        words=words.strip(),
        by=by,
        at=clock.now(),
    )
    row.clean_fields(exclude=["milestone", "partner"])
    row.save(force_insert=True)
    _record("promise.reported", row, by=by, changes={"kind": [None, kind], "on": [None, happened_on]})
    if kind == ReportKind.UNDER_WAY:
        there = case.activity_periods.present().filter(partner=row.partner, from_on__lte=happened_on)
        for period in there.exclude(activity__in=(Activity.UNKNOWN, Activity.NONE)):
            confirm_activity(case, by=by, on=happened_on, row=period)
    return row


@transaction.atomic
def read_report(row: PromiseReport, *, by) -> None:
    """The guide has read that somebody did not come. Sent again it changes nothing."""
    if PromiseReport.objects.unread().filter(pk=row.pk).update(seen_at=clock.now()):
        _record("promise.answer_read", row, by=by)
