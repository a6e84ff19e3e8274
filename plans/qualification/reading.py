"""Where the parts of a plan stand with the departments, in words: the seal on a row, and how many are carried."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.kept import GivenIds, kept
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.plan.models import Goal, Plan
from plans.qualification.choices import AT_DEPARTMENT, CARRYING, State
from plans.qualification.models import DeclineReason, Qualification


@dataclass(frozen=True, slots=True)
class Seal:
    """What a row of the plan shows of its question: the words with tone and symbol of their chip."""

    row: Qualification
    words: str
    tone: str
    symbol: str

    @property
    def is_promise(self) -> bool:
        """Whether a department carries it; everything else is a wish."""
        return self.row.is_carried


_CHIPS = {
    State.PROPOSAL: ("plain", "edit"),
    State.SENT: ("info", "send"),
    State.IN_HAND: ("info", "user"),
    State.QUALIFIED: ("ok", "check"),
    State.ADJUSTED: ("ok", "check"),
    State.DECLINED: ("warn", "warning"),
    State.NEEDS_MORE: ("warn", "edit"),
    State.NOT_OURS: ("warn", "warning"),
}


def seal_of(row: Qualification) -> Seal:
    """The seal of a standing question, with its milestone or goal at hand."""
    name = {"department": row.partner.name}
    if row.has_no_answer():
        return Seal(row, _("No answer from %(department)s") % name, "danger", "clock")
    if row.state in CARRYING and not row.is_unchanged:
        words = (
            _("%(department)s can carry it with other words")
            if row.state == State.ADJUSTED and row.seen_at is None
            else _("Needs a new clarification")
        )
        return Seal(row, words % name, "warn", "edit")
    words = {
        State.PROPOSAL: _("Not sent to %(department)s yet"),
        State.SENT: _("Waits for an answer from %(department)s"),
        State.IN_HAND: _("In hand at %(department)s"),
        State.QUALIFIED: _("Carried by %(department)s"),
        State.ADJUSTED: _("Carried by %(department)s"),
        State.DECLINED: _("%(department)s says no, and proposes something else"),
        State.NEEDS_MORE: _("%(department)s needs to know more"),
        State.NOT_OURS: _("Not %(department)s’s to decide"),
    }[State(row.state)]
    return Seal(row, words % name, *_CHIPS[State(row.state)])


@kept
def _standing():
    rows = Qualification.objects.standing().filter(plan__among=GivenIds("plans"))
    return rows.select_related("partner")


def standing_in(plan: Plan, parts: Iterable = ()) -> dict[tuple[str, object], Qualification]:
    """The standing questions of a plan, by kind and id of their part; one query.

    ``parts`` are milestones and goals at hand already, so that they are not fetched again.
    """
    known = {key_of(part): part for part in parts}
    found = {}
    for row in _standing().ask(plans=[plan.pk]):
        row.plan = plan
        key = ("milestone", row.milestone_id) if row.milestone_id else ("goal", row.goal_id)
        if key in known:
            row.part = known[key]
            setattr(row, key[0], known[key])
        found[key] = row
    return found


def key_of(part) -> tuple[str, object]:
    """What names a part of a plan among its questions."""
    return ("goal" if isinstance(part, Goal) else "milestone", part.pk)


def put_seals(
    plan: Plan, milestones: Iterable[Milestone], goals: Iterable[Goal] = (), asked: bool = True
) -> None:
    """Give each milestone and goal its ``seal``, or None; one query, and none where nobody was ``asked``."""
    parts = [*milestones, *goals]
    for part in parts:
        part.plan = plan
    found = standing_in(plan, parts) if asked else {}
    for part in parts:
        row = found.get(key_of(part))
        part.seal = seal_of(row) if row and (row.is_live or row.is_carried) else None


@dataclass(frozen=True, slots=True)
class Carried:
    """How many milestones of a plan a department carries, of those that were not left behind."""

    count: int
    total: int
    asked: int

    @property
    def words(self) -> str:
        """``5 of 7 milestones are carried by a department``; empty where nothing was ever asked."""
        if not self.asked:
            return ""
        words = ngettext(
            "%(n)s of %(total)s milestone is carried by a department",
            "%(n)s of %(total)s milestones are carried by a department",
            self.total,
        )
        return words % {"n": self.count, "total": self.total}


def carried_of(milestones: Iterable[Milestone]) -> Carried:
    """Count milestones that have their seal (`put_seals`). What carried means: `Qualification.objects.carried`."""
    live = [row for row in milestones if row.status != MilestoneStatus.DROPPED]
    return Carried(
        sum(row.seal is not None and row.seal.is_promise for row in live),
        len(live),
        sum(row.seal is not None for row in live),
    )


def wish_words(row: Qualification, *, named: bool) -> str:
    """What a reader on paper is told of a part that needs a decision: empty for what a department carries.

    A wish never reads as a promise. ``named`` says whether the reader may know which department is asked.
    """
    if row.is_carried:
        return ""
    if row.state in AT_DEPARTMENT:
        words = (
            _("a wish – waits for an answer from %(department)s")
            if named
            else _("a wish – waits for an answer")
        )
    elif row.state == State.DECLINED:
        words = _("a wish – %(department)s has said no") if named else _("a wish – the answer was no")
    else:
        words = _("a wish – not decided yet")
    return words % {"department": row.partner.name}


def wishes_in(plan: Plan, parts: Iterable, *, named: bool) -> dict:
    """``{part: words}`` of those milestones and goals among ``parts`` that are wishes; one query.

    Which department is asked is told to the young person only: to another partner it may tell too much.
    """
    parts = [part for part in parts if part != plan]
    found = standing_in(plan, parts)
    rows = {part: found[key_of(part)] for part in parts if key_of(part) in found}
    words = {part: wish_words(row, named=named) for part, row in rows.items() if row.is_live}
    return {part: wish for part, wish in words.items() if wish}


def history_of(row: Qualification) -> list[Qualification]:
    """Every question about the same part, newest first, with who did what."""
    part = {"milestone": row.milestone_id} if row.milestone_id else {"goal": row.goal_id}
    people = ("partner", "asked_by", "taken_by", "decided_by", "annulled_by", "reason", "milestone", "goal")
    rows = Qualification.objects.filter(**part).select_related(*people)
    return list(rows.prefetch_related("history__by").order_by("-asked_at", "pk"))


def reasons_for(partner):
    """The reasons that a department chooses from: its own, else its kind's and everybody's; always one for words."""
    rows = DeclineReason.objects.filter(is_active=True)
    everybody = Q(partner=None, category=None)
    own = rows.filter(partner=partner)
    if own.exists():
        return rows.filter(Q(partner=partner) | everybody & Q(needs_words=True))
    return rows.filter(everybody | Q(category=partner.category_id))
