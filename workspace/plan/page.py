"""What the plan page shows, loaded in a bounded number of queries."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Case
from cases.people import rules
from core import clock
from plans.agreement.history import changed_words
from plans.agreement.reading import Standing, last_change, latest_of, standing_of
from plans.decisions.models import FormalDecision
from plans.efforts.models import Effort
from plans.efforts.reading import efforts_of
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.milestones.progress import Progress, summarise
from plans.milestones.reading import goals_of, milestones_of
from plans.plan.changes import changed_together, own_changes, part_words
from plans.plan.choices import STANDING_GOALS, GoalStatus
from plans.plan.models import Goal, Outcome, Plan, PlanChange
from plans.plan.reading import open_plan_of
from plans.plan.tags import TAGS
from plans.qualification.reading import Carried, carried_of, put_seals
from workspace.lanes.layout import layout
from workspace.lanes.picture import Item, Mark, Picture


@dataclass
class PlanPage:
    """One plan with everything its page draws."""

    case: Case
    plan: Plan
    efforts: list[Effort]
    milestones: list[Milestone]
    shown: list[Milestone]
    progress: Progress
    pictures: list[Picture]
    outcomes: list[Outcome]
    goals: list[Goal]
    tag: str
    agreement: Standing
    changed: PlanChange | None
    carried: Carried
    decisions: list[FormalDecision]
    # How the young person's own dream came to be written as it is; empty when nobody knows.
    dream_said: str

    @property
    def waiting(self) -> int:
        """How many parts of the plan wait for somebody to say what they tell of: those of `tellable_parts`."""
        goals = [goal for goal in self.goals if not goal.is_removed]
        steps = [row for row in self.milestones if row.status != MilestoneStatus.DROPPED]
        return sum(part.waits for part in (self.plan, *goals, *steps, *self.efforts))

    @property
    def goals_shown(self) -> list[Goal]:
        """The goals with the tag that is asked for."""
        return [goal for goal in self.goals if getattr(goal, self.tag)] if self.tag else self.goals

    @property
    def goals_now(self) -> list[Goal]:
        """What is worked for now."""
        return [goal for goal in self.goals_shown if goal.status == GoalStatus.NOW]

    @property
    def goals_later(self) -> list[Goal]:
        """What is for later."""
        return [goal for goal in self.goals_shown if goal.status == GoalStatus.LATER]

    @property
    def goals_behind(self) -> list[Goal]:
        """What is reached or removed."""
        return [goal for goal in self.goals_shown if goal.status not in STANDING_GOALS]

    @property
    def changed_words(self) -> str:
        """What changed last in the plan's words, and whether the young person took part."""
        if self.changed is None:
            return ""
        return f"{changed_words(self.changed)} · {part_words(self.changed, self.case.person.called)}"

    @property
    def picture(self) -> Picture | None:
        """The wide picture: it knows gaps, pile-ups and the busiest time, which the page also says in words."""
        return self.pictures[0] if self.pictures else None


def carrier_name(milestone: Milestone, case: Case) -> str:
    """Who does it, as the lanes name it."""
    if milestone.responsible == Milestone.Responsible.PARTNER and milestone.contact:
        return milestone.contact.partner.name
    if milestone.responsible == Milestone.Responsible.GUIDE:
        return case.guide.name if case.guide else _("The guide")
    return case.person.called


def items_of(milestones: list[Milestone], case: Case) -> list[Item]:
    """Milestones as the lanes need them: the young person's lane first, then the guide's, then partners by date."""
    order = {Milestone.Responsible.YOUTH: 0, Milestone.Responsible.GUIDE: 1, Milestone.Responsible.PARTNER: 2}
    first = date.max
    rows = sorted(
        milestones,
        key=lambda m: (order[m.responsible], m.start_on or m.due_on or m.reached_on or first, m.position),
    )
    return [
        Item(
            key=str(m.pk),
            title=m.own_words,
            lane=carrier_name(m, case),
            start=m.start_on,
            due=m.due_on,
            done=m.reached_on or m.dropped_on,
            state=str(m.status),
        )
        for m in rows
    ]


def effort_items(efforts: list[Effort], milestones: list[Milestone], *, on: date) -> list[Item]:
    """Efforts as bars in a lane of their own, above the milestones.

    One whose end nobody knows runs as far as the plan is known; one that never began is not drawn.
    """
    days = [effort.last_on or effort.from_on for effort in efforts] + [
        m.due_on for m in milestones if m.due_on
    ]
    horizon = max([*days, on])
    return [
        Item(
            key=str(effort.pk),
            title=effort.name,
            lane=_("Efforts"),
            start=effort.from_on,
            due=effort.last_on or horizon,
            state=str(effort.state_on(on)),
            kind=str(effort.kind),
        )
        for effort in efforts
        if not effort.never_began
    ]


def age_marks(birth_date: date) -> list[Mark]:
    """The days on which something changes by age: coming of age first, whose words have room before the others'."""
    return [
        Mark(rules.birthday(birth_date, months), _("%(age)s years") % {"age": label})
        for months, label in sorted(rules.TRANSITIONS.items(), key=lambda age: age[0] != rules.OF_AGE)
    ]


def pictures_of(
    milestones: list[Milestone], case: Case, *, on: date, efforts: list[Effort] = ()
) -> list[Picture]:
    """The same lanes wide and narrow, efforts above milestones; none when nothing has a date."""
    items = [*effort_items(efforts, milestones, on=on), *items_of(milestones, case)]
    marks = age_marks(case.person.birth_date)
    drawn = [layout(items, today=on, marks=marks, narrow=narrow) for narrow in (False, True)]
    return [] if drawn[0].is_empty else drawn


def load(case: Case, *, tag="") -> PlanPage | None:
    """Everything the page draws; None when the case has no plan. ``tag`` filters the list, not the picture's counts."""
    plan = open_plan_of(case)
    if plan is None:
        return None
    on = clock.today()
    milestones, goals, efforts = milestones_of(plan), goals_of(plan), efforts_of(plan)
    put_seals(plan, milestones, goals)
    tag = tag if tag in TAGS else ""
    shown = [m for m in milestones if getattr(m, tag)] if tag else milestones
    return PlanPage(
        case=case,
        plan=plan,
        efforts=efforts,
        milestones=milestones,
        shown=shown,
        progress=summarise(milestones, on=on),
        pictures=pictures_of(shown, case, on=on, efforts=efforts),
        agreement=standing_of(plan, goals, milestones, latest_of(plan)),
        changed=last_change(plan),
        outcomes=list(case.outcomes.select_related("destination")),
        goals=goals,
        tag=tag,
        carried=carried_of(milestones),
        decisions=list(plan.decisions.all()),
        dream_said=next((changed_together(row, case.person.called) for row in own_changes(plan)), ""),
    )
