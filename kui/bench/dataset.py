"""Fill a database with cases in units of about 500, by bulk inserts that obey every constraint."""

import uuid
from collections import defaultdict
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
from kui.bench.copies import empty_models, multiply
from kui.bench.dataset_events import add_events
from partners.models import Contact, Partner, PartnerCategory
from plans.models import Goal, Milestone, Plan
from workspace.search import triggers

PER_UNIT = 500
# So many units are made row by row; where there are to be more, PostgreSQL copies them (`kui.bench.copies`).
MADE = 100
MILESTONES, REACHED, NOTES, PARTNERS = 8, 3, 20, 3

FIRST = (
    "Alma Bilal Caroline Ditte Emil Freja Gustav Hodan Ida Jonas Karla Liam Maja Noah Olena Rasmus Selma Tobias"
).split()
LAST = (
    "Andersen Bøgh Christensen Dam Eriksen Frost Grøn Holm Iversen Jensen Khan Lund Møller Nielsen Østergaard"
).split()
TEXT = (
    "Vi talte om skolen og om den praktik, der skal begynde efter ferien. Aftalt, at vi ses igen om tre uger."
)


@dataclass
class Dataset:
    """The unit that is measured, one of its guides, its leader, and somebody at a partner of some forty cases."""

    unit: Unit
    guide: User
    leader: User
    partner: User
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


