"""Steps and open rounds on Min dag of whom they wait for, and a round on a partner's first page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from practice.barometer.actions import answer_round, close_round, open_round
from practice.barometer.models import Round
from practice.iglo.actions import agree_step, end_step
from practice.iglo.models import Level
from tests.helpers import factories
from workspace.day import day

pytestmark = pytest.mark.django_db


def lines(user, kind):
    found = day.day_of(user, clock.today())
    assert not any(group.tasks for group in found.elsewhere)
    return [(task.words, task.due) for group in found.groups for task in group.tasks if task.kind == kind]


def ask(unit, by, **more):
    asked = {"title": "Efterår", "statements": [], "own": ["Vi ringer"]}
    return open_round(unit=unit, by=by, **{"closes_on": clock.today() + timedelta(days=3), **asked, **more})


def test_a_step_stands_with_its_owner_until_it_ends(client, unit, case, guide, colleague, leader):
    due = clock.today() + timedelta(days=7)
    said = {"level": Level.GROUP, "text": "Vi ringer først", "sign": "Færre mails"}
    step = agree_step(unit=unit, by=leader, owner=guide, due_on=due, **said)
    assert lines(guide, "step") == [("Vi ringer først", due)]
    assert lines(colleague, "step") == lines(leader, "step") == []
    client.force_login(guide)
    page = client.get(reverse("workspace:my_day")).content.decode()
    assert reverse("practice:step_end", args=[step.pk]) in page
    client.force_login(leader)
    assert "Vi ringer først" not in client.get(reverse("workspace:unit_day")).content.decode()
    end_step(step, by=guide, outcome="Det hjalp", done=True)
    assert lines(guide, "step") == []


def test_a_round_stands_with_everybody_asked_until_they_answer_or_it_ends(
    unit, guide, colleague, leader, stranger
):
    round_ = ask(unit, leader)
    ask(unit, leader, how=Round.How.LIVE, closes_on=clock.today())
    said = [(f"Barometer: {round_.title} er åben for svar", round_.closes_on)]
    assert lines(guide, "round") == lines(colleague, "round") == lines(leader, "round") == said
    assert lines(stranger, "round") == []
    answer_round(round_, {}, by=guide)
    assert lines(guide, "round") == [] and lines(colleague, "round") == said
    with clock.travel(clock.at(round_.closes_on, 23, 59)):
        assert lines(colleague, "round") == said
    with clock.travel(clock.end_of_day(round_.closes_on)):
        assert lines(colleague, "round") == []
    close_round(round_, by=leader)
    assert lines(colleague, "round") == []


def test_a_partner_who_is_asked_finds_it_on_their_first_page(client, unit, leader):
    contact = factories.ContactFactory(
        partner__unit=unit, user=factories.UserFactory(unit=unit, role="partner")
    )
    ask(unit, leader, title="Kun os")
    asked = ask(unit, leader, title="Også jer", with_partners=True)
    client.force_login(contact.user)
    url = reverse("practice:round_answer", args=[asked.pk])
    page = client.get(reverse("portal:partner_inbox")).content.decode()
    assert url in page and "Også jer" in page and "Kun os" not in page
    assert client.get(url).status_code == 200
    answer_round(asked, {}, by=contact.user)
    assert url not in client.get(reverse("portal:partner_inbox")).content.decode()
