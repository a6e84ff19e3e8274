"""Young people who moved, for the demo unit: one away, one here, and one whose case waits to be taken in.

All of it through the real actions. The neighbour is an installation of its own that exists for a moment: what it seals
is kept, everything else is rolled back.
"""

from datetime import date, timedelta
from random import Random

from django.db import transaction

from accounts.models import Role, Unit, User
from cases.activity import actions as activity_actions
from cases.closing.actions import last_day
from cases.consents import actions as consents_actions
from cases.demo.cases import invent_person
from cases.demo.documents import LETTERS
from cases.documents import actions as documents_actions
from cases.guides import actions as guides_actions
from cases.models import Activity, Case, Consent, Custody, Document, Guardian, YoungPerson
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock, vault
from core.uploads.accepting import Accepted, Format
from core.uploads.demo import letter
from exchange.bundle import sealing
from exchange.installations.actions import make_key, trust
from exchange.installations.models import InstallationKey, KnownInstallation
from exchange.receiving.actions import open_bundle, take_in_bundle
from exchange.sending.actions import record_receipt, send_case
from partners.models import Partner
from plans.closing.actions import last_day_of_plan
from plans.demo import plans as demo_plans
from plans.plan.actions import take_in

OURS, NEIGHBOUR, THEIR_UNIT = "Nordkysten Kommune", "Sydkysten Kommune", "Ungeenheden Sydkysten"


HEARD_WITH = "Ulla Nabo, leder af Ungeenheden Sydkysten"


ASKED = "{who} sagde ja på mødet den {day}, og vi har fortalt, hvad der følger med"


NOTES = (
    ("talk", 340, "{name} fortalte om skolen. Vil gerne noget med hænderne, men er træt om morgenen."),
    ("home_visit", 210, "Hjemme hos {name} og mor. Aftalt at prøve to dage på værkstedet først."),
    ("meeting", 120, "Møde med skolen: praktikken går godt. Fast kontaktlærer er aftalt."),
    (
        "talk",
        45,
        "{name} flytter til Nordkysten sammen med sin mor. Vi har talt om, hvad der er vigtigt at få med.",
    ),
)


SUMMARY = "Ring efter klokken 11. Værkstedet er det, der virker. Tal med mor om penge, ikke med {name}."


def load(unit, staff, admin) -> None:
    """Fill the unit. The dice are of its own, so that nothing else falls differently."""
    today = clock.today()
    with clock.travel(clock.at(today - timedelta(days=200), 10)):
        own = make_key(OURS)
    shared = Partner.objects.of_unit(unit).filter(is_active=True, category__code="fgu").order_by("pk").first()
    secrets, sealed = _elsewhere(own.card, shared)
    with clock.travel(clock.at(today - timedelta(days=190), 13)):
        neighbour = trust(secrets.card(NEIGHBOUR), by=admin, compared_with=HEARD_WITH)
    with clock.travel(clock.at(today - timedelta(days=12), 9)):
        row = open_bundle(sealed[0], unit=unit, by=staff.leader)
    with clock.travel(clock.at(today - timedelta(days=12), 10)):
        case = take_in_bundle(row, by=staff.leader)
        guides_actions.assign(case, staff.guides[0], by=staff.leader)
    with clock.travel(clock.at(today - timedelta(days=8), 14)):
        text = f"{case.person.called} er faldet til. Vi har gennemgået planen sammen og holder fast i den."
        notes_actions.add_note(case, by=staff.guides[0], text=text, kind="talk")
    with clock.travel(clock.at(today - timedelta(days=1), 15)):
        open_bundle(sealed[1], unit=unit, by=staff.leader)
    _moves_away(unit, neighbour, secrets, today)


def _moves_away(unit, neighbour: KnownInstallation, secrets: sealing.Secrets, today) -> None:
    """One of ours was sent, with its documents, and their receipt closed the case."""
    quiet = today - timedelta(days=10)
    rows = Case.objects.open().filter(unit=unit, guide__is_active=True, shielded=False, cover=None)
    rows = rows.filter(
        person__address_protected=False, last_contact_on__lt=quiet, documents__withdrawn_at=None
    )
    rows = rows.filter(documents__received_on__lt=quiet, closing_requests=None)
    received = today - timedelta(days=4)
    newest = rows.select_related("person", "guide", "unit").order_by("-opened_on", "-pk")
    case = next(
        (case for case in newest if max(last_day(case), last_day_of_plan(case) or date.min) <= received), None
    )
    if case is None:
        return
    with clock.travel(clock.at(today - timedelta(days=6), 11)):
        row = send_case(
            case,
            neighbour,
            by=case.guide,
            basis="youth",
            basis_text=_asked(case.person.called),
            closes_on_receipt=True,
        )
    receipt = sealing.write_receipt(
        secrets,
        {
            "bundle": str(row.pk),
            "sha256": row.sha256,
            "taken_in_at": clock.at(received, 9).isoformat(),
            "unit": THEIR_UNIT,
            "documents": len(row.documents),
            "refused": [],
        },
    )
    with clock.travel(clock.at(received, 13)):
        record_receipt(row, receipt, by=case.guide)


def _asked(who: str) -> str:
    return ASKED.format(who=who, day=clock.today().strftime("%d.%m.%Y"))


