"""The tables that an administrator keeps behave alike: listed, added to once, changed by two without loss."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.tables import RULES
from cases.notes.tables import KINDS
from intake.tables.tables import TABLES
from partners.categories.tables import CATEGORIES
from plans.plan.tables import DESTINATIONS

pytestmark = pytest.mark.django_db

EVERY = [DESTINATIONS, KINDS, RULES, CATEGORIES, *TABLES.values()]
NAMES = {
    "code": "prøve", "group": "other", "counts_as_positive": "no", "sustained_days": 91, "position": 5,
    "name_en": "Trial",
    "counts_as": "talk", "text": "Ordlyd", "valid_from": "2020-01-01", "side": "external", "category": "",
    "is_active": "on",
}  # fmt: skip


def sent(table, name, **more) -> dict:
    """What the table's form sends, with ``name`` for the row."""
    fields = {name: NAMES.get(name, "") for name in table.form._meta.fields}
    named = {"name_da": name} if "name_da" in fields else {"name": name}
    return fields | named | {"code": "proeve"} | more


@pytest.fixture
def desk(client, admin):
    """The administrator at their desk."""
    client.force_login(admin)
    return client


@pytest.mark.parametrize("table", EVERY, ids=lambda table: str(table.title))
def test_every_row_leads_to_its_form(desk, table):
    page = desk.get(table.list_url).content.decode()
    for row in table.rows(desk.get(table.list_url).wsgi_request.user):
        assert f'href="{table.row_url(row)}"' in page
        assert str(row) in desk.get(table.row_url(row)).content.decode()
        break
    assert table.add_url in page


@pytest.mark.parametrize("table", EVERY, ids=lambda table: str(table.title))
def test_the_same_form_sent_twice_makes_one_row(desk, table):
    before = table.model.objects.count()
    for _n in range(2):
        assert desk.post(table.add_url, sent(table, "Ny prøve", submit_key="x")).status_code == 303
    assert table.model.objects.count() == before + 1
    assert AuditEvent.objects.filter(action=table.added).count() == 1


@pytest.mark.parametrize(
    "table", [t for t in EVERY if t is not CATEGORIES], ids=lambda table: str(table.title)
)
def test_who_changes_a_row_second_gets_both_texts(desk, table):
    desk.post(table.add_url, sent(table, "Ny prøve"))
    row = table.model.objects.latest("pk")
    url = table.row_url(row)
    assert desk.post(url, sent(table, "Den første", version=1)).status_code == 303
    late = desk.post(url, sent(table, "Den anden", version=1))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Den første" in page and "Den anden" in page and "Behold den anden udgave" in page
    assert "Du gemte selv i et andet vindue" in page
    assert desk.post(url, sent(table, "Den anden", version=2)).status_code == 303
    row.refresh_from_db()
    assert str(row) == "Den anden"
    assert AuditEvent.objects.filter(action=table.edited).count() == 2


def test_a_code_that_is_taken_is_told(desk):
    taken = DESTINATIONS.model.objects.first().code
    page = desk.post(DESTINATIONS.add_url, sent(DESTINATIONS, "Ny prøve") | {"code": taken})
    assert page.status_code == 422 and page.context["form"].errors["code"]


def test_a_refused_form_still_says_what_stands_there(desk):
    row = KINDS.model.objects.first()
    page = desk.post(KINDS.row_url(row), sent(KINDS, "", version=row.version))
    assert page.status_code == 422 and f"<h1>{row}</h1>" in page.content.decode()


def test_a_table_that_is_none_is_not_found(desk):
    assert desk.get(reverse("intake:table_add", args=["andet"])).status_code == 404


def test_a_second_row_under_the_same_key_is_told_what_is_wrong_with_it(desk):
    assert desk.post(DESTINATIONS.add_url, sent(DESTINATIONS, "Ny prøve", submit_key="x")).status_code == 303
    other = desk.post(DESTINATIONS.add_url, sent(DESTINATIONS, "Noget andet", submit_key="x"))
    assert other.status_code == 422
    assert "Noget andet" in other.content.decode() and other.context["form"].errors["code"]
