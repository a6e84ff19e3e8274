"""A case moves to another municipality. The second installation is the database after all of the first is gone."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from cases.activity import actions as activity_actions
from cases.consents import actions as consents_actions
from cases.documents import actions as documents_actions
from cases.models import Case, Consent, Guardian, YoungPerson
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from core.uploads.demo import letter as pdf
from exchange.bundle import content, sealing
from exchange.installations import actions as installations_actions
from exchange.models import BundleReceived, BundleSent, InstallationKey, KnownInstallation
from exchange.receiving import actions as receiving_actions
from exchange.sending import actions as sending_actions
from plans.milestones import actions as milestones_actions
from plans.models import Destination, Goal
from plans.plan import actions as plan_actions
from tests.helpers import factories

HERE, THERE, THIRD = (sealing.Secrets.new() for _ in range(3))


LAW = {"basis": "law", "basis_text": "Barnets lov § 99, oplysninger ved flytning"}


def install(secrets, name):
    return InstallationKey.objects.create(name=name, signing=secrets.signing, sealing=secrets.sealing)


def knows(secrets, name, by):
    return installations_actions.trust(secrets.card(name), by=by, compared_with="Ulla Nabo, leder")


def full_case(guide, **fields):
    """A case with something of everything."""
    case = factories.make_case(
        guide, first_name="Sigrid", last_name="Flytter", address="Havnevej 7", **fields
    )
    person = case.person
    Guardian.objects.create(
        person=person, name="Mor Flytter", relation="Mor", phone="20 11 22 33", has_custody=True
    )
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Havnen")
    contact = factories.ContactFactory(partner=partner, name="Karin Kontakt")
    activity_actions.set_activity(case, "fgu", by=guide, partner=partner, hours_per_week=30)
    activity_actions.add_activity(case, "spare_time_job", by=guide, place="Bageren", under_plan=False)
    plan = case.plans.get()
    destination = Destination.objects.order_by("position").first()
    plan_actions.edit_plan(
        plan,
        by=guide,
        expected_version=plan.version,
        values={"dream": "Jeg vil bo ved havet", "destination": destination, "destination_note": "Skipper"},
        took_part="meeting",
    )
    goal = plan_actions.add_goal(Goal(plan=plan, text="I skole"), by=guide)
    factories.make_milestone(
        case,
        own_words="Besøge skolen",
        goal=goal,
        insight=True,
        topics=["health"],
        topics_dismissed=["family"],
    )
    step = factories.make_milestone(case, own_words="Praktik", responsible="partner", contact=contact)
    milestones_actions.move_milestone(step, "under_way", by=guide)
    milestones_actions.postpone_milestone(step, step.due_on + timedelta(days=9), by=guide, reason="Syg")
    consents_actions.give_consent(
        Consent(
            case=case,
            partner=partner,
            topics=["plan"],
            purpose="Praktik",
            expires_on=clock.today() + timedelta(days=90),
        ),
        by=guide,
    )
    plan_actions.record_outcome(
        case, destination, by=guide, started_on=clock.today(), evidence="Kontrakt set"
    )
    first = notes_actions.add_note(case, by=guide, text="Vi talte om at flytte. Æøå »citat«")
    notes_actions.add_note(case, by=guide, text="Og mere", addition_to=first, kind="other")
    notes_actions.add_note(case, by=guide, text="Kun til os selv", kind="observation")
    notes_actions.write_summary(case, "Ring altid om eftermiddagen", by=guide, expected_number=0)
    network_actions.add_colleague(
        case, factories.UserFactory(unit=guide.unit, name="Jens Job"), by=guide, role="Jobkonsulent"
    )
    factories.make_document(case, title="Udtalelse", words="Dygtig i værkstedet", kind="statement")
    factories.make_document(
        case, title="Brev fra lægen", words="Skal hvile", kind="health", confidential=True
    )
    mistaken = factories.make_document(case, title="Forkert sag", words="Om en anden")
    documents_actions.withdraw_document(mistaken, by=guide, reason="Handler om en anden")
    case.refresh_from_db()
    return case


@contextmanager
def gone():
    """What is made within is gone after: the other installation's database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent(guide, case=None, **more):
    """The bytes of a bundle from HERE to THERE, with what it says."""
    install(HERE, "Ungeenheden Her")
    to = knows(THERE, "Ungeenheden Der", guide)
    return sending_actions.send_case(case or full_case(guide), to, by=guide, **(LAW | more))


def travelled(guide, **fields):
    """``(bytes, content)`` of a case that was sent, in a database that knows nothing of it any more."""
    with gone():
        KnownInstallation.objects.all().delete()
        InstallationKey.objects.all().delete()
        case = full_case(guide, **fields)
        said = content.gather(case)
        data = bytes(sent(guide, case).data)
    assert not BundleSent.objects.exists() and not YoungPerson.objects.exists()
    return data, said


def sealed(said, files=None) -> bytes:
    """A bundle from HERE to THERE that says this, with these files or those of `full_case`."""
    if files is None:
        files = {"dokument-0": pdf("Dygtig i værkstedet"), "dokument-1": pdf("Skal hvile")}
    return sealing.seal({"sag.json": sealing.canonical(said)} | files, secrets=HERE, to=THERE.card(""))


def refused(data, there) -> str:
    """The code with which it is refused; nothing is written."""
    with pytest.raises(sealing.Refused) as error:
        receiving_actions.open_bundle(data, unit=there.unit, by=there)
    assert not BundleReceived.objects.exists() and not Case.objects.exists()
    return error.value.code
