"""Fill a database with cases in units of about 500, by bulk inserts that obey every constraint."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import connection, models, transaction

from accounts.models import Role, Unit, User
from audit.models import AuditEvent
from cases.models import (
    ActivityPeriod,
    Assignment,
    Case,
    Consent,
    Note,
    Participation,
    StatusPeriod,
    YoungPerson,
)
from core import clock
from kui.bench.around import fill_around
from partners.models import Contact, Partner, PartnerCategory
from plans.models import Goal, Milestone, Plan
from workspace.search import triggers

PER_UNIT = 500


MILESTONES, NOTES, PARTNERS = 8, 20, 3


FIRST = "Alma Bilal Caroline Ditte Emil Freja Gustav Hodan Ida Jonas Karla Liam Maja Noah Olena Rasmus Selma Tobias".split()


LAST = "Andersen Bøgh Christensen Dam Eriksen Frost Grøn Holm Iversen Jensen Khan Lund Møller Nielsen Østergaard".split()


TEXT = (
    "Vi talte om skolen og om den praktik, der skal begynde efter ferien. Aftalt, at vi ses igen om tre uger."
)


@dataclass
class Filled:
    """The unit that is measured, and one of its guides."""

    unit: Unit
    guide: User
    leader: User
    cases: int


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert many rows: COPY on PostgreSQL, multi-row INSERT elsewhere."""
    rows = list(rows)
    if connection.vendor != "postgresql":
        model._base_manager.bulk_create(rows, batch_size=2000)
        return
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.BigAutoField)]
    names = ", ".join(f'"{f.column}"' for f in fields)
    target = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        for row in rows:
            copy.write_row([_value(f, row) for f in fields])


def _value(field: models.Field, row: models.Model):
    value = field.get_db_prep_save(getattr(row, field.attname), connection)
    if isinstance(field, models.JSONField):
        return "[]" if not getattr(row, field.attname) else '["plan", "contact"]'
    return value


def fill(total: int, say) -> Filled:
    """Make about ``total`` running cases; returns the unit in the middle, which is the one to measure."""
    units = max(1, round(total / PER_UNIT))
    category, _ = PartnerCategory.objects.get_or_create(
        code="fgu", defaults={"name_da": "FGU", "name_en": "FGU", "side": "external"}
    )
    measured = None
    triggers.remove(connection)  # a million rows are read for the search at once, quicker than one by one
    for number in range(units):
        with transaction.atomic():
            filled = _fill_unit(number, category)
        if number == units // 2:
            measured = filled
        if number % 20 == 19:
            say(f"  filled {(number + 1) * PER_UNIT} cases")
    triggers.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured.cases = units * PER_UNIT
    return measured


def _fill_unit(number: int, category) -> Filled:
    """One unit: 8 guides, a leader, 40 partners, 500 running cases with everything on them."""
    rng, today, moment = Random(number), clock.today(), clock.now()
    unit = Unit.objects.create(slug=f"enhed-{number}", name=f"Enhed {number}", municipality_code="0306")
    people = [
        User(
            unit=unit,
            email=f"u{number}-{n}@bench.example",
            name=f"Guide {n}",
            initials=f"G{n}",
            role=Role.GUIDE,
        )
        for n in range(8)
    ]
    people.append(
        User(unit=unit, email=f"u{number}-l@bench.example", name="Leder", initials="LE", role=Role.LEADER)
    )
    User.objects.bulk_create(people)
    guides, leader = people[:8], people[8]
    partners = [
        Partner(unit=unit, name=f"Partner {n}", category=category, side="external", search_name=f"partner {n}", sort_name=f"partner {n:03}")
        for n in range(40)
    ]  # fmt: skip
    Partner.objects.bulk_create(partners)
    contacts = [Contact(partner=partner, name="Kontakt", phone="20 12 34 56") for partner in partners]
    Contact.objects.bulk_create(contacts)
    rows: dict[type[models.Model], list] = {
        model: []
        for model in (
            YoungPerson, Case, Assignment, StatusPeriod, ActivityPeriod, Participation, Consent, Note, Plan, Goal,
            Milestone, AuditEvent,
        )
    }  # fmt: skip
    for n in range(PER_UNIT):
        _case(rows, rng, today, moment, unit, guides[n % 8], contacts, n)
    for model, made in rows.items():
        if model is not Milestone:
            insert(model, made)
    for milestone, goal in zip(rows[Milestone], _goals_of(rows), strict=True):
        milestone.goal_id = goal
    insert(Milestone, rows[Milestone])
    fill_around(unit, guides, leader, rows[Case], rows[Consent])
    return Filled(unit, guides[0], leader, PER_UNIT)


