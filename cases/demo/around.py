"""The demo's people around, what partners were told, consents withdrawn, and a glass that was broken.

All through the real actions.
"""

from datetime import timedelta
from random import Random

from cases.casefile.models import Case, Status
from cases.consents import actions as consents_actions
from cases.consents import disclosure as sharing
from cases.consents.models import Consent, Topic
from cases.emergency.actions import break_glass
from cases.network import actions as network_actions
from cases.network.people_around import ADULT, PARTNER, people_around
from cases.notes import actions as notes_actions
from cases.notes.models import Note
from cases.people.models import Closeness, ContactWish, Guardian
from core import clock

FRIENDS = (
    ("Sofie", "bedste ven", ContactWish.ASK),
    ("Mikkel", "kæreste", ContactWish.ASK),
    ("Jens Aagaard", "håndboldtræner", ContactWish.PHONE),
    ("Bente Skov", "nabo, kender familien", ContactWish.PHONE),
    ("Ali", "ven fra klubben", ContactWish.NOT),
    ("Farmor Else", "farmor", ContactWish.PHONE),
)


PARTS = ("Jobkonsulent", "Medguide", "Mentor", "Følger op på praktikken")


TALKS = (
    "Ringede om fremmødet. Der er mere ro på nu, og morgenerne går bedre.",
    "Aftalte, hvem der gør hvad frem til næste møde.",
    "Talte om, hvordan det går derhjemme. Vil gerne inviteres med til mødet.",
)


TOLD = ("Fortalte i telefonen, hvornår praktikken begynder", "Gav den nye plan på mødet")


REASON = "Skadestuen ringer og spørger, hvem der kender familien. Ungeguiden er på ferie."


def load(unit, staff, rng: Random) -> None:
    """Fill a share of the unit's running cases; nothing on those that are shielded, but a glass once broken."""
    today = clock.today()
    rows = Case.objects.filter(unit=unit, status=Status.RUNNING, shielded=False, guide__isnull=False)
    running = list(rows.select_related("person", "guide").order_by("opened_on", "id"))
    for case in rng.sample(running, len(running) // 4):
        _around(case, staff, rng, today)
    _told(unit, rng)
    shielded = Case.objects.filter(unit=unit, shielded=True, closed_on=None).select_related("person", "guide")
    case = shielded.order_by("opened_on", "id").first()
    if case is not None and case.person.cpr:
        by = next(guide for guide in staff.guides if guide.pk not in (case.guide_id, case.deputy_id))
        with clock.travel(clock.at(today - timedelta(days=12), 19, 40)):
            break_glass(by=by, reason=REASON, cpr=case.person.cpr)


def _around(case: Case, staff, rng: Random, today) -> None:
    guide = case.guide
    for name, relation, wish in rng.sample(FRIENDS, rng.choice((1, 1, 2))):
        near = Closeness.FAMILY if relation == "farmor" else Closeness.FRIEND
        Guardian.objects.create(
            person=case.person, name=name, relation=relation, closeness=near, contact_wish=wish
        )
    day = max(case.opened_on, today - timedelta(days=rng.randint(20, 200)))
    with clock.travel(clock.at(day, 10)):
        if rng.random() < 0.3:
            colleague = rng.choice([user for user in staff.guides if user != guide])
            network_actions.add_colleague(case, colleague, by=guide, role=rng.choice(PARTS), on=day)
    others = [one for one in people_around(case) if one.kind in (ADULT, PARTNER) and one.is_around(today)]
    if others:
        day = max(case.opened_on, today - timedelta(days=rng.randint(2, 40)))
        with clock.travel(clock.at(day, 13, 20)):
            notes_actions.add_note(
                case,
                by=guide,
                text=rng.choice(TALKS),
                kind=Note.Kind.PHONE,
                happened_on=day,
                with_youth=False,
                others=[rng.choice(others)],
            )


def _told(unit, rng: Random) -> None:
    """Partners opened the shared page; guides wrote down what they told; a few bases were withdrawn afterwards."""
    today = clock.today()
    rows = Consent.objects.filter(
        Consent.in_force_q(today),
        case__unit=unit,
        case__closed_on=None,
        case__shielded=False,
        partner__contacts__user__isnull=False,
    )
    rows = list(rows.select_related("case__person", "case__guide", "partner").distinct().order_by("pk"))
    for number, consent in enumerate(rng.sample(rows, min(24, len(rows)))):
        day = max(consent.from_on, today - timedelta(days=rng.randint(1, 60)))
        user = consent.partner.contacts.filter(user__isnull=False).order_by("pk").first().user
        seen = {topic for topic in consent.topics if topic not in (Topic.HEALTH, Topic.CRIME)}
        with clock.travel(clock.at(day, 9, 15)):
            try:
                sharing.disclose(consent.case, consent.partner, by=user, kind="page", topics=seen)
                if number % 4 == 0:
                    sharing.record_told(
                        consent, by=consent.case.guide, topics=consent.topics[:1], what=rng.choice(TOLD)
                    )
            except sharing.NotCovered:
                continue
        if number % 8 == 0:
            with clock.travel(clock.at(min(day + timedelta(days=1), today), 12)):
                consents_actions.withdraw_consent(consent, by=consent.case.guide)
