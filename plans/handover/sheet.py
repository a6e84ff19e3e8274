"""The plan on paper: what each audience may read of it, as plain values.

`sheet_for` decides *what* is said, and notes what was left out and why; `plans.handover.pdf` and its templates decide
how. A sheet holds plain values only, so that nothing can be looked up, or leak, while the page is being drawn.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from cases.limits import duty_ends_at, has_education_duty
from cases.models import Activity, Consent, Topic
from core.ordering import Danish
from core.paper import Variant
from core.text import sort_key
from plans.agreement.reading import Standing, standing_among
from plans.handover.development import figures_for
from plans.handover.efforts import EffortLine, effort_lines
from plans.handover.models import Handover
from plans.handover.parts import Offer, carried_by, key_of, offer_for
from plans.handover.protection import without_address
from plans.handover.scope import scope_for
from plans.handover.told import Asked as Asked
from plans.handover.told import GoalLine as GoalLine
from plans.handover.told import Step as Step
from plans.handover.told import Who as Who
from plans.milestones.models import Milestone
from plans.milestones.reading import reasons_told, rows_of, standing_parts
from plans.milestones.rules import is_overdue
from plans.paper.news import Change
from plans.plan.choices import GoalStatus
from plans.plan.models import Goal, Plan
from plans.plan.topics import TellsOfTopics, proposed_by
from plans.qualification.reading import wishes_in
from progress.chart.frame import Figure

Audience = Handover.Audience

NEXT = 3  # steps on page one: more than three is a list, and nobody keeps a list in mind


@dataclass(frozen=True)
class Sheet:
    """Everything that one audience's PDF says."""

    called: str
    full_name: str
    dream: str
    destination: str
    destination_note: str
    small_step: str
    audience: str = ""
    language: str = "da"
    made_on: date = date.min
    unit: str = ""
    # Those of now, of later, and those that are reached.
    goal_lines: tuple[GoalLine, ...] = ()
    # Whether the young person has been asked if the plan is theirs; None while nobody has.
    asked: Asked | None = None
    # A line of praise for what was reached last, for the young person.
    praise: str = ""
    steps: tuple[Step, ...] = ()
    efforts: tuple[EffortLine, ...] = ()
    # How it develops, where that was chosen.
    progress: tuple[Figure, ...] = ()
    guide: Who | None = None
    deputy: Who | None = None
    phone: str = ""
    email: str = ""
    custody: tuple[Who, ...] = ()
    # For a partner whose basis covers it: what the young person is under way with.
    now: str = ""
    # What the sheet tells, as topics of a consent.
    topics: tuple[str, ...] = ()
    partner: str = ""
    basis: str = ""
    basis_until: date | None = None
    shared_with: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    protected: bool = False
    # The age at which the duty of the youngest to be in something ends, for whom it applies to.
    duty_until: int | None = None
    # Of a copy that is handed over (`plans.handover.copies`).
    number: int | None = None
    variant: str = Variant.STANDARD
    sign: bool = False
    news: tuple[Change, ...] = ()
    news_since: date | None = None

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """What lies ahead."""
        return tuple(step for step in self.steps if not step.reached)

    @property
    def late_steps(self) -> tuple[Step, ...]:
        """What lies ahead although its day has passed."""
        return tuple(step for step in self.steps if is_overdue(step.status, step.due_on, self.made_on))

    @property
    def coming_steps(self) -> tuple[Step, ...]:
        """What lies ahead, and is not late."""
        return tuple(step for step in self.open_steps if step not in self.late_steps)

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """What comes next, on page one: by day, as on the case page; what has none comes last."""
        able = (step for step in self.coming_steps if not step.cannot_yet)
        return tuple(sorted(able, key=lambda step: step.due_on or date.max)[:NEXT])

    @property
    def reached_steps(self) -> tuple[Step, ...]:
        """What lies behind."""
        return tuple(step for step in self.steps if step.reached)

    @property
    def efforts_ahead(self) -> tuple[EffortLine, ...]:
        """What helps now, or will."""
        return tuple(line for line in self.efforts if line.going)

    @property
    def efforts_behind(self) -> tuple[EffortLine, ...]:
        """What has been tried."""
        return tuple(line for line in self.efforts if not line.going)

    @property
    def their_steps(self) -> tuple[Step, ...]:
        """What the partner has promised."""
        return tuple(step for step in self.steps if step.theirs and not step.wish)


