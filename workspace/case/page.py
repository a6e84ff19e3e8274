"""Sagen: the parts of everything about one young person on one page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import AuditEvent
from cases import limits
from cases.access import log
from cases.access.permissions import Relation
from cases.models import AccessGrant, ActivityPeriod, Case, Consent
from cases.people import rules
from core.kept import Given, GivenIds, GivenUser, kept
from participation.access.models import Entry
from plans.agreement.reading import latest_of, standing_of
from plans.milestones.progress import summarise
from plans.models import Milestone, Plan
from plans.qualification.reading import put_seals
from workspace.case.events import ASKED, INVITED, LET_IN, QUALIFICATION, TODO, Event, of_kind
from workspace.todos.models import Todo

NOTES_SHOWN = 20


NOTES_AT_MOST = 2000


DOCUMENTS_SHOWN = EVENTS_SHOWN = 100


MILESTONES_SHOWN = 4


SEEN_SHOWN = 5


# What the timeline can be narrowed to.
FILTERS = (
    ("", gettext_lazy("Everything")),
    ("noter", gettext_lazy("Notes")),
    ("samtaler", gettext_lazy("Talks")),
    ("dokumenter", gettext_lazy("Documents")),
    ("plan", gettext_lazy("Plan and facts")),
)


CONSENT_COLUMNS = (
    "case_id",
    "basis",
    "purpose",
    "from_whom",
    "from_on",
    "expires_on",
    "recorded_at",
    "withdrawn_at",
    "partner__name",
)


CONSENTS_SHOWN = 5


AROUND_SHOWN = 9


MILESTONE_COLUMNS = (
    "own_words",
    "professional",
    "goal_id",
    "status",
    "responsible",
    "start_on",
    "due_on",
    "reached_on",
    "dropped_on",
    "position",
    "contact__name",
    "contact__partner__name",
    "contact__partner__side",
    "plan__closed_on",
    "plan__dream",
    "plan__small_step",
    "plan__destination_note",
    "plan__destination__name_da",
    "plan__destination__name_en",
)


PERIOD_COLUMNS = (
    "case_id",
    "activity",
    "place",
    "from_on",
    "until_on",
    "hours_per_week",
    "expected_until",
    "under_plan",
    "confirmed_on",
    "partner__name",
    "confirmed_by__name",
)


NOTE_COLUMNS = (
    "kind",
    "happened_on",
    "text",
    "recorded_at",
    "struck_at",
    "with_youth",
    "with_names",
    "addition_to_id",
    "case_id",
    "by__name",
    "named__name_da",
    "named__name_en",
)


@dataclass(slots=True)
class Age:
    """A point on the age ribbon."""

    label: str
    day: date
    css: str
    months: int


def age_ribbon(birth_date: date, today: date) -> list[Age]:
    """The ages at which something changes, each passed, next (soon: to be prepared now) or ahead."""
    ribbon, next_found, soon = [], False, limits.prepared_until(today)
    for months, label in rules.TRANSITIONS.items():
        day = rules.birthday(birth_date, months)
        css = "is-past" if day < today else ""
        if not css and not next_found:
            next_found = True
            css = "is-next is-soon" if day <= soon else "is-next"
        ribbon.append(Age(label, day, css, months))
    return ribbon


def your_access(case: Case) -> str:
    """The rights of the one who reads, in words."""
    purposes = dict(AccessGrant.Purpose.choices)
    words = {
        Relation.OWN: _("Your case"),
        Relation.LEADER: _("Leader: read and assign"),
        Relation.NAMED: _("Named on this shielded case"),
        Relation.EMERGENCY: _("Emergency access for one hour, to read"),
        Relation.GRANTED: _("%(purpose)s, until midnight at the latest")
        % {"purpose": purposes.get(case.grant_purpose, "")},
    }
    return words.get(case.relation, "")


@kept
def _milestones(closed: bool) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(plan__case__among=GivenIds("cases"))
    rows = rows.select_related("plan__destination", "contact__partner").only(*MILESTONE_COLUMNS)
    if closed:
        return rows.order_by("-plan__opened_on", "position", "pk")
    return rows.filter(plan__closed_on=None)


def plan_of(case: Case) -> tuple[Plan | None, list[Milestone]]:
    """The open plan and its milestones, or of a closed case the last one.

    One query, and another only for a plan without milestones.
    """
    milestones = _milestones(case.is_closed).ask(cases=[case.pk])
    if case.is_closed:
        if milestones:
            plan = milestones[0].plan
            return plan, [row for row in milestones if row.plan_id == plan.pk]
        return case.plans.select_related("destination").order_by("-opened_on").first(), []
    if milestones:
        return milestones[0].plan, milestones
    return Plan.objects.filter(case=case, closed_on=None).select_related("destination").first(), []


def plan_section(plan: Plan | None, milestones: list[Milestone], today: date, events: list[Event]) -> dict:
    """The plan in short: progress, what comes next, and whether the young person has said yes to it.

    A query where a department was asked something; two where the young person was, in this plan or one before it.
    """
    ahead = sorted(
        (m for m in milestones if m.is_open), key=lambda m: (m.due_on is None, m.due_on or today, m.position)
    )
    standing = None
    if plan:
        put_seals(plan, milestones, asked=bool(of_kind(events, QUALIFICATION)))
        latest = latest_of(plan) if of_kind(events, ASKED) else None
        standing = standing_of(plan, plan.goals.all() if latest else (), milestones, latest)
    return {
        "plan": plan,
        "standing": standing,
        "progress": summarise(milestones, on=today) if plan else None,
        "milestones": ahead[:MILESTONES_SHOWN],
        "more_milestones": max(len(ahead) - MILESTONES_SHOWN, 0),
    }


def my_plan_section(events: list[Event]) -> dict:
    """Whether the young person and how many parents can come into Min plan, and how many invitations have ended."""
    live = [event.code for event in of_kind(events, LET_IN)]
    ended = len(of_kind(events, INVITED)) - len(live)
    return {"youth": Entry.Kind.SELF in live, "parents": live.count(Entry.Kind.PARENT), "ended": ended}


def todos_of(case: Case, user, today: date, events: list[Event]) -> list[Todo]:
    """What is to be done about the case, of what is the user's to see; one query, if there is something."""
    if not of_kind(events, TODO):
        return []
    return _todos(today).ask(cases=[case.pk], user=user.pk, unit=user.unit_id)


