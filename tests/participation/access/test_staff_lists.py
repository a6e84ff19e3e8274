"""Who comes to Min plan stands in no list, picker, count, export or import of those at work, and signs in as none."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from accounts.models import AT_WORK, OWN_PAGE, Role, User
from accounts.staffimport.importer import STAFF, read_role
from accounts.users.actions import invite_user
from accounts.users.filters import UserFilterSet
from accounts.users.forms import UserForm
from accounts.users.invite_many import _role_of
from core import clock
from core.mail.models import OutboxMail
from core.mail.outbox import queue_mail
from core.spreadsheets.readers import read_sheets
from overview.takeover.left import users_who_left
from partners.linksignin.actions import _eligible
from tests.helpers.entering import invite_parent, invite_youth, young_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(guide):
    case = young_case(guide, first_name="Zebra", last_name="Zebrasen")
    return [invite_youth(case).user, invite_parent(case).user]


def test_every_role_is_at_work_or_has_a_page_of_its_own():
    assert {*AT_WORK, *OWN_PAGE} == {*Role} and not {*AT_WORK} & {*OWN_PAGE}


def test_what_asks_for_users_gets_those_at_work(invited, unit, guide):
    """`User.objects`, what a library asks, and what hangs on the unit: one manager."""
    hidden = {user.pk for user in invited}
    assert User._default_manager is User.objects and get_user_model()._default_manager is User.objects
    for rows in (
        User.objects.all(),
        unit.members.all(),
        User.objects.carriers(unit.pk),
        User.objects.leaders(unit.pk),
    ):
        assert not hidden & set(rows.values_list("pk", flat=True))
    assert hidden < set(User.everybody.values_list("pk", flat=True))
    assert not hidden & set(
        users_who_left(unit.pk, clock.local_date(guide.date_joined)).values_list("pk", flat=True)
    )


def test_nothing_but_the_few_asks_for_everybody():
    """Where `User.everybody` stands, somebody has thought about it."""
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in apps.get_app_configs()
        if "." not in app.name
        for path in (settings.BASE_DIR / app.name).rglob("*.py")
        if re.search(r"\bUser\.everybody\b|User\._base_manager", path.read_text(encoding="utf-8"))
    }
    assert found == {
        "accounts/signin/backends.py",
        "accounts/users/models.py",
        "kui/views.py",
        "portal/entry/views.py",
        "portal/myrights/seen.py",
    }


def test_a_choice_among_users_offers_none_of_them(invited):
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    ]
    assert fields
    for field in fields:
        form_field = field.formfield()
        if form_field is not None:
            assert not set(form_field.queryset.values_list("pk", flat=True)) & {user.pk for user in invited}


def test_the_administrators_pages(invited, admin, client):
    client.force_login(admin)
    for query in ("", "?state=all", "?state=invited", "?q=zebra&state=all", "?format=csv&state=all"):
        assert b"Zebra" not in client.get(reverse("accounts:user_list") + query).content
    assert b"Zebra" not in client.get(reverse("overview:waiting")).content
    for user in invited:
        for name in ("user_edit", "user_close"):
            assert client.get(reverse(f"accounts:{name}", args=[user.pk])).status_code == 404
        assert client.post(reverse("accounts:user_invite_again", args=[user.pk])).status_code == 404
        assert client.post(reverse("accounts:user_close", args=[user.pk])).status_code == 404


def test_nobody_is_made_one_by_a_form(unit, guide):
    offered = {value for value, _label in UserForm(instance=guide).fields["role"].choices}
    assert not offered & {*OWN_PAGE}
    assert not {value for value, _label in UserFilterSet.base_filters["role"].extra["choices"]} & {*OWN_PAGE}
    form = UserForm(
        {"name": "Ny", "email": "ny@eksempel.dk", "role": "youth", "initials": "", "phone": ""},
        instance=User(unit=unit),
    )
    assert not form.is_valid() and "role" in form.errors


@pytest.mark.parametrize("role", OWN_PAGE)
def test_an_invitation_of_staff_makes_none(admin, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        invite_user(by=admin, name="Ny", email="ny@eksempel.dk", role=role)


@pytest.mark.parametrize("word", ["youth", "parent", "Ung", "Forælder", "ung", "Young person"])
def test_no_list_that_comes_in_names_one(word):
    assert _role_of(word) == "" and read_role(word) not in OWN_PAGE


def test_a_line_of_another_title_asks_for_a_role_at_work(unit, admin):
    rows = "Initialer;Navn;Mail;Rolle\nAB;Anna Bo;a@eksempel.dk;Ung\n"
    (outcome,) = STAFF.plan(STAFF.table(read_sheets(rows.encode())), unit=unit, by=admin)
    assert [key for key, _label in outcome.asks] == ["guide", "leader", "admin", "figures"]


def test_no_way_in_of_staff_leads_them_in(invited, client):
    for user in invited:
        assert not user.has_usable_password()
        assert authenticate(email=user.email, password="!") is None
        assert _eligible(user.email) is None
        client.post(reverse("account_reset_password"), {"email": user.email})
        client.post(reverse("partners:link_ask"), {"email": user.email})
        assert (
            client.post(
                reverse("account_login"), {"login": user.email, "password": "et-langt-kodeord"}
            ).status_code
            != 302
        )
    assert not OutboxMail.objects.filter(to__endswith=".invalid").exists()


def test_no_mail_is_ever_queued_to_them(invited):
    assert queue_mail(invited[0].email, "Hej", "Hej") is None
    assert not OutboxMail.objects.filter(to=invited[0].email).exists()


def test_pages_of_ones_own_account_are_closed_to_them(invited, client):
    """A password or a second factor that they set there would be a way around the code."""
    for user in invited:
        client.force_login(user)
        for name in (
            "account_change_password",
            "account_reauthenticate",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "accounts:profile",
            "accounts:session_list",
        ):
            assert client.get(reverse(name)).status_code == 403, name
        assert client.get(reverse("home"))["Location"] == reverse("portal:my_plan")
