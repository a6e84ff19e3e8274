"""The demo's programmes. “Rute 25” has the figures of the real Route 25 (Egedal, 2011–14), made through the actions.

74 young people with complex problems, 42 took part; targets 8 in education and 7 in work, results 14 and 8. Who
reached something are young people of the demo who did, at the days on which they did; where there are too few, the
destination is recorded as a guide does it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from accounts.models import Unit, User
from cases.models import Case
from core import clock
from plans.models import Destination, Outcome
from plans.plan.actions import record_outcome
from programmes.ledger import actions as ledger
from programmes.ledger.models import Programme, Staff
from programmes.ledger.rules import within_ages
from programmes.members import actions
from programmes.members.choices import Exit, NotBegun

NAME, TARGET_GROUP, TOOK_PART = "Rute 25", 74, 42
TARGETS = {"education": 8, "employment": 7}
RESULTS = {"education": 14, "employment": 8}

BEGAN_DAYS, ENDED_DAYS = 1095, 60
SPREAD = 5

WORDS = {
    "target_group": "Unge med komplekse problemer, der hverken er i uddannelse eller arbejde.",
    "problems": "Flere ting på én gang: for eksempel bolig, gæld, misbrug, ensomhed eller psykisk sygdom.",
}
TEAMS = (
    ("Ungeteam Nord", "job", "Rikke Holm", 100),
    ("Ungeteam Nord", "job", "Jens Toft Madsen", 100),
    ("Ungeteam Nord", "company", "Pia Lauritsen", 80),
    ("Ungeteam Syd", "job", "Omar Haddad", 100),
    ("Ungeteam Syd", "company", "Kurt Vind", 80),
    ("Visitation", "uu", "Else Marie Krogh", 20),
    ("Visitation", "citizen", "Dorte Bang", 10),
    ("Visitation", "family", "Sofia Ørsted", 10),
)
LEFT = (Exit.OWN_WISH, Exit.ABSENT, Exit.ILL, Exit.OTHER_OFFER, Exit.MOVED, Exit.ENDED)


class Road(NamedTuple):
    """How long somebody of Rute 25 took part, and why they left."""

    case: Case
    begins_on: date
    last_on: date
    exit: str


def load(unit: Unit, leader: User, guides: Sequence[User]) -> None:
    """The programme that is over, and one that runs."""
    _route_25(unit, leader, guides)
    _running(unit, leader, guides)


def _route_25(unit: Unit, leader: User, guides: Sequence[User]) -> None:
    today = clock.today()
    begun, ended = today - timedelta(days=BEGAN_DAYS), today - timedelta(days=ENDED_DAYS)
    ages = {"youngest": 13, "oldest": 29}
    with clock.travel(begun - timedelta(days=30)):
        programme = ledger.start_programme(
            unit=unit, by=leader, targets=TARGETS, name=NAME, from_on=begun, until_on=ended, **WORDS, **ages
        )
        _staff(programme, leader, guides[0])
    cases = _of_the_age(programme, ended - timedelta(days=150))
    reached = _first_positive(cases)
    roads = [
        road
        for group, wanted in RESULTS.items()
        for road in _arrived(programme, cases, reached, group, wanted)
    ]
    taken = {road.case.pk for road in roads}
    rest = [case for case in cases if case.pk not in taken and case.pk not in reached]
    without = rest[: TOOK_PART - len(roads)]
    roads += [_left(programme, case, place) for place, case in enumerate(without)]
    for place, road in enumerate(
        sorted(roads, key=lambda road: (road.begins_on, road.case.person.sort_name))
    ):
        _take_part(
            programme,
            road,
            leader,
            comes_back=place % 9 == 4 and road.exit not in (Exit.EDUCATION, Exit.WORK),
        )
    waiting = rest[len(without) : len(without) + TARGET_GROUP - TOOK_PART]
    for place, case in enumerate(waiting):
        _not_begun(programme, case, leader, place)


def _staff(programme: Programme, leader: User, guide: User) -> None:
    """Three job consultants and two company consultants in two youth teams, and who sits in the visitation."""
    for team, part, name, share in TEAMS:
        told = {"part": part, "name": name, "share": share, "from_on": programme.from_on}
        ledger.add_staff(programme, by=leader, team=team, **told)
    told = {"part": Staff.Part.GUIDE, "share": 20, "from_on": programme.from_on}
    ledger.add_staff(programme, by=leader, team="Visitation", user=guide, **told)


def _of_the_age(programme: Programme, opened_by: date) -> list[Case]:
    """Cases of the unit that were open in time, of the target group's age then; shielded ones are left alone."""
    rows = Case.objects.filter(
        unit=programme.unit, shielded=False, opened_on__lte=opened_by, guide__isnull=False
    )
    rows = rows.exclude(closed_on__lte=opened_by + timedelta(days=60)).select_related(
        "person", "guide", "unit"
    )
    found = [
        case
        for case in rows.order_by("opened_on", "person__sort_name", "person__birth_date")
        if within_ages(
            case.person.birth_date, programme.youngest, programme.oldest, _found_on(programme, case)
        )
    ]
    # From all the years, and not those alone who came first.
    return [case for start in range(SPREAD) for case in found[start::SPREAD]]


def _found_on(programme: Programme, case: Case) -> date:
    return max(programme.from_on, case.opened_on + timedelta(days=10))


def _first_positive(cases: Iterable[Case]) -> dict:
    """The first positive destination of each case that has any, by case."""
    counted = Outcome.objects.filter(
        destination__counts_as_positive=Destination.Counts.YES, case__in=list(cases)
    )
    found: dict = {}
    for row in counted.select_related("destination").order_by("started_on", "pk"):
        found.setdefault(row.case_id, row)
    return found


