"""The demo's moved cases: one came, one waits, one was sent; and the neighbour leaves no trace but what it sealed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.models import Unit, User
from cases.models import Case, Document
from cases.notes.actions import add_note
from core import clock, vault
from exchange import demo as demo_moves
from exchange.before.before import what_held_before
from exchange.models import BundleReceived, BundleSent, InstallationKey, KnownInstallation
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def no_paper(monkeypatch):
    """The plan's own tests make real PDFs."""
    monkeypatch.setattr("plans.handover.pdf.render", lambda sheet, created=None: b"%PDF-1.7 planen")


def test_one_came_one_waits_and_one_was_sent(unit, guide, leader, admin):
    factories.PartnerFactory(unit=unit, name="FGU Nordkysten")
    long_ago = clock.today() - timedelta(days=90)
    with clock.travel(clock.at(long_ago, 10)):
        ours = factories.make_case(guide)
        factories.make_document(ours)
        add_note(ours, by=guide, text="Vil flytte")
    people, lying = User.objects.count(), {path.name for path in vault.files()}
    demo_moves.load(unit, SimpleNamespace(leader=leader, guides=[guide]), admin)
    sent = BundleSent.objects.get()
    assert (sent.case, sent.case.status, sent.case.close_reason) == (ours, "closed", "moved")
    assert sent.receipt_at and len(sent.documents) == 1
    taken, waits = BundleReceived.objects.order_by("uploaded_at")
    assert waits.case is None and waits.sealed
    case = Case.objects.select_related("unit", "person").get(pk=taken.case_id)
    assert case.guide == guide and case.came_from == demo_moves.NEIGHBOUR and case.documents.count() == 2
    came = what_held_before(case, on=clock.today())
    assert (came.to_ask, came.to_join) == (2, 1)
    assert (InstallationKey.objects.count(), KnownInstallation.objects.count()) == (1, 1)
    assert Unit.objects.get() == unit and User.objects.count() == people
    kept = {path.name for path in vault.files()} - lying
    assert kept == set(Document.objects.exclude(case=ours).values_list("file", flat=True))
