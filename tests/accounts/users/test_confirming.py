"""An administrator alone lets nobody in to a case: a leader says who somebody is, and all concerned hear of it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from accounts.users import actions
from accounts.users.confirming import confirm_user, needs_leader, waiting_for_confirmation
from audit.models import AuditEvent
from cases.models import Case
from core.mail.models import OutboxMail
from intake.models import Inquiry
from reports.models import ReportSnapshot
from tests.helpers import factories
from tests.helpers.signing_in import signed_in

NEW = {"name": "Mai Ny", "email": "mai@eksempel.dk", "initials": "", "phone": "", "qualification": ""}


def change(user, by, **values):
    """Save an administrator's changes."""
    user.refresh_from_db()
    told = {name: getattr(user, name) for name in actions.EDITABLE} | values
    actions.change_user(user, by=by, expected_version=user.version, values=told)
    user.refresh_from_db()


def opens_nothing(user) -> bool:
    """Whether no query and no page gives them a case, or that there is one."""
    user = User.objects.get(pk=user.pk)
    client, case = signed_in(user), Case.objects.get()
    pages = [case.get_absolute_url(), reverse("workspace:unit_list"), reverse("intake:inquiry_list")]
    pages.append(reverse("cases:purpose", args=[case.pk]))
    answers = {client.get(page).status_code for page in pages}
    found = [
        Case.objects.visible_to(user), Case.objects.known_to(user), Case.objects.opened_in_emergency(user),
        Inquiry.objects.visible_to(user), ReportSnapshot.objects.visible_to(user),
    ]  # fmt: skip
    return answers <= {403, 404} and not any(rows.exists() for rows in found)


@pytest.mark.parametrize("role", ["guide", "leader"])
def test_an_invited_puppet_opens_nothing_until_a_leader_confirms(admin, leader, case, role):
    puppet = actions.invite_user(by=admin, role=role, **NEW)
    assert opens_nothing(puppet)
    page = signed_in(puppet).get("/", follow=True)
    assert page.status_code == 403 and "En leder skal bekræfte dig" in page.content.decode()
    assert signed_in(puppet).get(reverse("accounts:profile")).status_code == 200
    page = signed_in(leader).get(reverse("accounts:user_confirmations")).content.decode()
    assert "Mai Ny" in page and "mai@eksempel.dk" in page and admin.name in page
    answer = signed_in(leader).post(
        reverse("accounts:user_confirm", args=[puppet.pk]), {"version": puppet.version}
    )
    assert answer.status_code == 302
    assert signed_in(puppet).get("/", follow=True).status_code == 200
    assert AuditEvent.objects.get(action="user.confirm").actor_id == leader.pk
    assert not waiting_for_confirmation(leader).exists()


@pytest.mark.parametrize("values", [{"email": "puppe@eksempel.dk"}, {"role": "leader"}])
def test_a_changed_address_or_a_wider_role_opens_nothing_until_confirmed(admin, leader, guide, case, values):
    assert not opens_nothing(guide)
    change(guide, admin, **values)
    assert opens_nothing(guide) and list(waiting_for_confirmation(leader)) == [guide]
    confirm_user(guide, by=leader, expected_version=guide.version)
    assert not opens_nothing(guide)


def test_the_administrator_is_told_that_a_leader_must_confirm(admin, leader, guide):
    client, url = signed_in(admin), reverse("accounts:user_edit", args=[guide.pk])
    told = f"En leder skal bekræfte {guide.name}"
    sent = {name: getattr(guide, name) for name in actions.EDITABLE} | {"version": guide.version}
    page = client.post(url, sent | {"name": guide.name, "phone": "20123499"}, follow=True)
    assert told not in page.content.decode()
    assert "Venter på, at en leder bekræfter" not in client.get(url).content.decode()
    sent |= {"email": "ny@eksempel.dk", "version": guide.version + 1}
    assert told in client.post(url, sent, follow=True).content.decode()
    assert "Venter på, at en leder bekræfter" in client.get(url).content.decode()
    guide.refresh_from_db()
    confirm_user(guide, by=leader, expected_version=guide.version)
    assert "Venter på, at en leder bekræfter" not in client.get(url).content.decode()


def test_an_invitation_and_an_access_opened_again_say_so_too(admin, leader):
    client, told = signed_in(admin), "En leder skal bekræfte Mai Ny"
    page = client.post(reverse("accounts:user_invite"), NEW | {"role": "guide"}, follow=True).content.decode()
    assert told in page and "Venter på, at en leder bekræfter" in page
    mai = User.objects.get(email=NEW["email"])
    actions.close_user(mai, by=admin)
    url = reverse("accounts:user_edit", args=[mai.pk])
    assert "Venter på, at en leder bekræfter" not in client.get(url).content.decode()
    assert told in client.post(reverse("accounts:user_reopen", args=[mai.pk]), follow=True).content.decode()


def test_an_administrator_is_confirmed_by_nobody_and_nobody_is_named(admin, leader, guide):
    url = reverse("accounts:user_edit", args=[guide.pk])
    sent = {name: getattr(guide, name) for name in actions.EDITABLE} | {"version": guide.version}
    page = signed_in(admin).post(url, sent | {"role": "admin"}, follow=True).content.decode()
    assert "er gemt" in page and "En leder skal bekræfte" not in page