def _arrived(programme: Programme, cases: list[Case], reached: dict, group: str, wanted: int) -> list[Road]:
    """Who reached a destination of the group after some time in the programme."""
    why = Exit.EDUCATION if group == "education" else Exit.WORK
    roads: list[Road] = []
    for case in cases:
        row = reached.get(case.pk)
        begins_on = _found_on(programme, case) + timedelta(days=20)
        if row is None or row.destination.group != group or len(roads) == wanted:
            continue
        last_on = min(row.started_on - timedelta(days=1), programme.until_on)
        if begins_on + timedelta(days=60) <= last_on and row.started_on <= last_on + timedelta(days=300):
            roads.append(Road(case, max(begins_on, last_on - timedelta(days=330)), last_on, why))
    free = [case for case in cases if case.pk not in reached and case.closed_on is None]
    for place, case in enumerate(free[: wanted - len(roads)]):
        last_on = programme.until_on - timedelta(days=25 * place)
        row = _recorded(case, group, last_on + timedelta(days=1))
        reached[case.pk] = row
        begins_on = max(_found_on(programme, case) + timedelta(days=20), last_on - timedelta(days=250))
        roads.append(Road(case, begins_on, last_on, why))
    return roads


def _recorded(case: Case, group: str, started_on: date) -> Outcome:
    destination = Destination.objects.get(code={"education": "eud", "employment": "ordinary_job"}[group])
    with clock.travel(started_on + timedelta(days=3)):
        evidence = "Set kontrakten" if group == "employment" else "Optagelsesbrev fra skolen"
        return record_outcome(case, destination, by=case.guide, started_on=started_on, evidence=evidence)


def _left(programme: Programme, case: Case, place: int) -> Road:
    """Who took part and has not reached anything that counts."""
    begins_on = _found_on(programme, case) + timedelta(days=20 + place)
    last_on = min(begins_on + timedelta(days=45 + 20 * (place % 7)), programme.until_on)
    if case.closed_on is not None:
        last_on = min(last_on, case.closed_on)
    return Road(case, begins_on, last_on, LEFT[place % len(LEFT)])


def _take_part(programme: Programme, road: Road, leader: User, *, comes_back: bool) -> None:
    """Found, begun, now and then extended, signed out; a few come back for a while."""
    by, found_on = road.case.guide or leader, _found_on(programme, road.case)
    planned = min(road.begins_on + timedelta(days=120), programme.until_on)
    with clock.travel(found_on):
        member = actions.add_member(programme, case=road.case, by=by, found_on=found_on)
    with clock.travel(road.begins_on):
        stay = actions.begin(member, by=by, from_on=road.begins_on, planned_until=planned)
    if road.last_on > planned:
        with clock.travel(planned - timedelta(days=7)):
            later = min(road.last_on + timedelta(days=30), programme.until_on)
            stay = actions.extend(
                stay, by=by, planned_until=later, reason="Det går frem, men der mangler lidt endnu"
            )
    with clock.travel(road.last_on + timedelta(days=2)):
        actions.sign_out(stay, by=by, last_on=road.last_on, exit=road.exit)
    again = road.last_on + timedelta(days=30)
    if comes_back and again + timedelta(days=60) < programme.until_on and not road.case.is_closed:
        with clock.travel(again):
            stay = actions.begin(member, by=by, from_on=again)
        with clock.travel(again + timedelta(days=50)):
            actions.sign_out(stay, by=by, last_on=again + timedelta(days=49), exit=Exit.ENDED)


def _not_begun(programme: Programme, case: Case, leader: User, place: int) -> None:
    """Of the target group, and never began."""
    by, found_on = case.guide or leader, _found_on(programme, case)
    with clock.travel(found_on):
        member = actions.add_member(programme, case=case, by=by, found_on=found_on)
    with clock.travel(found_on + timedelta(days=14)):
        actions.say_not_begun(member, by=by, why=NotBegun.values[place % len(NotBegun.values)])


def _running(unit: Unit, leader: User, guides: Sequence[User]) -> None:
    """A programme that runs now, whose target was revised when fewer came than expected."""
    today = clock.today()
    begun = today - timedelta(days=120)
    words = {
        "target_group": "Unge på 16-20 år, der ikke er kommet i gang efter grundskolen.",
        "problems": "Højt fravær i skolen og ingen plan for, hvad der skal ske nu.",
        "youngest": 16,
        "oldest": 20,
    }
    days = {"from_on": begun, "until_on": today + timedelta(days=90)}
    with clock.travel(begun - timedelta(days=20)):
        programme = ledger.start_programme(
            unit=unit, by=leader, name="Springbrættet", targets={"education": 9}, **words, **days
        )
        told = {"part": Staff.Part.GUIDE, "user": guides[-1], "share": 40, "from_on": begun}
        ledger.add_staff(programme, by=leader, **told)
    with clock.travel(today - timedelta(days=45)):
        why = "Erhvervsskolen udskød holdet til august"
        ledger.revise_target(programme, "education", by=leader, number=6, reason=why)
    taken = programme.unit.programmes.get(name=NAME).members.values_list("case_id", flat=True)
    opened_by = begun - timedelta(days=30)
    rest = [
        case for case in _of_the_age(programme, opened_by) if case.closed_on is None and case.pk not in taken
    ]
    for place, case in enumerate(rest[:12]):
        with clock.travel(begun + timedelta(days=place)):
            how = {"found_on": clock.today(), "begins_on": clock.today() if place % 4 else None}
            actions.add_member(programme, case=case, by=case.guide, **how)