def sheet_for(
    plan, audience: str, *, partner=None, language="da", on: date, chosen: Collection[str] | None = None
) -> Sheet:
    """What `audience` may read of `plan` on the day `on`, straight from the database.

    `chosen` are the keys (`plans.handover.parts`) of what they are to have; None is all that they may, but for others
    than the young person no measure. Raises NotAllowed: custody holders of somebody who is 18, a partner without a
    basis in force that covers the plan.
    """
    with translation.override(language):
        scope = scope_for(case := plan.case, audience, partner=partner, on=on)
        offer = offer_for(plan, scope, audience=audience, partner=partner, on=on)
        told = _rows_told(offer, has := offer.chosen(chosen), plan, audience)
        sheet = replace(
            _head(plan if plan in told else Plan(), case.person),
            audience=audience,
            language=language,
            made_on=on,
            unit=case.unit.name,
            **_agreed(plan, told, audience, standing_among(plan, offer.every)),
            steps=_steps(told, audience, partner, case),
            efforts=effort_lines(told, audience, partner, case, on=on),
            guide=_colleague(case.guide if case.has_guide else case.acting_guide(on)),
            deputy=_colleague(case.deputy if case.deputy and case.deputy.may_carry else None),
            partner=partner.name if partner else "",
            basis=scope.basis,
            basis_until=scope.until,
            left_out=_left_out(offer, has),
            topics=tuple(sorted(scope.topics)),
            **_around(case, scope, has, on),
        )
        sheet = replace(sheet, progress=figures_for(case, scope, sheet, has))
        if audience == Audience.YOUTH:
            duty_until = _duty_until(case.person, on)
            sheet = replace(sheet, shared_with=_shared_with(case, on), duty_until=duty_until)
        if Topic.CONTACT not in scope.topics:
            sheet = _without_surname(sheet)
        if case.person.address_protected:
            sheet = without_address(sheet, case, plan)
        return replace(sheet, topics=_told(sheet, told))


def words_for(plan: Plan, audience: str, *, language="da", on: date) -> Sheet:
    """Of `sheet_for` the dream, the goals and the steps, as the young person or a holder of custody may read them.

    What helps, how it develops and whom it is shared with are not looked up. Raises NotAllowed as `sheet_for` does.
    """
    case = plan.case
    with translation.override(language):
        scope = scope_for(case, audience, on=on)
        parts = standing_parts(plan, *rows_of(plan))
        told = _with_wishes([part for part in parts if scope.opens(part)], plan, audience)
        sheet = replace(
            _head(plan if plan in told else Plan(), case.person),
            audience=audience,
            language=language,
            made_on=on,
            **_agreed(plan, told, audience, standing_among(plan, parts)),
            steps=_steps(told, audience, None, case),
        )
        return without_address(sheet, case, plan) if case.person.address_protected else sheet


def _head(plan: Plan, person) -> Sheet:
    """The beginning of a sheet: who it is about, the dream and where it leads."""
    return Sheet(
        called=person.called,
        full_name=person.name,
        dream=plan.dream.strip(),
        destination=str(plan.destination) if plan.destination_id else "",
        destination_note=plan.destination_note,
        small_step=plan.small_step,
    )


def _around(case, scope, has: Collection[str], on: date) -> dict:
    """How to reach the young person, who stands beside them, and what they are under way with."""
    person = case.person
    return {
        "phone": person.phone if "phone" in has else "",
        "email": person.email if "email" in has else "",
        "custody": custody_of(person, on) if "custody" in has else (),
        "now": under_way_with(case, scope.topics) if "now" in has else "",
    }


def _told(sheet: Sheet, parts: list[TellsOfTopics]) -> tuple[str, ...]:
    """The topics of which the sheet holds anything, of those that may be told."""
    told = {Topic.CONTACT, Topic.PLAN, *(topic for part in parts for topic in part.topics)}
    told |= {figure.topic for figure in sheet.progress} | ({Topic.ACTIVITY} if sheet.now else set())
    told |= {Topic.FAMILY} if sheet.custody else set()
    return tuple(sorted(told & set(sheet.topics)))


def _left_out(offer: Offer, has: Collection[str]) -> tuple[str, ...]:
    """What is not on the paper, in words that do not tell what it is."""
    words = []
    if offer.withheld:
        words.append(_("Parts of the plan: no consent or other basis covers them."))
    if any(part.key not in has for part in offer.parts if part not in offer.progress):
        words.append(_("Parts of the plan or contact details that were not chosen for you."))
    return tuple(words)


def _duty_until(person, on: date) -> int | None:
    """The age at which the duty to be in something ends (§ 2 a); None for whom it does not apply to."""
    return duty_ends_at(on) if has_education_duty(person.birth_date, on) else None


def _rows_told(offer: Offer, has: Collection[str], plan: Plan, audience) -> list[TellsOfTopics]:
    """The parts that are told, goals and milestones with their ``wish``: what waits for somebody's decision, in words.

    Which department is asked is told to the young person alone, unless the address is protected.
    """
    return _with_wishes([row for row in offer.rows if key_of(row) in has], plan, audience)


