"""Invented young people with two years of casework, made through the real actions at past dates.

Everybody is invented; CPR numbers are replacement numbers (60 added to the day), which no one has.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from cases.activity import actions as activity_actions
from cases.casefile.models import Activity, Assignment, Case
from cases.closing import actions as closing_actions
from cases.consents import actions as consents_actions
from cases.consents.models import Consent
from cases.demo import consents as demo_consents
from cases.demo import texts as demo_texts
from cases.guides import actions as guides_actions
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from cases.people.models import Custody, Guardian, YoungPerson
from cases.people.rules import age_on, birthday
from core import clock
from partners.models import Partner


@dataclass
class Staff:
    """Who does the work in the demo."""

    guides: list
    leader: object
    # The guide who left half-way, and whose cases went to the others.
    left: object
    left_on: date


@dataclass
class Story:
    """What happens in one case, gathered first and then told in the order of days."""

    person: YoungPerson
    opened_on: date
    closed_on: date | None
    guide: object | None
    acts: list[tuple[datetime, Callable[[Case], None]]] = field(default_factory=list)

    def at(self, rng: Random, day: date, act: Callable[[Case], None]) -> None:
        """Something that happens on ``day`` at some hour of work."""
        self.acts.append((clock.at(day, rng.randint(8, 15), rng.randint(0, 59)), act))


def replacement_cpr(born: date, number: int) -> str:
    """A replacement CPR number for somebody born in 2000–2036; ``number`` keeps them apart."""
    return f"{born.day + 60:02}{born:%m%y}{4000 + number % 1000}"


def invent_person(rng: Random, unit, number: int, age_years: float, on: date) -> YoungPerson:
    """A young person who is ``age_years`` old on ``on``; not saved."""
    born = on - timedelta(days=int(age_years * 365.25))
    first = rng.choice(demo_texts.FIRST_NAMES)
    place, code, town = rng.choice(demo_texts.STREETS), *rng.choice(demo_texts.TOWNS)
    is_adult = age_on(born, clock.today()) >= 18
    return YoungPerson(
        unit=unit,
        first_name=first,
        last_name=rng.choice(demo_texts.LAST_NAMES),
        preferred_name=first[:3] if rng.random() < 0.04 else "",
        birth_date=born,
        cpr=replacement_cpr(born, number),
        phone=_phone(rng),
        email=f"ung{number}@eksempel.dk" if rng.random() < 0.8 else "",
        address=f"{place} {rng.randint(1, 120)}",
        postal_code=code,
        city=town,
        municipality_code=unit.municipality_code,
        address_protected=rng.random() < 0.02,
        custody=Custody.ADULT
        if is_adult
        else rng.choice([Custody.JOINT, Custody.JOINT, Custody.SOLE, Custody.PLACED]),
        language=rng.choice(demo_texts.LANGUAGES) if rng.random() < 0.08 else "",
    )


def _phone(rng: Random) -> str:
    first = rng.choice((20, 22, 26, 28, 30, 42, 50, 52, 60, 61))
    return f"{first} {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}"


def _age_at(rng: Random, on: date, today: date) -> float:
    """An age in years on ``on`` that still is within 13–25 today."""
    most = 25.9 - (today - on).days / 365.25
    return min(max(rng.gauss(17.2, 2.1), 13.1), most)


def invent_story(
    rng: Random, unit, staff: Staff, number: int, *, opened_on: date, closed_on: date | None
) -> Story:
    """One young person's way through the unit: contact, activities with gaps, talks, and what the guide wrote down."""
    today = clock.today()
    person = invent_person(rng, unit, number, _age_at(rng, opened_on, today), opened_on)
    guide = staff.guides[number % len(staff.guides)]
    first_guide = staff.left if opened_on < staff.left_on and number % 9 == 0 else guide
    story = Story(person, opened_on, closed_on, first_guide)
    if first_guide is not guide and (closed_on is None or closed_on > staff.left_on):
        story.at(rng, staff.left_on, lambda c: guides_actions.assign(c, guide, by=staff.leader))
    carrier = _carrier(first_guide, guide, staff.left_on)
    last_day = closed_on or today
    _activities(rng, story, carrier, max(opened_on, today - timedelta(days=730)), last_day)
    _notes(rng, story, carrier, max(opened_on, today - timedelta(days=730)), last_day)
    if rng.random() < 0.25:
        deputy = staff.guides[(number + 1) % len(staff.guides)]
        day = opened_on + timedelta(days=rng.randint(5, 60))
        if day < last_day and deputy is not guide:
            story.at(
                rng,
                day,
                lambda c: guides_actions.assign(c, deputy, by=staff.leader, kind=Assignment.Kind.DEPUTY),
            )
    if closed_on:
        reason = rng.choice(demo_texts.CLOSE_REASONS)
        story.at(rng, closed_on, lambda c: closing_actions.close(c, by=staff.leader, reason=reason))
    return story


def _carrier(first, then, changed_on: date):
    """Who carries the case on a day."""
    return lambda day: first if day <= changed_on else then


