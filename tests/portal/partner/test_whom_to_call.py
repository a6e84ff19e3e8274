"""Whom those outside the unit are told to call: who acts today, never a guide whose access is closed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Role
from cases.consents.actions import give_consent
from cases.guides.covering import cover
from cases.models import Consent, Topic
from cases.network.actions import add_participation
from core import clock
from plans.handover.sheet import sheet_for
from plans.models import Handover
from tests.helpers import factories
from tests.helpers.entering import invite_youth, young_case
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

PHONE = "59661234"
SHOWN = "59 66 12 34"


@pytest.fixture
def contact(unit):
    user = factories.UserFactory(unit=unit, role="partner")
    return factories.ContactFactory(partner__unit=unit, user=user)


@pytest.fixture
def case(guide, contact):
    guide.name, guide.phone = "Gerda Gående", PHONE
    guide.save()
    case = young_case(guide, first_name="Sigrid", last_name="Holm")
    add_participation(case, contact.partner, by=guide)
    row = Consent(case=case, partner=contact.partner, topics=[Topic.PLAN, Topic.CONTACT], purpose="Praktik")
    row.expires_on = clock.today() + timedelta(days=60)
    give_consent(row, by=guide)
    return case


def told_to_partner(case, contact) -> list[str]:
    """Each page on which a partner reads whom to call, without the spaces that keep numbers whole."""
    pages = (
        reverse("portal:partner_inbox"),
        reverse("portal:shared_case", args=[case.pk]),
        reverse("reports:shared_statuses"),
    )
    return [_shown(signed_in(contact.user).get(url)) for url in pages]


def told_to_youth(case) -> list[str]:
    user = invite_youth(case).user
    return [_shown(signed_in(user).get(reverse(f"portal:{name}"))) for name in ("my_plan", "my_contact")]


def _shown(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s", " ", unescape(response.content.decode()))


def _stops(guide, how):
    if how == "closed":
        guide.is_active = False
    else:
        guide.role = Role.ADMIN
    guide.save()


def test_the_guide_stands_there_with_the_phone(case, contact):
    for page in told_to_partner(case, contact):
        assert "Gerda Gående" in page and SHOWN in page
    for page in told_to_youth(case):
        assert "Gerda Gående" in page and SHOWN in page


@pytest.mark.parametrize("how", ["closed", "made administrator"])
def test_nobody_is_told_to_call_a_guide_who_has_stopped(guide, case, contact, how):
    """The case waits for a guide: its old one does not answer that phone about it any more."""
    youth = invite_youth(case).user
    _stops(guide, how)
    for page in told_to_partner(case, contact):
        assert "Gerda Gående" not in page and SHOWN not in page
        assert "ungeenheden" in page
    for name in ("my_plan", "my_contact"):
        page = _shown(signed_in(youth).get(reverse(f"portal:{name}")))
        assert "Gerda Gående" not in page and SHOWN not in page


def test_who_covers_is_called_while_it_lasts(guide, unit, case, contact, leader):
    stands_in = factories.UserFactory(unit=unit, role="guide", name="Dorte Dækker", phone="59669999")
    today = clock.today()
    cover(case, stands_in, by=leader, from_on=today, until_on=today + timedelta(days=7))
    _stops(guide, "closed")
    for page in told_to_partner(case, contact):
        assert "Dorte Dækker" in page and "59 66 99 99" in page


def test_a_plan_handed_over_names_no_guide_who_has_stopped(guide, case):
    plan = case.plans.get(closed_on=None)
    assert sheet_for(plan, Handover.Audience.YOUTH, on=clock.today()).guide.name == "Gerda Gående"
    _stops(guide, "closed")
    plan.case.refresh_from_db()
    assert sheet_for(plan, Handover.Audience.YOUTH, on=clock.today()).guide is None
