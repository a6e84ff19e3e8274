"""The parts of Min plan's first page, in order. Each is a function of the page that gives a template and what it draws,
or None when there is nothing to say.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from cases.access.permissions import Relation
from cases.models import Case
from participation.access.models import parents_entering
from participation.access.rules import readable_until
from participation.conversation.models import Remark, Voice
from plans.handover.sheet import Sheet, Step, words_for
from plans.models import Handover, Plan
from plans.plan.choices import GoalStatus
from plans.plan.reading import open_plan_of


@dataclass(frozen=True)
class Section:
    """A part of the page: its template, and what that needs beside the page's own context."""

    template: str
    context: dict


@dataclass
class Page:
    """What the sections are made from: the case, who reads, the day, and what several of them ask for once.

    With ``as_young_person`` it is what the young person sees, whoever looks.
    """

    case: Case
    user: object
    on: date
    as_young_person: bool = False

    @property
    def is_self(self) -> bool:
        """Whether it is for the young person, and not for a parent."""
        return self.as_young_person or self.case.relation == Relation.SELF

    @cached_property
    def plan(self) -> Plan | None:
        """The open plan, or of a closed case the last one."""
        return open_plan_of(self.case)

    @cached_property
    def sheet(self) -> Sheet | None:
        """The plan as the reader may have it on paper: what may not stand there does not stand here."""
        if self.plan is None:
            return None
        language = self.user.language
        if self.is_self:
            return words_for(self.plan, Handover.Audience.YOUTH, language=language, on=self.on)
        if not self.case.person.is_of_age(self.on):
            return words_for(self.plan, Handover.Audience.CUSTODY, language=language, on=self.on)
        # Of age, the young person let the parent read; why they said no to something stays with them.
        return replace(
            words_for(self.plan, Handover.Audience.YOUTH, language=language, on=self.on),
            asked=None,
            praise="",
        )


def greeting(page: Page) -> Section:
    """Hello, and how long it can be read when the case is closed."""
    closed_on = page.case.closed_on
    return Section(
        "portal/myplan/_greeting.html",
        {"readable_until": readable_until(closed_on) if closed_on else None},
    )


def who_else(page: Page) -> Section | None:
    """Which parents can read along: the young person is told, always."""
    if not page.is_self:
        return None
    parents = parents_entering(page.on).ask(case=page.case.pk)
    return Section("portal/myplan/_who_else.html", {"parents": parents}) if parents else None


def dream(page: Page) -> Section | None:
    """Their own words of a good life."""
    return Section("portal/myplan/_dream.html", {}) if page.sheet else None


def goals(page: Page) -> Section | None:
    """What the plan leads to now."""
    return (
        Section(
            "portal/myplan/_goals.html",
            {"goals": [goal.text for goal in page.sheet.goal_lines if goal.status == GoalStatus.NOW]},
        )
        if page.sheet
        else None
    )


def next_step(page: Page) -> Section | None:
    """What comes next, when, and who does it; what is late is still next."""
    if page.sheet is None:
        return None
    ahead = [step for step in page.sheet.open_steps if not step.cannot_yet]
    ahead.sort(key=lambda step: (step.due_on is None, step.due_on or page.on, step.number))
    first = ahead[0] if ahead else None
    return Section(
        "portal/myplan/_next_step.html",
        {
            "step": first,
            "who": _who(page, first),
            "late": bool(first and first.due_on and first.due_on < page.on),
            "small_step": "" if first else page.sheet.small_step,
        },
    )


def _who(page: Page, step: Step | None) -> str:
    """Who does it: you, for whoever reads their own plan; their name for a parent."""
    if step is None or not step.mine:
        return step.who if step else ""
    return _("You") if page.is_self else page.case.person.called


def guide(page: Page) -> Section:
    """Whom to call."""
    return Section("portal/myplan/_guide.html", {"guide": page.case.acting_guide()})


def what_to_do(page: Page) -> Section | None:
    """What the young person can do there themselves; of a closed case what they can still read."""
    if not page.is_self:
        return None
    waiting = Remark.objects.unread().filter(case=page.case, voice=Voice.STAFF).count()
    asked = page.sheet.asked if page.sheet else None
    return Section(
        "portal/myacts/_what_to_do.html",
        {"answers": waiting, "is_asked": asked is None or asked.changed},
    )


def more(page: Page) -> Section:
    """The way to everything else."""
    return Section("portal/myplan/_more.html", {})


SECTIONS: tuple[Callable[[Page], Section | None], ...] = (
    greeting,
    dream,
    goals,
    next_step,
    what_to_do,
    guide,
    who_else,
    more,
)


def sections_of(page: Page) -> list[Section]:
    """The sections that have something to say."""
    return [made for section in SECTIONS if (made := section(page)) is not None]
