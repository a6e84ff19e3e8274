"""The plan on paper: what each audience may read of it, as plain values.

`sheet_for` decides *what* is said, and notes what was left out and why; `plans.handover.pdf` and its templates decide
how. A sheet holds plain values only, so that nothing can be looked up, or leak, while the page is being drawn.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Activity, Consent, Topic
from cases.people import rules
from core.ordering import Danish
from core.text import sort_key
from plans.handover.disclosure import scope_for
from plans.handover.models import Handover
from plans.handover.protection import without_address
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone

Audience = Handover.Audience


NEXT = 3  # steps on page one: more than three is a list, and nobody keeps a list in mind


@dataclass(frozen=True)
class Who:
    """Somebody to call."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Step:
    """A milestone as it stands on the road. `number` counts from the reader's feet to the horizon."""

    number: int
    own_words: str
    professional: str
    who: str
    due_on: date | None
    start_on: date | None
    reached_on: date | None
    under_way: bool
    theirs: bool = False  # carried by the partner for whom the sheet is made
    aims: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether it lies behind."""
        return self.reached_on is not None


@dataclass(frozen=True)
class Sheet:
    """Everything that one audience's PDF says."""

    audience: str
    language: str
    made_on: date
    unit: str
    called: str
    full_name: str
    age: int
    dream: str
    destination: str
    destination_note: str
    small_step: str
    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    guide: Who | None
    deputy: Who | None
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
    left_out: tuple[str, ...] = field(default=())
    protected: bool = False

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """What lies ahead."""
        return tuple(step for step in self.steps if not step.reached)

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """What is on page one."""
        return self.open_steps[:NEXT]

    @property
    def reached_steps(self) -> tuple[Step, ...]:
        """What lies behind."""
        return tuple(step for step in self.steps if step.reached)

    @property
    def their_steps(self) -> tuple[Step, ...]:
        """What the partner has promised."""
        return tuple(step for step in self.steps if step.theirs)

    @property
    def has_duty(self) -> bool:
        """Whether the duty of those aged 15 to 17 to be in something applies (§ 2 a)."""
        return 15 <= self.age < 18


def sheet_for(plan, audience: str, *, partner=None, language="da", on: date) -> Sheet:
    """What `audience` may read of `plan` on the day `on`, straight from the database.

    Raises NotAllowed: custody holders of somebody who is 18, a partner without a basis in force that covers the plan.
    """
    case = plan.case
    person = case.person
    with translation.override(language):
        scope = scope_for(case, audience, partner=partner, on=on)
        sheet = Sheet(
            audience=audience,
            language=language,
            made_on=on,
            unit=case.unit.name,
            called=person.called,
            full_name=person.name,
            age=rules.age_on(person.birth_date, on),
            dream=plan.dream.strip(),
            destination=str(plan.destination) if plan.destination_id else "",
            destination_note=plan.destination_note,
            small_step=plan.small_step,
            goals=tuple(plan.goals.filter(is_dropped=False).values_list("text", flat=True)),
            steps=_steps(plan, audience, partner, case),
            guide=_colleague(case.guide),
            deputy=_colleague(case.deputy),
            phone=person.phone,
            email=person.email,
            custody=custody_of(person, on) if Topic.FAMILY in scope.topics else (),
            now=under_way_with(case) if Topic.ACTIVITY in scope.topics else "",
            topics=tuple(sorted(scope.topics)),
            partner=partner.name if partner else "",
            basis=scope.basis,
            basis_until=scope.until,
            shared_with=_shared_with(case, on) if audience == Audience.YOUTH else (),
        )
        if Topic.CONTACT not in scope.topics:
            sheet = _without_contact(sheet)
        if person.address_protected:
            sheet = without_address(sheet, case, plan)
        return replace(sheet, topics=tuple(topic for topic in sheet.topics if _tells(sheet, topic)))


def _tells(sheet: Sheet, topic: str) -> bool:
    """Whether the sheet holds anything of a topic that may be told. Health is on no sheet."""
    return {
        Topic.CONTACT: True,
        Topic.PLAN: True,
        Topic.ACTIVITY: bool(sheet.now),
        Topic.FAMILY: bool(sheet.custody),
    }.get(Topic(topic), False)


def fingerprint(sheet: Sheet) -> str:
    """Tells whether two sheets say the same: what a guide saw before handing over, and what would be handed over."""
    return hashlib.sha256(repr(sheet).encode()).hexdigest()[:32]


def _steps(plan, audience, partner, case):
    """The milestones in the order of the road: reached ones by day, then those ahead by day, undated ones last."""
    rows = [
        row
        for row in plan.milestones.select_related("contact__partner")
        if row.status != MilestoneStatus.DROPPED
    ]
    far = date.max
    rows.sort(
        key=lambda row: (
            row.reached_on is None,
            row.reached_on or row.due_on or far,
            row.position,
        )
    )
    return tuple(
        Step(
            number=number,
            own_words=row.own_words,
            professional=row.professional,
            who=_who(row, audience, case),
            due_on=row.due_on,
            start_on=row.start_on,
            reached_on=row.reached_on,
            under_way=row.status == MilestoneStatus.UNDER_WAY,
            theirs=bool(partner and row.contact and row.contact.partner_id == partner.pk),
            aims=tuple(
                name
                for name, tagged in (
                    (_("outlook"), row.outlook),
                    (_("insight"), row.insight),
                    (_("competences"), row.competence),
                )
                if tagged
            ),
        )
        for number, row in enumerate(rows, start=1)
    )


def _who(row: Milestone, audience, case):
    if row.responsible == Milestone.Responsible.PARTNER:
        return f"{row.contact.name}, {row.contact.partner.name}"
    if row.responsible == Milestone.Responsible.GUIDE:
        return case.guide.name if case.guide else _("the guide")
    return _("Me") if audience == Audience.YOUTH else case.person.called


def _colleague(user):
    return Who(user.name, phone=user.phone, email=user.email) if user else None


def custody_of(person, on):
    """Who holds custody of somebody under 18, to name and to call."""
    rows = person.guardians.holding_custody(on).order_by(Danish("name"))
    return tuple(Who(row.name, role=row.relation, phone=row.phone) for row in rows)


def under_way_with(case) -> str:
    """What the young person is under way with, and where, in words; empty when nobody knows."""
    rows = case.activity_periods.present().exclude(activity=Activity.UNKNOWN).counting_most_first()
    told = []
    for row in rows.select_related("partner"):
        where = row.place or (row.partner.name if row.partner else "")
        told.append(", ".join(filter(None, (row.get_activity_display(), where))))
    return " · ".join(told)


def _shared_with(case, on):
    rows = Consent.objects.filter(Consent.in_force_q(on), case=case).select_related("partner")
    return tuple(sorted({row.partner.name for row in rows if row.topics}, key=sort_key))


def _without_contact(sheet):
    return replace(
        sheet,
        full_name=sheet.called,
        phone="",
        email="",
        left_out=(*sheet.left_out, _("Surname, phone and e-mail: the consent does not cover them.")),
    )
