"""A lost second step is removed by two persons."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import FactorReset
from accounts.signin import tasks, throttle
from accounts.users import mfa_reset
from audit.models import AuditEvent
from core import clock
from core.mail.models import OutboxMail
from tests.helpers.factories import UserFactory
from tests.helpers.signing_in import sign_in


@pytest.fixture
def lost(guide):
    """A guide whose app is lost."""
    TOTP.activate(guide, generate_totp_secret())
    return guide


def factors(user):
    return Authenticator.objects.filter(user=user).count()


def test_one_asks_another_confirms(client, lost, admin, leader, settings):
    client.force_login(admin)
    assert client.post(f"/brugere/{lost.pk}/ekstra-trin/").status_code == 302
    assert factors(lost) == 1
    mail = OutboxMail.objects.get()
    path = f"/brugere/{lost.pk}/ekstra-trin/bekraeft/"
    assert mail.to == leader.email and settings.SITE_URL + path in mail.body
    client.force_login(leader)
    assert lost.name in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert factors(lost) == 0
    assert OutboxMail.objects.latest("pk").to == lost.email
    assert [
        e.action for e in AuditEvent.objects.filter(action__startswith="factor.reset").order_by("pk")
    ] == [
        "factor.reset_ask",
        "factor.reset",
    ]
    assert sign_in(client, lost.email)["Location"] == "/"


def test_who_asked_cannot_confirm(client, lost, admin, leader):
    client.force_login(admin)
    client.post(f"/brugere/{lost.pk}/ekstra-trin/")
    page = client.post(f"/brugere/{lost.pk}/ekstra-trin/bekraeft/")
    assert page.status_code == 400 and factors(lost) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.update(done_by=admin, done_at=clock.now())


def test_nobody_confirms_for_themselves(unit, admin, leader):
    TOTP.activate(leader, generate_totp_secret())
    UserFactory(unit=unit, role="leader")
    mfa_reset.request_reset(leader, by=admin)
    with pytest.raises(ValidationError):
        mfa_reset.confirm_reset(leader, by=leader)
    with pytest.raises(ValidationError):
        mfa_reset.request_reset(admin, by=admin)


def test_a_request_is_good_for_a_day_and_once(lost, admin, leader):
    mfa_reset.request_reset(lost, by=admin)
    with clock.travel(clock.now() + timedelta(hours=25)), pytest.raises(ValidationError):
        mfa_reset.confirm_reset(lost, by=leader)
    mfa_reset.request_reset(lost, by=admin)
    assert FactorReset.objects.count() == 1
    mfa_reset.confirm_reset(lost, by=leader)
    TOTP.activate(lost, generate_totp_secret())
    with pytest.raises(ValidationError):
        mfa_reset.confirm_reset(lost, by=leader)
    assert factors(lost) == 1


def test_alone_it_cannot_be_done(lost, admin):
    with pytest.raises(ValidationError):
        mfa_reset.request_reset(lost, by=admin)


def test_a_guide_confirms_nothing(lost, admin, leader, colleague):
    mfa_reset.request_reset(lost, by=admin)
    with pytest.raises(ValidationError):
        mfa_reset.confirm_reset(lost, by=colleague)


def test_without_a_second_step_there_is_nothing_to_ask(guide, admin, leader):
    with pytest.raises(ValidationError):
        mfa_reset.request_reset(guide, by=admin)


def test_tidying_removes_what_is_over_and_nothing_else(client, guide):
    sign_in(client, guide.email, "forkert")
    sign_in(client, guide.email)
    throttle.TryCounter.objects.create(key="gammel", ends_at="2020-01-01T00:00Z")
    UserSession.objects.create(user=guide, ip="192.0.2.1", user_agent="x", session_key="væk")
    kept = throttle.TryCounter.objects.exclude(key="gammel").count()
    tasks.tidy_up()
    assert throttle.TryCounter.objects.count() == kept
    assert UserSession.objects.get(user=guide).session_key == client.session.session_key