def _elsewhere(ours: sealing.Card, shared: Partner | None) -> tuple[sealing.Secrets, list[bytes]]:
    """The neighbour's keys, and what it sealed for ``ours``; ``shared`` is a partner that both work with."""
    rng, today = Random(17), clock.today()
    with transaction.atomic():
        InstallationKey.objects.all().delete()
        secrets = make_key(NEIGHBOUR).secrets
        there = Unit.objects.create(slug="sydkysten", name=THEIR_UNIT, municipality_code="0326")
        guide, earlier, leader = _staff(there)
        to = trust(ours, by=leader, compared_with="Hanne Leth, leder")
        partners = _partners(there, shared)
        sealed = []
        for number, days in ((7001, 14), (7002, 2)):
            with clock.travel(
                clock.at(today - timedelta(days=days), 12)
            ):  # its life ends on the day it is sent
                case = _lived(rng, there, guide, earlier, partners, number)
                row = send_case(
                    case, to, by=guide, basis="custody", basis_text=_asked(f"{case.person.called} og mor")
                )
            sealed.append(bytes(row.data))
        for name in Document.objects.filter(case__unit=there).values_list("file", flat=True):
            vault.discard(name)
        transaction.set_rollback(True)
    return secrets, sealed


def _staff(there: Unit) -> list[User]:
    """The guide, the guide before, and the leader."""
    return [
        User.objects.create(
            unit=there,
            name=name,
            email=f"{initials.lower()}@sydkysten.example",
            role=role,
            initials=initials,
        )
        for name, role, initials in (
            ("Rasmus Kiær", Role.GUIDE, "RKI"),
            ("Birgit Strand", Role.GUIDE, "BST"),
            ("Ulla Nabo", Role.LEADER, "UNA"),
        )
    ]


def _partners(there: Unit, shared: Partner | None) -> list[Partner]:
    """Two that take part there; the first is in our directory too."""
    if shared is None:
        return []
    common = {"unit": there, "category": shared.category, "side": shared.side}
    return [
        Partner.objects.create(name=shared.name, cvr=shared.cvr, **common),
        Partner.objects.create(name="Sydkystens Ungdomsværksted", **common),
    ]


def _lived(rng: Random, there: Unit, guide, earlier, partners: list[Partner], number: int) -> Case:
    """A year with the neighbour: a plan, something to do, talks, documents, partners and what they may be told."""
    today = clock.today()
    began = today - timedelta(days=400)
    person = invent_person(rng, there, number, 15.6, began)
    person.custody = Custody.SOLE
    case = _begun(person, earlier, began)
    _under_way(case, guide, earlier, today)
    name = person.called
    for kind, days, text in NOTES:
        with clock.travel(clock.at(today - timedelta(days=days), 14)):
            notes_actions.add_note(case, by=guide, text=text.format(name=name), kind=kind)
    demo_plans.load(case, by=guide, on=began, rng=rng)
    with clock.travel(clock.at(today - timedelta(days=60), 10)):
        notes_actions.write_summary(case, SUMMARY.format(name=name), by=guide, expected_number=0)
        _told_partners(case, guide, partners, today)
        _letters(case, guide, today)
    case.refresh_from_db()
    return case


def _begun(person: YoungPerson, earlier, began: date) -> Case:
    """The first day: a case with the mother around, and at school."""
    with clock.travel(clock.at(began, 9)):
        case = take_in(
            person, by=earlier, guide=earlier, on=began, reason="Henvendelse fra skolen: møder sjældent"
        )
        Guardian.objects.create(
            person=person,
            name=f"Bente {person.last_name}",
            relation="Mor",
            phone="28 40 11 73",
            has_custody=True,
        )
        activity_actions.set_activity(case, Activity.SCHOOL, by=earlier, place="Sydkystens Skole")
    return case


def _under_way(case: Case, guide, earlier, today: date) -> None:
    """A new guide, a time without anything, then the workshop."""
    with clock.travel(clock.at(today - timedelta(days=260), 10)):
        guides_actions.assign(case, guide, by=earlier)
        network_actions.add_colleague(case, earlier, by=guide, role="Medguide ved skoleskiftet")
    with clock.travel(clock.at(today - timedelta(days=205), 10)):
        activity_actions.set_activity(case, Activity.NONE, by=guide)
    with clock.travel(clock.at(today - timedelta(days=180), 10)):
        activity_actions.set_activity(case, Activity.FGU, by=guide, place="Værkstedet", hours_per_week=24)


def _told_partners(case: Case, guide, partners: list[Partner], today: date) -> None:
    """The partners take part, each with a consent of its own."""
    consents = (
        (["plan", "contact"], "Så læreren kender planen"),
        (["activity"], "Så værkstedet ved, hvornår der er skole"),
    )
    for partner, (topics, purpose) in zip(partners, consents, strict=False):
        network_actions.add_participation(case, partner, by=guide, role="Underviser")
        consents_actions.give_consent(
            Consent(
                case=case,
                partner=partner,
                topics=topics,
                purpose=purpose,
                expires_on=today + timedelta(days=200),
                from_whom=Consent.FromWhom.YOUTH,
            ),
            by=guide,
        )


def _letters(case: Case, guide, today: date) -> None:
    for kind, title, confidential, lines in (LETTERS[0], LETTERS[3]):
        page = letter([line.format(name=case.person.called) for line in lines])
        documents_actions.add_document(
            case,
            Accepted(Format.PDF, page, 1),
            by=guide,
            title=title,
            kind=kind,
            confidential=confidential,
            received_on=today - timedelta(days=75),
        )