def _activities(rng: Random, story: Story, carrier, start: date, end: date) -> None:
    """What they are under way with: roads straight and winding, with gaps; most are confirmed now and then."""
    age = age_on(story.person.birth_date, start)
    road = list(rng.choice(demo_texts.ROADS_UNDER_18 if age < 18 else demo_texts.ROADS_OVER_18))
    day = start + timedelta(days=rng.randint(0, 6))
    while road and day < end:
        activity, place = road.pop(0)
        length = (
            rng.randint(45, 75) if activity in (Activity.NONE, Activity.UNKNOWN) else rng.randint(120, 420)
        )
        story.at(
            rng,
            day,
            lambda c, a=activity, p=place, d=day: activity_actions.set_activity(c, a, by=carrier(d), place=p),
        )
        if activity != Activity.UNKNOWN:
            confirm = day + timedelta(days=rng.randint(50, 95))
            while confirm < min(day + timedelta(days=length), end) or (not road and confirm < end):
                if rng.random() < 0.87:
                    story.at(
                        rng, confirm, lambda c, d=confirm: activity_actions.confirm_activity(c, by=carrier(d))
                    )
                confirm += timedelta(days=rng.randint(45, 85))
        day += timedelta(days=length)


def _notes(rng: Random, story: Story, carrier, start: date, end: date) -> None:
    """The journal: mostly talks, some no-shows, quiet in July; closer together of late, for all but a few."""
    earlier, lately = rng.choice((35, 45, 60, 80)), rng.choice((12, 16, 20, 20, 24, 60))
    day = start + timedelta(days=rng.randint(1, 14))
    while day < end:
        if day.month != 7 and day.weekday() < 5:
            kind = rng.choices(*demo_texts.NOTE_KINDS)[0]
            text = rng.choice(demo_texts.NOTES[kind]).format(name=story.person.called)
            story.at(
                rng,
                day,
                lambda c, k=kind, t=text, d=day: notes_actions.add_note(
                    c, by=carrier(d), text=t, kind=k, happened_on=d
                ),
            )
        often = lately if end - day < timedelta(days=75) else earlier
        day += timedelta(days=max(3, round(rng.uniform(0.5, 1.4) * often)))


def tell(story: Story, *, by, take_in: Callable[..., Case], reason: str) -> Case:
    """Let the story happen, act by act, each at its own moment."""
    with clock.travel(clock.at(story.opened_on, 8)):
        case = take_in(story.person, by=by, guide=story.guide, on=story.opened_on, reason=reason)
    for moment, act in sorted(story.acts, key=lambda pair: pair[0]):
        if moment < clock.now():
            with clock.travel(moment):
                act(case)
    return case


def surround(rng: Random, case: Case, partners: Iterable[Partner], *, carrying: list[Partner], by) -> None:
    """Give the case adults and partners, with consent where it takes one; those ``carrying`` a milestone take part."""
    person, today = case.person, clock.today()
    if person.custody != Custody.ADULT or rng.random() < 0.4:
        _add_adults(rng, person)
    others = [partner for partner in partners if partner not in carrying]
    for partner in [*carrying, *rng.sample(others, rng.choice((0, 0, 1, 1)))]:
        contact = partner.contacts.filter(until_on=None).first()
        day = max(case.opened_on, today - timedelta(days=rng.randint(30, 500)))
        with clock.travel(clock.at(day, 11)):
            role = rng.choice(demo_texts.PARTS)
            if partner not in carrying:  # their milestone has joined them already
                network_actions.add_participation(case, partner, by=by, contact=contact, role=role)
            if rng.random() < 0.75:
                _give_consent(rng, case, partner, day, today, by)


def _add_adults(rng: Random, person: YoungPerson) -> None:
    for relation in rng.choice((("Mor",), ("Mor", "Far"), ("Far",), ("Mor", "Plejemor"))):
        Guardian.objects.create(
            person=person,
            name=f"{rng.choice(demo_texts.MEN if relation == 'Far' else demo_texts.WOMEN)} {person.last_name}",
            relation=relation,
            phone=f"2{rng.randint(0, 9)} {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}",
            has_custody=person.custody in (Custody.JOINT, Custody.SOLE) and relation in ("Mor", "Far"),
        )


# What a partner of a kind is told beside the plan: that which it works with.
OWN_TOPICS = {
    "family": ["family"],
    "gp": ["health"],
    "health_nurse": ["health"],
    "ppr": ["health"],
    "psychiatry": ["health"],
    "social_psychiatry": ["health"],
    "ssp": ["crime"],
    "substance_treatment": ["health"],
}


def _give_consent(rng: Random, case: Case, partner: Partner, day: date, today: date, by) -> None:
    by_law = partner.side == "internal" and rng.random() < 0.5
    basis = Consent.Basis.LAW if by_law else Consent.Basis.CONSENT
    months = rng.choice((6, 12, 12, 24))
    # Most guides ask for long enough; some forget.
    while birthday(day, months) < today and rng.random() < 0.9:
        months += 12
    consents_actions.give_consent(
        Consent(
            case=case,
            partner=partner,
            topics=rng.choice((["contact", "plan"], ["plan"], ["contact", "plan", "activity"]))
            + OWN_TOPICS.get(partner.category.code, []),
            purpose=rng.choice(demo_texts.PURPOSES),
            from_on=day,
            expires_on=birthday(day, months),
            **demo_consents.ground(case.person, basis, day, number=len(case.participations.all())),
        ),
        by=by,
    )