def test_a_partners_new_address_waits_too(admin, leader, partner_user):
    change(partner_user, admin, email="puppe@eksempel.dk")
    assert signed_in(partner_user).get(reverse("portal:partner_inbox")).status_code == 403
    assert list(waiting_for_confirmation(leader)) == [partner_user]


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({"role": [None, "guide"]}, True),
        ({"role": [None, "partner"]}, True),
        ({"role": ["admin", "guide"]}, True),
        ({"role": ["guide", "leader"]}, True),
        ({"role": ["leader", "guide"]}, False),
        ({"email": ["a@x.dk", "b@x.dk"]}, True),
        ({"name": ["A", "B"], "phone": ["1", "2"]}, False),
    ],
)
def test_what_a_leader_must_confirm(changes, waits):
    assert needs_leader(changes) is waits


def test_the_old_address_the_new_one_and_the_leaders_are_told(admin, leader, guide):
    old = guide.email
    change(guide, admin, email="ny@eksempel.dk")
    mails = {mail.to: mail for mail in OutboxMail.objects.all()}
    assert set(mails) == {old, "ny@eksempel.dk", leader.email}
    assert old in mails[old].body and "ny@eksempel.dk" in mails[old].body and admin.name in mails[old].body
    assert reverse("accounts:user_confirmations") in mails[leader.email].body


@pytest.mark.parametrize("role", ["guide", "leader", "admin"])
def test_leaders_are_told_of_each_invitation(admin, leader, role):
    actions.invite_user(by=admin, role=role, **NEW)
    assert OutboxMail.objects.filter(to=leader.email).count() == 1


def test_an_address_that_is_the_administrators_own_is_told_as_well(admin, leader):
    old = admin.email
    change(admin, admin, email="asta.ny@eksempel.dk")
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {old, admin.email, leader.email}
    assert signed_in(admin).get(reverse("accounts:user_list")).status_code == 200


def test_who_waits_confirms_nobody_and_nobody_confirms_themselves(admin, leader, guide, stranger):
    puppet = actions.invite_user(by=admin, role="leader", **NEW)
    change(leader, admin, email="puppe@eksempel.dk")
    for by, about in ((puppet, leader), (puppet, puppet), (leader, leader), (admin, puppet), (guide, puppet)):
        about.refresh_from_db()
        with pytest.raises(ValidationError):
            confirm_user(about, by=by, expected_version=about.version)
    elsewhere = factories.UserFactory(unit=stranger.unit, role="leader")
    with pytest.raises(ValidationError):
        confirm_user(puppet, by=elsewhere, expected_version=puppet.version)


def test_a_leader_confirms_what_they_saw(admin, leader):
    puppet = actions.invite_user(by=admin, role="guide", **NEW)
    seen = puppet.version
    change(puppet, admin, email="en.anden@eksempel.dk")
    with pytest.raises(ValidationError):
        confirm_user(puppet, by=leader, expected_version=seen)
    answer = signed_in(leader).post(reverse("accounts:user_confirm", args=[puppet.pk]), {"version": seen})
    page = signed_in(leader).get(answer["Location"]).content.decode()
    assert "mai@eksempel.dk" in page and "en.anden@eksempel.dk" in page


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 5000])
def test_what_is_no_version_confirms_nobody(admin, leader, seen):
    puppet = actions.invite_user(by=admin, role="guide", **NEW)
    answer = signed_in(leader).post(reverse("accounts:user_confirm", args=[puppet.pk]), {"version": seen})
    assert answer.status_code == 302 and waiting_for_confirmation(leader).get() == puppet


def test_the_only_leader_is_confirmed_from_the_command_line(admin, leader, capsys):
    change(leader, admin, email="hanne@eksempel.dk")
    call_command("confirm_user", "Hanne@eksempel.dk")
    assert User.objects.get(pk=leader.pk).is_confirmed and leader.name in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody"):
        call_command("confirm_user", "hanne@eksempel.dk")


def test_two_who_wait_and_twenty_cost_the_same(admin, leader, django_assert_num_queries):
    client, address = signed_in(leader), reverse("accounts:user_confirmations")
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            actions.invite_user(by=admin, role="guide", **(NEW | {"email": f"mai{number}@eksempel.dk"}))
        client.get(address)
        with django_assert_num_queries(4):
            client.get(address)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "ny@eksempel.dk"}, "Din e-mail er ændret."),
        ({"role": "leader"}, "Din rolle er ændret."),
        ({"role": "leader", "email": "ny@eksempel.dk"}, "Din e-mail og din rolle er ændret."),
    ],
)
def test_who_waits_reads_what_was_changed(admin, leader, guide, changes, words):
    change(guide, admin, **changes)
    page = signed_in(guide).get("/", follow=True).content.decode()
    assert words in page and "Du er ny" not in page


def test_somebody_new_and_a_partners_user_who_sees_more_read_that(admin, leader, partner_user):
    puppet = actions.invite_user(by=admin, role="guide", **NEW)
    assert "Du er ny." in signed_in(puppet).get("/", follow=True).content.decode()
    actions.confirm_anew(partner_user, by=admin, changes={"partner": ["Det gamle FGU", "FGU Nord"]})
    page = signed_in(partner_user).get("/", follow=True).content.decode()
    assert "»Det gamle FGU« er nu en del af »FGU Nord«" in page and "Du er ny" not in page


def test_a_link_to_what_opens_once_they_are_confirmed_says_what_they_wait_for(
    admin, leader, case, partner_user
):
    actions.confirm_anew(partner_user, by=admin, changes={"partner": ["Det gamle FGU", "FGU Nord"]})
    client, waits = signed_in(partner_user), "En leder skal bekræfte dig"
    for path in (case.get_absolute_url(), f"/til-udtalelse/{case.pk}/"):
        page = client.get(path)
        assert page.status_code == 404 and waits in page.content.decode()
    assert waits not in client.get("/findes-ikke/").content.decode()