def _goals_of(rows) -> list[int]:
    """The goal of each milestone, now that the goals have ids."""
    goals = dict(Goal.objects.filter(plan__in=[p.pk for p in rows[Plan]]).values_list("plan_id", "pk"))
    return [goals[milestone.plan_id] for milestone in rows[Milestone]]


def _case(rows, rng: Random, today: date, moment, unit, guide, contacts, n: int) -> None:
    """One running case with its history, its notes and its plan, appended to ``rows``."""
    opened = today - timedelta(days=rng.randint(40, 700))
    born = today - timedelta(days=rng.randint(14 * 365, 24 * 365))
    person = YoungPerson(
        id=uuid.uuid4(), unit=unit, first_name=FIRST[n % len(FIRST)], last_name=f"{LAST[n % len(LAST)]} {n}", birth_date=born
    )  # fmt: skip
    person.derive()
    confirmed = today - timedelta(days=rng.randint(0, 110))
    due = [today + timedelta(days=rng.randint(-20, 300)) for _ in range(MILESTONES)]
    reached = [k < 3 for k in range(MILESTONES)]
    middle = opened + (today - opened) / 2
    case = Case(
        id=uuid.uuid4(), person=person, unit=unit, reason="Skolen ringede", opened_on=opened, status="running", guide=guide,
        activity="fgu", activity_confirmed_on=confirmed, activity_under_plan=True, status_since=middle, last_contact_on=today - timedelta(days=rng.randint(0, 60)),
        earliest_open_due=min(day for day, is_reached in zip(due, reached, strict=True) if not is_reached),
    )  # fmt: skip
    plan = Plan(
        id=uuid.uuid4(), case=case, opened_on=opened, dream="Jeg vil have en hverdag, der hænger sammen."
    )
    rows[YoungPerson].append(person)
    rows[Case].append(case)
    rows[Plan].append(plan)
    rows[Goal].append(Goal(plan=plan, text="Ind på en skole"))
    stamp = {"recorded_at": moment, "recorded_by": guide}
    rows[Assignment].append(Assignment(case=case, user=guide, from_on=opened, **stamp))
    rows[StatusPeriod] += [
        StatusPeriod(
            case=case, status="waiting", from_on=opened, until_on=opened + timedelta(days=9), **stamp
        ),
        StatusPeriod(
            case=case, status="running", from_on=opened + timedelta(days=9), until_on=middle, **stamp
        ),
        StatusPeriod(case=case, status="running", from_on=middle, **stamp),
    ]
    rows[ActivityPeriod] += [
        ActivityPeriod(
            case=case, activity="none", from_on=opened, until_on=middle, confirmed_on=opened, **stamp
        ),
        ActivityPeriod(case=case, activity="fgu", from_on=middle, confirmed_on=confirmed, **stamp),
    ]
    for contact in rng.sample(contacts, PARTNERS):
        rows[Participation].append(
            Participation(
                case=case,
                partner_id=contact.partner_id,
                contact=contact,
                role="Skole",
                from_on=opened,
                **stamp,
            )
        )
        rows[Consent].append(
            Consent(
                case=case, partner_id=contact.partner_id, topics=["plan", "contact"], purpose="Skole", from_on=opened,
                expires_on=today + timedelta(days=200), **stamp,
            )
        )  # fmt: skip
    for k in range(NOTES):
        day = opened + (today - opened) * k / NOTES
        rows[Note].append(
            Note(case=case, kind="talk", happened_on=day, text=TEXT, by=guide, recorded_at=moment)
        )
        rows[AuditEvent].append(
            AuditEvent(
                actor_id=guide.pk,
                actor_name=guide.name,
                unit_id=unit.pk,
                action="note.added",
                case_id=case.pk,
            )
        )
    for k in range(MILESTONES):
        start = min(opened, due[k])
        rows[Milestone].append(
            Milestone(
                plan=plan, own_words="Jeg vil besøge en skole", professional="Afklaring af uddannelsesvalg", due_on=due[k],
                start_on=start, status="reached" if reached[k] else "planned", reached_on=due[k] if reached[k] else None,
                position=k + 1, recorded_at=moment, outlook=k % 2 == 0, insight=k % 3 == 0,
            )
        )  # fmt: skip