def _with_wishes(told: list[TellsOfTopics], plan: Plan, audience) -> list[TellsOfTopics]:
    named = audience == Audience.YOUTH and not plan.case.person.address_protected
    wishes = wishes_in(plan, told, named=named)
    for row in told:
        row.wish = wishes.get(row, "")
    return told


def _goal_line(row: Goal, audience: str) -> str:
    """A goal in a line; to the young person in their own words alone. What is in brackets says what it gives, or that
    it is a wish.
    """
    more = [] if audience == Audience.YOUTH else [", ".join(row.aims)]
    words = (
        row.text if audience == Audience.YOUTH or not row.professional else f"{row.text} – {row.professional}"
    )
    return words + "".join(f" ({said})" for said in (*more, row.wish) if said)


def _agreed(plan: Plan, told: list[TellsOfTopics], audience: str, stands: Standing) -> dict:
    """The goals, and what the young person says of the plan."""
    goals = tuple(
        GoalLine(_goal_line(row, audience), row.status, key_of(row))
        for at in (GoalStatus.NOW, GoalStatus.LATER, GoalStatus.REACHED)
        for row in told
        if isinstance(row, Goal) and row.status == at
    )
    praise = _praise(told) if audience == Audience.YOUTH else ""
    return {"goal_lines": goals, "asked": _asked(stands, audience), "praise": praise}


def _asked(stands: Standing, audience: str) -> Asked | None:
    """Whether they have said yes; why not is nobody's but their own to read."""
    if stands.latest is None:
        return None
    because = stands.latest.because if audience == Audience.YOUTH else ""
    return Asked(stands.latest.answer, stands.latest.asked_on, because, stands.changed)


def _praise(told: list[TellsOfTopics]) -> str:
    """The line of praise for the step of their own that was reached last; empty when none is."""
    reached = [row for row in told if isinstance(row, Milestone) and row.praise]
    return max(reached, key=lambda row: (row.reached_on, row.position)).praise if reached else ""


def _steps(told: list[TellsOfTopics], audience, partner, case):
    """The milestones that are told, in the order in which the plan lists them."""
    rows = [row for row in told if isinstance(row, Milestone)]
    reasons = reasons_told(rows, to_themselves=audience == Audience.YOUTH)
    return tuple(
        Step(
            number=number,
            own_words=row.own_words,
            professional=row.professional,
            who=_who(row, audience, case),
            due_on=row.due_on,
            start_on=row.start_on,
            reached_on=row.reached_on,
            status=row.status,
            theirs=carried_by(row, partner),
            mine=row.responsible == Milestone.Responsible.YOUTH,
            wish=row.wish,
            cannot_because=reasons.get(row.pk, ""),
            key=key_of(row),
            aims=row.aims,
        )
        for number, row in enumerate(rows, start=1)
    )


def _who(row: Milestone, audience, case):
    if row.responsible == Milestone.Responsible.PARTNER:
        return f"{row.contact.name}, {row.contact.partner.name}"
    if row.responsible == Milestone.Responsible.GUIDE:
        return case.guide.name if case.has_guide else _("the guide")
    return _("Me") if audience == Audience.YOUTH else case.person.called


def _colleague(user):
    return Who(user.name, phone=user.phone, email=user.email) if user else None


def custody_of(person, on):
    """Who holds custody of somebody under 18, to name and to call; nobody whom the young person must not meet."""
    rows = person.guardians.holding_custody(on).may_be_contacted(on).order_by(Danish("name"))
    return tuple(Who(row.name, role=row.relation, phone=row.phone) for row in rows)


def under_way_with(case, covered: Collection[str]) -> str:
    """What the young person is under way with, and where, in words; empty when nobody knows.

    What seems to tell of a topic that is not `covered` (treatment, say) is left out: nobody confirms an activity's
    topics.
    """
    rows = case.activity_periods.present().exclude(activity=Activity.UNKNOWN).counting_most_first()
    told = []
    for row in rows.select_related("partner__category"):
        where = row.place or (row.partner.name if row.partner else "")
        words = ", ".join(filter(None, (row.get_activity_display(), where)))
        category = row.partner.category.code if row.partner else ""
        # By its code too: the words may be in another language than the patterns.
        if proposed_by(f"{row.activity} {words}", category=category) <= set(covered):
            told.append(words)
    return " · ".join(told)


def _shared_with(case, on):
    rows = Consent.objects.filter(Consent.in_force_q(on), case=case).select_related("partner")
    return tuple(sorted({row.partner.name for row in rows if row.topics}, key=sort_key))


def _without_surname(sheet):
    return replace(
        sheet,
        full_name=sheet.called,
        left_out=(*sheet.left_out, _("Surname, phone and e-mail: the basis does not cover them.")),
    )
