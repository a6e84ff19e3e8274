"""The administrator's users: invited, changed, closed; and one's own profile."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from accounts.models import Role, User
from accounts.users import actions
from audit.models import AuditEvent
from core import clock
from core.mail.models import OutboxMail
from core.mail.outbox import queue_each
from core.versions import Conflict
from tests.helpers.factories import UnitFactory, UserFactory
from tests.helpers.signing_in import PASSWORD, sign_in

NEW = {
    "name": "Nina Ny",
    "email": "Nina@Eksempel.dk",
    "role": "guide",
    "initials": "nny",
    "phone": "",
    "qualification": "",
}


@pytest.fixture
def at_desk(client, admin):
    """A browser where the administrator is signed in."""
    client.force_login(admin)
    return client


def as_form(user, **changes):
    fields = {name: getattr(user, name) for name in actions.EDITABLE}
    return {**fields, "version": user.version, **changes}


def path_in(mail, settings):
    word = next(word for word in mail.body.split() if word.startswith(settings.SITE_URL + "/konto/"))
    return word.removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("role", ["guide", "leader", "partner"])
def test_only_administrators_keep_users(client, unit, admin, role):
    client.force_login(UserFactory(unit=unit, role=role))
    for path in ("/brugere/", "/brugere/ny/", f"/brugere/{admin.pk}/", f"/brugere/{admin.pk}/luk/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {}).status_code == 403
    denied = AuditEvent.objects.filter(action="page.open", outcome="denied")
    assert denied.count() == 8 and denied.first().path == "/brugere/"


def test_users_of_another_unit_do_not_exist(at_desk, stranger):
    for path in (f"/brugere/{stranger.pk}/", f"/brugere/{stranger.pk}/luk/"):
        assert at_desk.get(path).status_code == 404
    assert at_desk.post(f"/brugere/{stranger.pk}/genaabn/").status_code == 404
    assert stranger.name not in at_desk.get("/brugere/?state=all").content.decode()


def test_an_invited_user_chooses_a_password_and_comes_in(at_desk, admin, client, settings):
    response = at_desk.post("/brugere/ny/", NEW, headers={"host": "localhost"})
    assert response["Location"] == "/brugere/"
    user = User.objects.get(email="nina@eksempel.dk")
    assert (user.unit, user.initials, user.has_usable_password()) == (admin.unit, "NNY", False)
    mail = OutboxMail.objects.get()
    assert mail.to == user.email and admin.name in mail.body and "localhost" not in mail.body
    client.logout()
    page = client.get(path_in(mail, settings), follow=True)
    new = {"password1": "hesten spiser rugbrød", "password2": "hesten spiser rugbrød"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    assert sign_in(client, user.email, new["password1"])["Location"] == "/"
    assert not client.get(path_in(mail, settings), follow=True).redirect_chain
    event = AuditEvent.objects.get(action="user.invite")
    assert (
        event.actor_id == admin.pk
        and event.object_id == str(user.pk)
        and event.changes["role"] == [None, "guide"]
    )


def test_the_same_invitation_five_times_makes_one_user(at_desk):
    data = NEW | {"submit_key": "a" * 32}
    assert {at_desk.post("/brugere/ny/", data).status_code for _ in range(5)} <= {303, 422}
    assert User.objects.filter(email="nina@eksempel.dk").count() == OutboxMail.objects.count() == 1


def test_a_taken_email_or_initials_are_told_at_the_field(at_desk, guide):
    taken = at_desk.post(
        "/brugere/ny/", NEW | {"email": guide.email.upper(), "initials": guide.initials.lower()}
    )
    assert taken.status_code == 422 and User.objects.count() == 2
    assert set(taken.context["form"].errors) == {"email", "initials"}


def test_somebody_of_a_known_name_is_invited_only_as_somebody_else(at_desk, guide):
    again = NEW | {"name": f" {guide.name.upper()} "}
    asked = at_desk.post("/brugere/ny/", again)
    page = asked.content.decode()
    assert (
        asked.status_code == 422 and f"Ligner {guide.name}, som har en anden e-mail ({guide.email})" in page
    )
    assert "Sæt kryds her, hvis det er en anden." in page
    assert NEW["email"] in page, "what was typed stands there"
    assert not User.objects.filter(email__iexact=NEW["email"]).exists()
    assert at_desk.post("/brugere/ny/", again | {"is_another": "on"}).status_code == 303
    assert User.objects.get(email__iexact=NEW["email"]).name == guide.name.upper()


def test_nobody_is_asked_about_a_name_that_only_a_partner_or_nobody_has(at_desk, partner_user):
    assert "is_another" in at_desk.get("/brugere/ny/").content.decode()
    assert at_desk.post("/brugere/ny/", NEW | {"name": partner_user.name}).status_code == 303


def test_a_form_sets_nothing_it_does_not_show(at_desk, admin, stranger):
    extra = {
        "unit": stranger.unit_id,
        "is_active": "",
        "password": "x",
        "is_superuser": "on",
        "version": 9,
        "id": admin.pk,
    }
    at_desk.post("/brugere/ny/", NEW | extra)
    made = User.objects.get(email="nina@eksempel.dk")
    assert (made.unit_id, made.is_active, made.version) == (admin.unit_id, True, 1) and made.pk != admin.pk


def test_an_administrator_changes_a_user(at_desk, guide):
    response = at_desk.post(
        f"/brugere/{guide.pk}/", as_form(guide, name="Gitte Gift", qualification="Diplom")
    )
    assert response.status_code == 303
    guide.refresh_from_db()
    assert (guide.name, guide.qualification, guide.version) == ("Gitte Gift", "Diplom", 2)
    assert AuditEvent.objects.get(action="user.change").changes["name"] == ["Gitte Guide", "Gitte Gift"]


def test_who_saves_second_sees_both_texts_and_loses_nothing(at_desk, guide, admin):
    stale = as_form(guide, name="Mit navn")
    actions.change_user(guide, by=admin, expected_version=1, values=as_form(guide, name="Dit navn"))
    page = at_desk.post(f"/brugere/{guide.pk}/", stale)
    text = page.content.decode()
    assert page.status_code == 409 and "Mit navn" in text and "Dit navn" in text
    again = page.context["form"]
    assert (
        at_desk.post(f"/brugere/{guide.pk}/", stale | {"version": again["version"].value()}).status_code
        == 303
    )
    guide.refresh_from_db()
    assert guide.name == "Mit navn"


def test_nobody_changes_their_own_role(at_desk, admin):
    for role in ("leader", "guide"):
        page = at_desk.post(f"/brugere/{admin.pk}/", as_form(admin, role=role))
        assert page.status_code == 422 and "din egen rolle" in page.content.decode()
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


def test_a_partner_never_becomes_staff_nor_staff_a_partner(at_desk, guide, partner_user):
    assert at_desk.post(f"/brugere/{guide.pk}/", as_form(guide, role="partner")).status_code == 422
    assert (
        at_desk.post(f"/brugere/{partner_user.pk}/", as_form(partner_user, role="guide")).status_code == 422
    )
    assert at_desk.post("/brugere/ny/", NEW | {"role": "partner"}).status_code == 422


def test_a_unit_keeps_an_administrator(admin, unit):
    other = UserFactory(unit=unit, role="admin")
    actions.close_user(admin, by=other)
    with pytest.raises(ValidationError):
        actions.change_user(other, by=admin, expected_version=1, values=as_form(other, role="guide"))


def test_leaders_hear_of_a_new_leader(at_desk, guide, leader):
    at_desk.post(f"/brugere/{guide.pk}/", as_form(guide, role="leader"))
    mail = OutboxMail.objects.get()
    assert mail.to == leader.email and guide.name in mail.subject


def test_a_new_email_takes_old_addresses_and_sessions_with_it(at_desk, guide, client):
    other = type(client)()
    sign_in(other, guide.email)
    EmailAddress.objects.create(user=guide, email=guide.email, verified=True, primary=True)
    old = guide.email
    at_desk.post(f"/brugere/{guide.pk}/", as_form(guide, email="ny@eksempel.dk"))
    assert other.get("/konto/").status_code == 302
    assert sign_in(type(client)(), old).status_code == 200
    assert sign_in(type(client)(), "ny@eksempel.dk").status_code == 302


def test_closing_tells_what_is_left_hanging(at_desk, guide, monkeypatch):
    monkeypatch.setattr(actions, "OFFBOARDING_CHECKS", [lambda user: f"{user.name} har 62 løbende sager."])
    page = at_desk.get(f"/brugere/{guide.pk}/luk/")
    assert "har 62 løbende sager" in page.content.decode()
    assert at_desk.post(f"/brugere/{guide.pk}/luk/", {"reason": "Ny stilling"}).status_code == 422
    guide.refresh_from_db()
    assert guide.is_active
    assert (
        at_desk.post(f"/brugere/{guide.pk}/luk/", {"reason": "Ny stilling", "understood": "on"}).status_code
        == 303
    )
    guide.refresh_from_db()
    assert not guide.is_active
    event = AuditEvent.objects.get(action="user.close")
    assert (event.purpose, event.changes) == ("Ny stilling", {"is_active": [True, False]})


@pytest.mark.parametrize("role", ["admin", "figures"])
def test_a_role_that_carries_no_cases_asks_what_is_left_waiting(at_desk, guide, monkeypatch, role):
    monkeypatch.setattr(actions, "OFFBOARDING_CHECKS", [lambda user: f"{user.name} har 62 løbende sager."])
    url, changed = f"/brugere/{guide.pk}/", as_form(guide, role=role)
    assert "Jeg ved, hvad der står og venter" not in at_desk.get(url).content.decode()
    page = at_desk.post(url, changed)
    text = page.content.decode()
    assert page.status_code == 422 and list(page.context["form"].errors) == ["understood"]
    assert "har 62 løbende sager" in text and "Jeg ved, hvad der står og venter" in text
    guide.refresh_from_db()
    assert guide.role == "guide"
    assert at_desk.post(url, changed | {"understood": "on"}).status_code == 303
    guide.refresh_from_db()
    assert guide.role == role


def test_a_role_that_carries_cases_or_nothing_left_asks_nothing(at_desk, guide, admin, monkeypatch):
    assert at_desk.post(f"/brugere/{guide.pk}/", as_form(guide, role="admin")).status_code == 303
    monkeypatch.setattr(actions, "OFFBOARDING_CHECKS", [lambda user: "Noget ligger der."])
    guide.refresh_from_db()
    assert at_desk.post(f"/brugere/{guide.pk}/", as_form(guide, role="leader")).status_code == 303
    guide.refresh_from_db()
    assert at_desk.post(f"/brugere/{guide.pk}/", as_form(guide, name="Gitte Gift")).status_code == 303


def test_the_tick_is_no_text_that_two_can_change(at_desk, guide, admin, monkeypatch):
    monkeypatch.setattr(actions, "OFFBOARDING_CHECKS", [lambda user: "Noget ligger der."])
    opened = at_desk.get(f"/brugere/{guide.pk}/").context["form"].fingerprints()
    stale = as_form(guide, role="admin", understood="on", opened=opened)
    actions.change_user(guide, by=admin, expected_version=1, values=as_form(guide, name="Gitte Gift"))
    assert at_desk.post(f"/brugere/{guide.pk}/", stale).status_code == 303
    guide.refresh_from_db()
    assert (guide.name, guide.role) == ("Gitte Gift", "admin")


def test_the_leader_hears_of_cases_left_without_a_guide(at_desk, guide, leader, case):
    page = at_desk.get(f"/brugere/{guide.pk}/luk/")
    assert "Gitte Guide" in page.content.decode() and len(page.context["warnings"]) == 1
    assert case.person.last_name not in page.content.decode()
    at_desk.post(f"/brugere/{guide.pk}/luk/", {"understood": "on"})
    mail = OutboxMail.objects.get()
    assert (
        mail.to == leader.email
        and "Sager som ungeguide: 1." in mail.body
        and case.person.last_name not in mail.body
    )
    case.refresh_from_db()
    assert case.guide == guide


def test_closed_and_opened_again(at_desk, guide, client):
    at_desk.post(f"/brugere/{guide.pk}/luk/", {})
    assert guide.name not in shown(at_desk.get("/brugere/"))
    assert guide.name in shown(at_desk.get("/brugere/?state=closed"))
    assert "_auth_user_id" not in sign_in(type(client)(), guide.email).client.session
    at_desk.post(f"/brugere/{guide.pk}/genaabn/")
    assert sign_in(type(client)(), guide.email).status_code == 302
    assert AuditEvent.objects.filter(action__in=["user.close", "user.reopen"]).count() == 2


def test_nobody_closes_their_own_access(at_desk, admin):
    page = at_desk.post(f"/brugere/{admin.pk}/luk/", {})
    assert page.status_code == 422 and "din egen adgang" in page.content.decode()


def test_an_invitation_is_sent_again_only_to_who_has_no_password(at_desk, guide):
    assert at_desk.post(f"/brugere/{guide.pk}/invitation/").status_code == 404
    at_desk.post("/brugere/ny/", NEW)
    nina = User.objects.get(email="nina@eksempel.dk")
    at_desk.post(f"/brugere/{nina.pk}/invitation/")
    assert OutboxMail.objects.filter(to=nina.email).count() == 2


def test_a_user_that_was_read_is_not_written_by_a_get(at_desk, guide, django_assert_max_num_queries):
    for path in (
        f"/brugere/{guide.pk}/invitation/",
        f"/brugere/{guide.pk}/genaabn/",
        "/konto/sessioner/afslut-alle/",
    ):
        assert at_desk.get(path).status_code == 405


def shown(response):
    return {row.name for row in response.context["page"]}


def test_the_list_is_searched_and_filtered(at_desk, guide, leader, admin):
    User.objects.filter(pk=guide.pk).update(name="Åse Østergård")
    assert shown(at_desk.get("/brugere/")) == {"Åse Østergård", leader.name, admin.name}
    assert shown(at_desk.get("/brugere/?q=østerg")) == {"Åse Østergård"}
    assert shown(at_desk.get(f"/brugere/?q={leader.email}")) == {leader.name}
    assert shown(at_desk.get(f"/brugere/?q={admin.initials.lower()}")) == {admin.name}
    assert shown(at_desk.get("/brugere/?role=leader")) == {leader.name}
    assert shown(at_desk.get("/brugere/?state=invited")) == set()
    assert "Ingen passer" in at_desk.get("/brugere/?q=findes-ikke").content.decode()
    assert at_desk.get("/brugere/?role=nonsens&page=-1&sort=password").status_code == 200


def test_the_list_is_sorted_by_its_headings(at_desk, guide, leader):
    sign_in(type(at_desk)(), guide.email)
    names = [row.name for row in at_desk.get("/brugere/?sort=-last_login").context["page"]]
    assert names.index(leader.name) > names.index(guide.name)
    up = [row.name for row in at_desk.get("/brugere/?sort=name").context["page"]]
    down = [row.name for row in at_desk.get("/brugere/?sort=-name").context["page"]]
    assert up == sorted(up) and down == up[::-1]


@pytest.mark.parametrize("state", ["", "invited", "closed", "all"])
def test_each_state_holds_its_own(at_desk, unit, state):
    UserFactory(unit=unit, name="Lukket", is_active=False)
    User.objects.filter(pk=UserFactory(unit=unit, name="Inviteret").pk).update(password="!")
    rows = list(User.objects.filter(unit=unit))
    says = {
        "": lambda user: user.is_active,
        "invited": lambda user: user.name == "Inviteret",
        "closed": lambda user: user.name == "Lukket",
        "all": lambda user: True,
    }[state]
    assert shown(at_desk.get("/brugere/", {"state": state})) == {user.name for user in rows if says(user)}


@pytest.mark.parametrize("key", ["role", "-role", "last_login", "-last_login"])
def test_every_heading_sorts_and_those_never_in_come_last(at_desk, guide, leader, key):
    User.objects.filter(pk=leader.pk).update(last_login=clock.now())
    rows = list(at_desk.get("/brugere/", {"sort": key}).context["page"])
    if key.endswith("role"):
        words = [user.get_role_display() for user in rows]
        assert words == sorted(words, reverse=key.startswith("-"))
    else:
        days = [user.last_login for user in rows if user.last_login]
        assert days == sorted(days, reverse=key.startswith("-"))
        assert [user.last_login for user in rows][: len(days)] == days


def test_a_filter_keeps_the_order_and_its_chip_takes_it_away(at_desk, guide):
    page = at_desk.get("/brugere/?role=guide&q=gitte&sort=-name")
    assert [words for _name, _value, words in page.context["filters"].chips] == ["»gitte«", "Ungeguide"]
    text = page.content.decode()
    assert '<input type="hidden" name="sort" value="-name">' in text
    assert 'href="/brugere/?q=gitte&amp;sort=-name"' in text


def test_names_are_in_danish_order(at_desk, unit, admin):
    for name in ("Ågot", "Østen", "Ærna", "Zita", "Bo"):
        UserFactory(unit=unit, name=name)
    names = [row.name for row in at_desk.get("/brugere/").context["page"]]
    assert names == [admin.name, "Bo", "Zita", "Ærna", "Østen", "Ågot"]


def test_the_list_is_taken_out_as_it_is_filtered_and_that_is_kept(at_desk, guide, leader, stranger):
    User.objects.filter(pk=guide.pk).update(name="=HYPERLINK(1)")
    response = at_desk.get("/brugere/?role=guide&format=csv")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Type"].startswith("text/csv") and guide.email in text
    assert leader.email not in text and stranger.email not in text and "'=HYPERLINK" in text
    assert AuditEvent.objects.get(action="user.export").changes == {"rows": [None, 1]}
    assert at_desk.get("/brugere/?format=xlsx").content[:2] == b"PK"
    assert at_desk.get("/brugere/?format=exe")["Content-Type"].startswith("text/html")


def test_two_users_and_twenty_cost_the_same_queries(at_desk, unit, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    UserFactory.create_batch(2, unit=unit)
    at_desk.get("/brugere/")
    with CaptureQueriesContext(connection) as few:
        at_desk.get("/brugere/")
    UserFactory.create_batch(20, unit=unit)
    with CaptureQueriesContext(connection) as many:
        at_desk.get("/brugere/")
    assert len(few) == len(many) <= 8, [query["sql"][:80] for query in many]


def test_people_change_their_own_name_phone_and_language(client, guide):
    client.force_login(guide)
    data = {
        "name": "Gitte G.",
        "phone": "20 12 34 99",
        "language": "en",
        "version": 1,
        "role": "leader",
        "email": "x@y.dk",
    }
    assert client.post("/konto/", data).status_code == 303
    guide.refresh_from_db()
    assert (guide.name, guide.phone, guide.language, guide.role) == ("Gitte G.", "20123499", "en", "guide")
    assert "x@y.dk" != guide.email
    assert "My profile" in client.get("/konto/").content.decode()
    assert AuditEvent.objects.get(action="user.profile").changes["language"] == ["da", "en"]


def test_the_profile_of_two_windows_loses_nothing(client, guide):
    client.force_login(guide)
    first = {"name": "Det ene", "phone": "", "language": "da", "version": 1}
    client.post("/konto/", first)
    page = client.post("/konto/", first | {"name": "Det andet"})
    assert (
        page.status_code == 409
        and "Det ene" in page.content.decode()
        and "Det andet" in page.content.decode()
    )


def test_the_profile_with_errors_says_where(client, guide):
    client.force_login(guide)
    page = client.post("/konto/", {"name": "", "language": "da", "version": 1})
    assert page.status_code == 422 and 'aria-describedby="id_name_error"' in page.content.decode()


def test_the_language_switch_stays_with_the_person(client, guide):
    client.force_login(guide)
    assert client.post("/sprog/", {"language": "en", "next": "/konto/"})["Location"] == "/konto/"
    guide.refresh_from_db()
    assert guide.language == "en"
    client.post("/konto/log-ud/")
    sign_in(client, guide.email, PASSWORD)
    assert "My profile" in client.get("/konto/").content.decode()


def test_conflict_is_raised_by_the_verb(guide, admin):
    with pytest.raises(Conflict):
        actions.change_user(guide, by=admin, expected_version=7, values=as_form(guide, name="X"))
    assert not AuditEvent.objects.filter(action="user.change").exists()


@pytest.mark.once
def test_the_units_leaders_are_those_who_can_act_the_one_longest_there_first(unit, guide, admin):
    first, second = (UserFactory(unit=unit, role="leader") for _n in range(2))
    UserFactory(unit=unit, role="leader", is_active=False)
    UserFactory(unit=UnitFactory(), role="leader")
    assert list(User.objects.leaders(unit.pk)) == [first, second]


@pytest.mark.once
def test_each_is_written_to_once_and_in_their_own_language(unit):
    people = [UserFactory(unit=unit, role="leader", language=language) for language in ("da", "en")]
    for _n in range(2):
        queue_each(people, lambda to: (str(gettext("Save")), to.name), key="x")
    sent = OutboxMail.objects.order_by("pk").values_list("subject", "body")
    assert list(sent) == [("Gem", people[0].name), ("Save", people[1].name)]