@kept
def _todos(today: date) -> QuerySet[Todo]:
    return Todo.objects.open().filter(case__among=GivenIds("cases")).seen_by(GivenUser(), today)


def around_section(around: list, today: date) -> dict:
    """Who is around the young person today, and how many there are beyond those shown."""
    present = [someone for someone in around if someone.is_around(today)]
    return {"around": present[:AROUND_SHOWN], "more_around": max(len(present) - AROUND_SHOWN, 0)}


def consent_section(consents: list[Consent], today: date) -> dict:
    """Those in force first, and how many there are beyond those shown. No query: the rows know their case."""
    order = list(Consent.State)
    rows = sorted(((c, c.state(today)) for c in consents), key=lambda row: order.index(row[1]))
    return {
        "consents": rows[:CONSENTS_SHOWN],
        "more_consents": max(len(rows) - CONSENTS_SHOWN, 0),
    }


def seen_by_others(case: Case, user) -> list[log.LogEntry]:
    """Who else looked or wrote lately, for those who may know."""
    if not case.may.log_read:
        return []
    return log.lines(_looks().ask(cases=[case.pk], user=user.pk))[:SEEN_SHOWN]


@kept
def _looks() -> QuerySet[AuditEvent]:
    """The latest acts of everybody but the user."""
    events = AuditEvent.objects.filter(case_id__among=GivenIds("cases")).exclude(actor_id=Given("user"))
    events = events.only("at", "actor_name", "action", "changes", "outcome", "purpose")
    return events.order_by("-at", "-pk")[: 4 * SEEN_SHOWN]


def activities_of(case: Case) -> list[ActivityPeriod]:
    """What we hold to be true about the case's activities; one query."""
    return _activities().ask(cases=[case.pk])


@kept
def _activities() -> QuerySet[ActivityPeriod]:
    rows = ActivityPeriod.objects.filter(case__among=GivenIds("cases")).current()
    return rows.select_related("partner", "confirmed_by").only(*PERIOD_COLUMNS)


@kept
def _consents() -> QuerySet[Consent]:
    rows = Consent.objects.filter(case__among=GivenIds("cases"))
    return rows.select_related("partner").only(*CONSENT_COLUMNS)


def consents_of(case: Case) -> list[Consent]:
    """The case's bases for sharing, each with the case; one query."""
    consents = _consents().ask(cases=[case.pk])
    for consent in consents:
        consent.case = case
    return consents
