"""The table of partner categories."""

import pytest
from django.urls import reverse
from django.utils import translation

from audit.models import AuditEvent
from partners.models import Partner, PartnerCategory
from tests.helpers import factories

pytestmark = pytest.mark.django_db
LIST = "/partnere/"


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def partner(unit):
    return factories.PartnerFactory(unit=unit, name="Egnsteatret")


def test_shipped_categories_have_sources_and_persons_are_no_partners():
    from partners.categories.reference import load_categories

    assert PartnerCategory.objects.count() == 29
    assert not PartnerCategory.objects.filter(source="").exists()
    assert not PartnerCategory.objects.get(code="family_network").is_active
    PartnerCategory.objects.filter(code="uu").update(name_da="Ungdommens Uddannelsesvejledning")
    PartnerCategory.objects.filter(code="ppr").delete()
    assert load_categories(PartnerCategory) == 1
    assert PartnerCategory.objects.get(code="uu").name_da == "Ungdommens Uddannelsesvejledning"


def test_a_label_is_edited_and_a_category_taken_out_of_use(as_admin, partner):
    culture = PartnerCategory.objects.get(code="culture")
    Partner.objects.filter(pk=partner.pk).update(category=culture)
    data = {"name_da": "Kulturhuse", "name_en": "Culture", "side": "external", "source": "Enheden"}
    assert as_admin.post(f"/partnere/kategorier/{culture.pk}/", data).status_code == 303
    culture.refresh_from_db()
    assert (culture.name_da, culture.is_active, culture.code) == ("Kulturhuse", False, "culture")
    assert AuditEvent.objects.get(action="category.change").changes["name_da"] == [
        "Kulturinstitution",
        "Kulturhuse",
    ]
    choices = lambda url: str(as_admin.get(url).context["form"].fields["category"].choices)  # noqa: E731
    assert "Kulturhuse" not in choices("/partnere/ny/")
    assert "Kulturhuse" in choices(f"/partnere/{partner.pk}/ret/")


def test_a_category_is_added_with_a_code_of_its_own(as_admin):
    data = {"name_da": "Ældreråd", "name_en": "Council", "side": "internal", "source": "x", "is_active": "on"}
    for _ in range(2):
        assert as_admin.post("/partnere/kategorier/ny/", data).status_code == 303
    assert set(PartnerCategory.objects.filter(name_da="Ældreråd").values_list("code", flat=True)) == {
        "aeldreraad", "aeldreraad-2"
    }  # fmt: skip


def test_the_number_of_a_category_is_the_length_of_its_list(as_admin, unit):
    culture = PartnerCategory.objects.get(code="culture")
    for n in range(3):
        factories.PartnerFactory(unit=unit, name=f"Hus {n}", category=culture, is_active=n > 0)
    factories.PartnerFactory(category=culture)
    listings = as_admin.get("/partnere/kategorier/").context["listings"]
    rows = [row for listing in listings for row in listing.rows]
    count = next(row.count for row in rows if row.pk == culture.pk)
    assert count == as_admin.get(LIST, {"category": culture.pk}).context["page"].paginator.count == 2


def test_category_labels_follow_the_language():
    culture = PartnerCategory.objects.get(code="culture")
    with translation.override("en"):
        assert str(culture) == "Cultural institution"
    assert str(culture) == "Kulturinstitution"
    assert reverse("partners:category_edit", args=[culture.pk]).startswith("/partnere/kategorier/")
