"""Choosing one of many rows by a part of its name: with a click, or by typing alone."""

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from core.autocomplete import HITS, AutocompleteField
from partners.directory import autocomplete
from partners.models import Contact, Partner
from tests.helpers import factories

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    """A form with a partner to choose."""

    partner = AutocompleteField(search=autocomplete.search_partners, lookup="partners:pick_partner")

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.of_unit(unit)


@pytest.fixture
def three(unit):
    """Three partners, two of them alike."""
    names = ("Ungdomsskolen Havn", "Ungdomsskolen Bakken", "Østergårds Maskiner")
    return [factories.PartnerFactory(unit=unit, name=name) for name in names]


def sent(unit, text) -> Form:
    return Form(QueryDict(text), unit=unit)


def test_what_is_clicked_is_chosen(unit, three):
    form = sent(unit, f"partner={three[0].pk}&partner-q=noget+andet")
    assert form.is_valid() and form.cleaned_data["partner"] == three[0]


def test_typing_alone_chooses_the_only_one_that_fits(unit, three):
    form = sent(unit, "partner-q=oestergaard+MASK")
    assert form.is_valid() and form.cleaned_data["partner"] == three[2]


def test_of_several_one_is_chosen_in_the_form_that_comes_back(unit, three):
    form = sent(unit, "partner-q=ungdomsskolen")
    assert not form.is_valid()
    html = str(form["partner"])
    assert html.count('type="radio"') == 2 and 'value="ungdomsskolen"' in html
    assert "Maskiner" not in html


@pytest.mark.parametrize(
    "text", ["partner-q=findes+ikke", "partner-q=%25", "partner=999999", "partner=x", ""]
)
def test_nothing_that_fits_is_no_choice(unit, three, text):
    assert not sent(unit, text).is_valid()


def test_a_partner_of_another_unit_is_not_found(unit, three):
    elsewhere = factories.PartnerFactory(name="Fremmed Partner")
    assert not sent(unit, f"partner={elsewhere.pk}").is_valid()
    assert not sent(unit, "partner-q=fremmed").is_valid()


def test_no_control_grows_with_the_directory(client, guide, case):
    for number in range(30):
        factories.ContactFactory(partner__unit=guide.unit, partner__name=f"Skole {number}")
    client.force_login(guide)
    for name in ("cases:participation_add", "cases:activity_set", "plans:milestone_add"):
        html = client.get(reverse(name, args=[case.pk])).content.decode()
        assert "Skole 7" not in html
        assert html.count("<option") < 50
    found = client.get(reverse("partners:pick_partner"), {"field": "partner", "partner-q": "skole"})
    assert found.content.decode().count("<label") == HITS


def test_a_contact_alone_says_which_partner_takes_part(client, guide, case):
    contact = factories.ContactFactory(partner__unit=guide.unit, name="Emma Jørgensen")
    client.force_login(guide)
    url = reverse("cases:participation_add", args=[case.pk])
    assert client.post(url, {"contact-q": "joergensen", "on": "2026-01-05"}).status_code == 303
    taking_part = case.participations.get()
    assert (taking_part.partner, taking_part.contact) == (contact.partner, contact)


@pytest.mark.parametrize(
    "typed", ["østergård", "ostergard", "oestergaard 4573", "4573 øster", "52 39 98 07", "DK52399807"]
)
def test_partners_and_their_contacts_are_found_however_a_danish_letter_is_written(unit, typed):
    there = factories.PartnerFactory(
        unit=unit, name="Østergårds Maskiner", city="Højby", postal_code="4573", cvr="52399807"
    )
    factories.PartnerFactory(unit=unit, name="Ungdomsskolen", postal_code="4500")
    contact = factories.ContactFactory(partner=there, name="Åse Bæk")
    assert list(autocomplete.search_partners(Partner.objects.all(), typed)) == [there]
    assert list(autocomplete.search_contacts(Contact.objects.all(), typed)) == [contact]


@pytest.mark.parametrize(
    ("typed", "count"), [("ase bak", 1), ("aase baek hojby", 1), ("åse 4500", 0), ("-", 0), ("", 0)]
)
def test_a_contact_is_found_by_words_of_both(unit, typed, count):
    there = factories.PartnerFactory(unit=unit, name="Østergårds Maskiner", city="Højby", postal_code="4573")
    factories.ContactFactory(partner=there, name="Åse Bæk")
    assert autocomplete.search_contacts(Contact.objects.all(), typed).count() == count
