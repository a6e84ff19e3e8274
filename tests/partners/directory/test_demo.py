"""The demo's directory: forty partners, made by the verbs, the same every time."""

import phonenumbers
import pytest

from audit.models import AuditEvent
from core import clock
from partners.directory import demo, duplicates
from partners.directory.filters import present_contacts
from partners.directory.rules import clean_cvr
from partners.models import Contact, Partner
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_forty_partners_of_which_three_stand_twice(unit, admin):
    made = demo.load(unit, admin)
    assert len(made) == Partner.objects.count() == 40
    pairs = {frozenset((one.name, two.name)) for one, two, _found in duplicates.likely_pairs(unit)}
    assert {frozenset((name, of)) for name, _category, of, _shared in demo.DOUBLES} <= pairs
    assert len(pairs) <= 4
    assert {partner.side for partner in made} == {"internal", "external"}
    assert {"family", "fgu", "eud", "company"} <= {partner.category.code for partner in made}


def test_people_can_be_called_and_numbers_are_right(unit, admin):
    demo.load(unit, admin)
    today = clock.today()
    for partner in Partner.objects.exclude(cvr=""):
        assert clean_cvr(partner.cvr) == partner.cvr and partner.cvr[0] == "9"
    numbers = [contact.phone for contact in Contact.objects.exclude(phone="")]
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number, "DK")) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    for partner in Partner.objects.all():
        assert present_contacts(today).filter(partner=partner).exists(), partner
    assert sum(contact.has_left(today) for contact in Contact.objects.all()) >= 5
    assert Contact.objects.filter(until_on__gt=today).count() == 1


def test_it_has_a_past_and_is_the_same_twice(unit, admin):
    demo.load(unit, admin)
    first = list(
        Partner.objects.filter(unit=unit).values_list("name", "cvr", "phone", "next_evaluation_on", "city")
    )
    events = AuditEvent.objects.filter(action__startswith="partner.")
    assert events.earliest("at").at.year < clock.today().year
    second = factories.UnitFactory(municipality_code=unit.municipality_code)
    demo.load(second, admin)
    again = Partner.objects.filter(unit=second)
    assert list(again.values_list("name", "cvr", "phone", "next_evaluation_on", "city")) == first
