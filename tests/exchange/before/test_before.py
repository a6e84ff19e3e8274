"""What only held where a case came from: it tells nobody anything here, and is asked about anew."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.access import log
from cases.models import Case, Consent
from core import clock
from exchange.before import actions as before_actions
from exchange.before.before import sealed_on, what_held_before
from exchange.models import BundleReceived
from exchange.receiving import actions as receiving_actions
from partners.models import Partner
from tests.helpers import factories
from tests.helpers.bundles import gone, sealed

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("made_at", "day"),
    [
        ("2026-11-28T22:59:00+00:00", date(2026, 11, 28)),
        ("2026-11-28T23:30:00+00:00", date(2026, 11, 29)),
        ("2026-06-28T22:30:00+00:00", date(2026, 6, 29)),
        ("9999-12-31T23:30:00+00:00", date(2026, 12, 24)),
        ("i går", date(2026, 12, 24)),
    ],
)
def test_the_day_it_was_sealed_is_the_day_in_denmark_or_else_the_day_it_came(made_at, day):
    came = BundleReceived(uploaded_at=clock.at(date(2026, 12, 24)))
    assert sealed_on({"made_at": made_at}, came) == day


def test_a_consent_that_came_along_tells_nobody_anything(client, came):
    partner = Partner.objects.get(name="FGU  havnen", unit=came.unit)
    user = factories.UserFactory(unit=came.unit, role="partner")
    partner.contacts.update(user=user)
    before_actions.join_former_partner(
        came, partner, what_held_before(came, on=clock.today()).partners[0].told, by=came.guide
    )
    client.force_login(user)
    assert "Sigrid" not in client.get("/", follow=True).content.decode()
    assert not Case.objects.visible_to(user).exists() and not Consent.objects.exists()


def test_ask_anew_by_clicking(client, came):
    client.force_login(came.guide)
    detail = client.get(f"/sager/{came.pk}/").content.decode()
    assert "Kom fra Ungeenheden Her" in detail and "spørg Sigrid igen" in detail
    page = client.get(reverse("exchange:bundle_before", args=[came.pk])).content.decode()
    ask = reverse("exchange:bundle_before_ask", args=[came.pk, 0])
    assert "FGU Havnen" in page and ask in page
    assert not Consent.objects.exists(), "looking asks nobody"
    form = client.get(ask).context["form"]
    assert (str(form.initial["partner"]), form.initial["purpose"], form.initial["topics"]) == (
        "FGU  havnen",
        "Praktik",
        ["plan"],
    )
    sent_form = {
        "partner": form.initial["partner"].pk,
        "basis": "consent",
        "topics": ["plan"],
        "purpose": "Praktik",
        "from_whom": "youth",
        "form": "written",
        "from_on": clock.today(),
        "submit_key": "k",
        "expires_on": clock.today() + timedelta(days=90),
    }
    assert client.post(ask, sent_form | {"from_whom": ""}).status_code == 422
    assert what_held_before(came, on=clock.today()).to_ask == 1
    assert {client.post(ask, sent_form).status_code for _n in range(3)} == {303}
    assert came.consents.get().from_on == clock.today()
    found = what_held_before(came, on=clock.today())
    assert found.to_ask == 0 and found.consents[0].here == came.consents.get()
    settled = AuditEvent.objects.get(action="bundle.settled", case_id=came.pk)
    assert log.describe(settled).why == ""  # which one it was is a number of ours, and no reason


def test_a_partner_is_joined_with_one_click_and_never_by_itself(client, came):
    client.force_login(came.guide)
    assert not came.participations.exists()
    assert what_held_before(came, on=clock.today()).to_join == 1
    join = reverse("exchange:bundle_before_join", args=[came.pk, 0])
    other = factories.PartnerFactory(unit=came.unit, name="Bageren")
    for wrong in ("", "x", str(other.pk), "9" * 30):
        assert client.post(join, {"partner": wrong}).status_code == 404
    assert client.post(join.replace("/0/", "/7/"), {"partner": other.pk}).status_code == 404
    partner = Partner.objects.get(name="FGU  havnen", unit=came.unit)
    assert {client.post(join, {"partner": partner.pk}).status_code for _n in range(2)} == {303}
    row = came.participations.current().get()
    assert (row.partner, row.contact.name) == (partner, "Karin Kontakt")
    assert what_held_before(came, on=clock.today()).to_join == 0


def test_what_is_not_needed_is_put_aside_and_still_to_be_read(client, came):
    client.force_login(came.guide)
    aside = reverse("exchange:bundle_before_aside", args=[came.pk])
    assert client.post(aside, {"hvad": "consent-9"}).status_code == 404
    for mark in ("consent-0", "partner-0", "partner-0"):
        assert client.post(aside, {"hvad": mark}).status_code == 303
    found = what_held_before(came, on=clock.today())
    assert (found.to_ask, found.to_join, len(found.consents), len(found.partners)) == (0, 0, 1, 1)
    assert "spørg Sigrid igen" not in client.get(f"/sager/{came.pk}/").content.decode()


@pytest.mark.parametrize(
    ("ours", "proposed"),
    [
        ([("FGU Havnen", "", True)], ["FGU Havnen"]),
        ([("Fgu havnen", "", True), ("FGU Byen", "11223344", True)], ["Fgu havnen"]),
        ([("FGU Nord", "11223344", True), ("FGU Syd", "11223344", True)], ["FGU Nord", "FGU Syd"]),
        ([("FGU Havnen", "", False)], []),
        ([("FGU Havnen 2", "", True), ("FGU", "99887766", True)], []),
    ],
)
def test_who_a_partner_may_be(there, told, ours, proposed):
    told["partners"][0]["cvr"] = "11223344"
    case = receiving_actions.take_in_bundle(
        receiving_actions.open_bundle(sealed(told), unit=there.unit, by=there), by=there
    )
    for name, cvr, is_active in ours:
        factories.PartnerFactory(unit=there.unit, name=name, cvr=cvr, is_active=is_active)
    factories.PartnerFactory(name="FGU Havnen")  # another unit's
    partner = what_held_before(case, on=clock.today()).partners[0]
    assert [one.name for one in partner.proposed] == proposed


def test_what_came_costs_the_same_for_one_and_for_twenty(there, told, django_assert_num_queries):
    def queries(times):
        said = told | {name: told[name] * times for name in ("consents", "partners", "history")}
        with gone():
            case = receiving_actions.take_in_bundle(
                receiving_actions.open_bundle(sealed(said), unit=there.unit, by=there), by=there
            )
            case = Case.objects.select_related("unit", "person").get(pk=case.pk)
            with CaptureQueriesContext(connection) as asked:
                assert len(what_held_before(case, on=clock.today()).partners) == times
        return len(asked)

    assert queries(1) == queries(20)


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({}, True),
        ({"withdrawn_on": "2020-01-01"}, False),
        ({"expires_on": "YESTERDAY"}, False),
        ({"expires_on": "TODAY"}, True),
    ],
)
def test_only_what_held_when_it_was_sealed_is_asked_anew(there, told, change, held):
    days = {"YESTERDAY": clock.today() - timedelta(days=1), "TODAY": clock.today()}
    change = {name: days[value].isoformat() if value in days else value for name, value in change.items()}
    told["consents"][0] |= {"from_on": "2019-01-01"} | change
    told["made_at"] = clock.now().isoformat()
    case = receiving_actions.take_in_bundle(
        receiving_actions.open_bundle(sealed(told), unit=there.unit, by=there), by=there
    )
    found = what_held_before(case, on=clock.today())
    assert bool(found.consents) is held
    assert ("Samtykker, der var ophørt" in [str(heading) for heading, _lines in found.groups]) is not held