def create_dataset(total: int, say) -> Dataset:
    """Make about ``total`` running cases; returns the unit in the middle, which is the one to measure."""
    units, times = max(1, round(total / PER_UNIT)), 1
    if units > MADE and connection.vendor == "postgresql":
        units, times = MADE, round(units / MADE)
    filled_here = empty_models()
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
    if times > 1:
        multiply(filled_here, times, say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured.cases = units * times * PER_UNIT
    return measured


def _fill_unit(number: int, category) -> Dataset:
    """One unit: 8 guides, a leader, 40 partners with somebody who signs in for one of them, 500 running cases with
    everything on them.
    """
    unit = Unit.objects.create(slug=f"enhed-{number}", name=f"Enhed {number}", municipality_code="0306")
    guides, leader, at_partner = _users(unit, number)
    cases = _Cases(unit, _contacts(unit, category, at_partner), Random(number))
    for n in range(PER_UNIT):
        cases.add(n, guides[n % len(guides)])
    cases.insert()
    add_events(unit, guides, leader, cases.rows[Case], cases.rows[Consent])
    return Dataset(unit, guides[0], leader, at_partner, PER_UNIT)


def _users(unit: Unit, number: int) -> tuple[list[User], User, User]:
    """Eight guides, their leader, and somebody at a partner."""

    def user(name: str, initials: str, role: Role) -> User:
        email = f"u{number}-{initials.lower()}@bench.example"
        return User(unit=unit, email=email, name=name, initials=initials, role=role)

    guides = [user(f"Guide {n}", f"G{n}", Role.GUIDE) for n in range(8)]
    leader = user("Leder", "LE", Role.LEADER)
    at_partner = user("Kontakt", "KO", Role.PARTNER)
    User.objects.bulk_create([*guides, leader, at_partner])
    return guides, leader, at_partner


def _contacts(unit: Unit, category, first: User) -> list[Contact]:
    """One person at each of forty partners; the first signs in."""
    partners = [
        Partner(
            unit=unit,
            name=f"Partner {n}",
            category=category,
            side="external",
            search_name=f"partner {n}",
            sort_name=f"partner {n:03}",
        )
        for n in range(40)
    ]
    Partner.objects.bulk_create(partners)
    contacts = [Contact(partner=partner, name="Kontakt", phone="20 12 34 56") for partner in partners]
    contacts[0].user, contacts[0].is_coordinator = first, True
    Contact.objects.bulk_create(contacts)
    return contacts


class _Cases:
    """The running cases of a unit, gathered by model and inserted at once."""

    def __init__(self, unit: Unit, contacts: list[Contact], rng: Random):
        self.unit, self.contacts, self.rng = unit, contacts, rng
        self.today, self.moment = clock.today(), clock.now()
        # In the order in which they can be inserted.
        self.rows: dict[type[models.Model], list] = defaultdict(list)

    def insert(self) -> None:
        """Write them: milestones last, when their goals have ids."""
        for model, made in self.rows.items():
            if model is not Milestone:
                insert(model, made)
        plans = [plan.pk for plan in self.rows[Plan]]
        goals = dict(Goal.objects.filter(plan__in=plans).values_list("plan_id", "pk"))
        for milestone in self.rows[Milestone]:
            milestone.goal_id = goals[milestone.plan_id]
        insert(Milestone, self.rows[Milestone])

    def add(self, n: int, guide: User) -> None:
        """One running case with its history, its notes and its plan."""
        opened = self.today - timedelta(days=self.rng.randint(40, 700))
        person = YoungPerson(
            id=uuid.uuid4(),
            unit=self.unit,
            first_name=FIRST[n % len(FIRST)],
            last_name=f"{LAST[n % len(LAST)]} {n}",
            birth_date=self.today - timedelta(days=self.rng.randint(14 * 365, 24 * 365)),
        )
        person.derive()
        due = [self.today + timedelta(days=self.rng.randint(-20, 300)) for _ in range(MILESTONES)]
        case = Case(
            id=uuid.uuid4(),
            person=person,
            unit=self.unit,
            reason="Skolen ringede",
            opened_on=opened,
            status="running",
            guide=guide,
            activity="fgu",
            activity_confirmed_on=self.today - timedelta(days=self.rng.randint(0, 110)),
            activity_under_plan=True,
            status_since=opened + (self.today - opened) / 2,
            last_contact_on=self.today - timedelta(days=self.rng.randint(0, 60)),
            earliest_open_due=min(due[REACHED:]),
        )
        self.rows[YoungPerson].append(person)
        self.rows[Case].append(case)
        self._add_history(case)
        self._add_partners(case)
        self._add_notes(case)
        self._add_plan(case, due)

    def _stamp(self, case: Case) -> dict:
        return {"case": case, "recorded_at": self.moment, "recorded_by": case.guide}

    def _add_history(self, case: Case) -> None:
        """Its guide, its status and its activity, from the day it was opened."""
        stamp, opened, middle = self._stamp(case), case.opened_on, case.status_since
        taken_in = opened + timedelta(days=9)
        self.rows[Assignment].append(Assignment(user=case.guide, from_on=opened, **stamp))
        self.rows[StatusPeriod] += [
            StatusPeriod(status="waiting", from_on=opened, until_on=taken_in, **stamp),
            StatusPeriod(status="running", from_on=taken_in, until_on=middle, **stamp),
            StatusPeriod(status="running", from_on=middle, **stamp),
        ]
        none = {"activity": "none", "from_on": opened, "until_on": middle, "confirmed_on": opened}
        fgu = {"activity": "fgu", "from_on": middle, "confirmed_on": case.activity_confirmed_on}
        self.rows[ActivityPeriod] += [ActivityPeriod(**none, **stamp), ActivityPeriod(**fgu, **stamp)]

    def _add_partners(self, case: Case) -> None:
        """A few partners who take part, and what they may be told."""
        stamp = self._stamp(case) | {"from_on": case.opened_on}
        expires_on = self.today + timedelta(days=200)
        for contact in self.rng.sample(self.contacts, PARTNERS):
            partner = {"partner_id": contact.partner_id, **stamp}
            self.rows[Participation].append(Participation(contact=contact, role="Skole", **partner))
            told = {"topics": ["plan", "contact"], "purpose": "Skole", "expires_on": expires_on}
            self.rows[Consent].append(Consent(**told, **partner))

    def _add_notes(self, case: Case) -> None:
        """Notes over the whole time, and the trail's rows of them."""
        guide = case.guide
        for k in range(NOTES):
            day = case.opened_on + (self.today - case.opened_on) * k / NOTES
            note = {"happened_on": day, "text": TEXT, "by": guide, "recorded_at": self.moment}
            self.rows[Note].append(Note(case=case, kind="talk", **note))
            actor = {"actor_id": guide.pk, "actor_name": guide.name, "unit_id": self.unit.pk}
            self.rows[AuditEvent].append(AuditEvent(action="note.added", case_id=case.pk, **actor))

    def _add_plan(self, case: Case, due: list[date]) -> None:
        """Its plan: one goal, and a milestone for each day of ``due``, the first ones reached."""
        dream = "Jeg vil have en hverdag, der hænger sammen."
        plan = Plan(id=uuid.uuid4(), case=case, opened_on=case.opened_on, dream=dream)
        self.rows[Plan].append(plan)
        self.rows[Goal].append(Goal(plan=plan, text="Ind på en skole"))
        for k, day in enumerate(due):
            milestone = Milestone(
                plan=plan,
                own_words="Jeg vil besøge en skole",
                professional="Afklaring af uddannelsesvalg",
                due_on=day,
                start_on=min(case.opened_on, day),
                status="reached" if k < REACHED else "planned",
                reached_on=day if k < REACHED else None,
                position=k + 1,
                recorded_at=self.moment,
                outlook=k % 2 == 0,
                insight=k % 3 == 0,
            )
            self.rows[Milestone].append(milestone)
