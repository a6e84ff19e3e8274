"""Several people invited at once: each line as one alone, and no administrator by accident."""

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from core.mail.models import OutboxMail
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

URL = "/brugere/flere/"


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


def test_everybody_gets_a_mail_of_their_own_and_the_role_of_the_line(as_admin, unit):
    people = "Anne And;anne@eksempel.dk\nBo Bøg\tBO@eksempel.dk\tLeder\n\n;;\nCai Christ, cai@eksempel.dk, vejleder"
    sent = {"people": people, "role": "guide", "submit_key": "k"}
    for _n in range(2):
        answer = as_admin.post(URL, sent)
        assert (answer.status_code, answer["Location"]) == (303, "/brugere/?state=invited")
    made = {user.email: (user.name, user.role, user.unit) for user in User.objects.exclude(role="admin")}
    assert made == {
        "anne@eksempel.dk": ("Anne And", "guide", unit),
        "bo@eksempel.dk": ("Bo Bøg", "leader", unit),
        "cai@eksempel.dk": ("Cai Christ", "guide", unit),
    }
    for email in made:
        assert OutboxMail.objects.filter(to=email, subject="Du har nu adgang til KUI").count() == 1
    page = as_admin.get(answer["Location"]).content.decode()
    assert "3 personer er inviteret" in page and "Cai Christ" in page


def test_a_line_that_cannot_be_stands_there_again_with_why_and_stops_no_other(as_admin, guide):
    lines = [
        f"Optaget;{guide.email.upper()}",
        "Uden mail",
        "Skæv;ikke-en-mail",
        "Fremmed;fremmed@eksempel.dk;Chefkonsulent",
        "Pia;pia@eksempel.dk;Partner",
        "Ole;ole@eksempel.dk",
    ]
    answer = as_admin.post(URL, {"people": "\n".join(lines), "role": "guide"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "1 inviteret. 5 linjer" in page
    for why in (
        "optaget",
        "semikolon",
        "gyldig",
        "»Chefkonsulent« er ingen rolle",
        "»Partner« er ingen rolle",
    ):
        assert why in page, why
    assert answer.context["form"]["people"].value() == "\n".join(lines[:-1])
    assert User.objects.filter(email="ole@eksempel.dk").exists()
    # The lines that are left can be sent again, with another key.
    assert answer.context["form"]["submit_key"].value()


def test_the_same_address_twice_is_invited_once(as_admin):
    answer = as_admin.post(URL, {"people": "Ida;ida@eksempel.dk\nIda;IDA@eksempel.dk", "role": "guide"})
    assert answer.status_code == 422 and User.objects.filter(email="ida@eksempel.dk").count() == 1


@pytest.mark.parametrize(
    ("line", "sent", "made"),
    [
        ("Ada;ada@eksempel.dk;Administrator", {}, False),
        ("Ada;ada@eksempel.dk;Administrator", {"administrators": "on"}, True),
        ("Ada;ada@eksempel.dk", {"administrators": "on"}, False),
        ("Ada;ada@eksempel.dk", {"administrators": "on", "role": "admin"}, False),
    ],
)
def test_nobody_is_an_administrator_but_by_the_line_and_the_tick(as_admin, line, sent, made):
    as_admin.post(URL, {"people": line, **sent})
    assert User.objects.filter(email="ada@eksempel.dk", role="admin").exists() is made
    assert User.objects.filter(email="ada@eksempel.dk").exists() is made


@pytest.mark.parametrize(("lines", "status"), [(100, 303), (101, 422)])
def test_a_hundred_at_a_time(as_admin, lines, status, monkeypatch):
    monkeypatch.setattr("accounts.users.invite_many.actions.send_invitation", lambda user, **told: None)
    people = "\n".join(f"Nr {n};nr{n}@eksempel.dk" for n in range(lines))
    assert as_admin.post(URL, {"people": people, "role": "guide"}).status_code == status
    assert User.objects.filter(name__startswith="Nr ").count() == (lines if status == 303 else 0)


def test_a_mail_that_did_not_leave_stands_beside_its_own_user_with_why(as_admin, unit):
    as_admin.post(URL, {"people": "Ida;ida@eksempel.dk\nBo;bo@eksempel.dk", "role": "guide"})
    OutboxMail.objects.filter(to="bo@eksempel.dk").update(state="failed", error="550 No such user")
    url = reverse("accounts:user_list") + "?state=invited"
    page = as_admin.get(url).content.decode()
    assert page.count("Mailen kunne ikke sendes") == 1 and "550 No such user" in page
    few = queries(as_admin, url)
    for _n in range(8):
        factories.UserFactory(unit=unit, password=None)
    assert queries(as_admin, url) == few


def _invited(**values):
    user = factories.UserFactory(role="guide", **values)
    user.set_unusable_password()
    user.save()
    return user


def test_all_who_have_not_been_in_yet_get_a_link_once(as_admin, unit, guide):
    """As those whom `import_staff` made have none."""
    new = [_invited(unit=unit) for _n in range(2)]
    _invited(unit=unit, is_active=False)
    _invited(unit__slug="anden")
    page = as_admin.get("/brugere/?state=invited")
    assert "2 personer får hver en mail med et nyt link" in " ".join(page.content.decode().split())
    assert "nyt link" not in as_admin.get("/brugere/").content.decode()
    for _n in range(2):
        sent = {"submit_key": page.context["again"]["submit_key"].value()}
        answer = as_admin.post("/brugere/invitationer/", sent, follow=True)
        assert answer.redirect_chain == [("/brugere/?state=invited", 302)]
    assert {mail.to for mail in OutboxMail.objects.all()} == {user.email for user in new}
    assert OutboxMail.objects.count() == 2
    assert AuditEvent.objects.filter(action="user.invite_again").count() == 2
    for user in new:
        user.set_password("Noget-langt-7")
        user.save()
    assert "nyt link" not in as_admin.get("/brugere/?state=invited").content.decode()
    assert "nyt link" not in as_admin.post("/brugere/invitationer/", follow=True).content.decode()


def test_a_line_of_a_known_name_is_not_invited_in_passing(as_admin, guide):
    people = f"{guide.name};ny@eksempel.dk\nAnne And;anne@eksempel.dk\nAnne And;anne2@eksempel.dk"
    page = as_admin.post(URL, {"people": people, "role": "guide"}).content.decode()
    assert "Invitér vedkommende alene, hvis det er en anden." in page
    assert "1 inviteret. 2 linjer" in page and f"som har en anden e-mail ({guide.email})" in page
    assert User.objects.filter(name__in=["Anne And", guide.name]).count() == 2
