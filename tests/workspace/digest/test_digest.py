"""Monday's mail: once a week and person, numbers only."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cases.activity import actions
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from kui.celery import app
from tests.helpers import factories
from workspace.digest import digest
from workspace.digest.tasks import send_digests

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# A plain Monday, and those after the two nights on which the clock changes.
MONDAYS = [date(2026, 11, 23), date(2026, 3, 30), date(2026, 10, 26)]


@pytest.fixture
def busy(guide):
    """A guide with a milestone three days late on the Monday before last."""
    with clock.travel(date(2026, 1, 5)):
        case = factories.make_case(
            guide, first_name="Hemmelig", birth_date=date(2005, 6, 1), on=clock.today()
        )
        actions.set_activity(case, "job", by=guide)
    return guide


@pytest.mark.parametrize("monday", MONDAYS)
def test_it_leaves_at_seven_in_copenhagen_once_a_week(busy, monday):
    with clock.travel(clock.at(monday, 7) - timedelta(seconds=1)):
        assert digest.send_due() == 0
    with clock.travel(clock.at(monday, 7)):
        assert send_digests() == 1
    for hour in (8, 12, 18, 23):
        with clock.travel(clock.at(monday, hour, 59)):
            assert digest.send_due() == 0
    with clock.travel(clock.at(monday + timedelta(days=1), 7)):
        assert digest.send_due() == 0
    with clock.travel(clock.at(monday + timedelta(days=7), 7)):
        assert digest.send_due() == 1


@pytest.mark.parametrize("monday", MONDAYS)
def test_a_worker_that_was_away_in_the_morning_sends_it_later_that_day(busy, monday):
    with clock.travel(clock.at(monday, 18, 2)):
        assert digest.send_due() == 1


def test_numbers_and_a_link_and_nothing_about_anybody(busy, settings):
    case = busy.guided_cases.get()
    with clock.travel(clock.at(MONDAYS[0], 7)):
        factories.make_milestone(case, own_words="Hemmeligt ord", due_on=clock.today())
        digest.send_due()
        outbox.send_due()
    letter = mail.outbox[0]
    assert letter.to == [busy.email] and letter.subject == "Din uge i KUI"
    assert "- I dag: 1" in letter.body and "- Over frist: 1" in letter.body
    assert f"{settings.SITE_URL}/min-dag/" in letter.body
    everything = letter.subject + letter.body
    for word in ("Hemmelig", case.person.last_name, str(case.pk), case.person.cpr):
        assert word not in everything


def test_the_numbers_are_those_of_the_page(busy, client):
    monday = MONDAYS[0]
    with clock.travel(clock.at(monday, 7)):
        for days in (-3, 0, 0, 2):
            factories.make_milestone(busy.guided_cases.get(), due_on=monday + timedelta(days=days))
        digest.send_due()
        client.force_login(busy)
        groups = {group.css: group.total for group in client.get("/min-dag/").context["groups"]}
    body = OutboxMail.objects.get().body
    assert f"- Over frist: {groups['late']}" in body
    assert f"- I dag: {groups['today']}" in body
    assert f"- Resten af ugen: {groups['week']}" in body


def test_a_leader_gets_the_units_numbers(busy, leader):
    with clock.travel(clock.at(MONDAYS[0], 7)):
        assert digest.send_due() == 2
    body = OutboxMail.objects.get(to=leader.email).body
    assert "Enheden" in body and "/enhedens-dag/" in body and "Din dag" not in body


def test_not_to_who_declined_it_nor_to_closed_accounts_nor_to_who_carries_nothing(busy, colleague, admin):
    busy.weekly_digest = False
    busy.save(update_fields=["weekly_digest"])
    with clock.travel(clock.at(MONDAYS[0], 7)):
        assert digest.send_due() == 0
    busy.weekly_digest, busy.is_active = True, False
    busy.save(update_fields=["weekly_digest", "is_active"])
    with clock.travel(clock.at(MONDAYS[0], 7)):
        assert digest.send_due() == 0


@pytest.mark.parametrize("field", ["weekly_digest", "is_active"])
def test_a_queued_mail_is_not_sent_to_who_declines_or_leaves_meanwhile(busy, field):
    with clock.travel(clock.at(MONDAYS[0], 7)):
        assert digest.send_due() == 1
        setattr(busy, field, False)
        busy.save(update_fields=[field])
        assert outbox.send_due() == 0
    assert OutboxMail.objects.get().state == OutboxMail.State.DROPPED


def test_it_is_turned_off_on_the_profile(client, busy, admin):
    client.force_login(busy)
    url = reverse("accounts:profile")
    assert "mail mandag morgen" in client.get(url).content.decode()
    sent = {"name": busy.name, "phone": busy.phone, "language": "da", "version": busy.version}
    assert client.post(url, sent).status_code == 303
    busy.refresh_from_db()
    assert not busy.weekly_digest
    assert client.post(url, {**sent, "version": busy.version, "weekly_digest": "on"}).status_code == 303
    busy.refresh_from_db()
    assert busy.weekly_digest
    client.force_login(admin)
    assert "weekly_digest" not in client.get(url).content.decode()


def test_the_clockwork_wakes_it_from_seven_on_mondays():
    schedule = app.conf.beat_schedule["send digests"]["schedule"]
    assert (schedule.day_of_week, min(schedule.hour)) == ({1}, 7)
    assert app.conf.timezone == "Europe/Copenhagen"
