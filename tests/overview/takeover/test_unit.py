"""Articles, steps and what comes back in the unit, left behind by who has stopped."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.users.actions import close_user
from audit.models import AuditEvent
from core import clock
from overview.takeover import left
from overview.takeover.left import Kind
from practice.iglo.actions import agree_step, end_step
from practice.knowledge.actions import archive_article
from practice.rhythm.actions import add_rhythm
from tests.helpers import factories

pytestmark = pytest.mark.django_db

DUE = date(2036, 1, 10)


@pytest.fixture
def article(guide):
    return factories.make_article(guide)


@pytest.fixture
def rhythm(unit, guide, leader):
    return add_rhythm(
        unit, by=leader, kind="other", title="Fredagskaffe", owner=guide, every="week", weekday=4
    )


@pytest.fixture
def step(unit, guide, leader):
    return agree_step(
        unit=unit,
        by=leader,
        level="group",
        text="Kaffe med alle nye",
        sign="De bliver",
        owner=guide,
        due_on=DUE,
    )


def give(client, who, to):
    page = reverse("overview:takeover_user", args=[who.pk])
    key = client.get(page).context["form"]["submit_key"].value()
    sent = {"step": "send", "submit_key": key, "scope": "alle", "to": to, "reason": "Ny ejer"}
    return client.post(page, sent)


def test_they_stand_on_the_list_once_their_owner_has_stopped_and_are_handed_over(
    client, guide, colleague, leader, admin, article, rhythm
):
    today = clock.today()
    assert left.who_left(guide.unit_id, today) == []
    close_user(guide, by=admin)
    assert left.who_left(guide.unit_id, today) == [guide]
    assert left.counts(left.of_user(guide, today)) == {Kind.ARTICLE: 1, Kind.RHYTHM: 1}
    client.force_login(leader)
    listed = client.get(reverse("overview:takeover_list")).content.decode()
    assert guide.name in listed and "Artikler i vidensbanken: 1" in listed
    page = client.get(reverse("overview:takeover_user", args=[guide.pk])).content.decode()
    assert article.title in page and "Fredagskaffe" in page and article.get_absolute_url() in page
    assert give(client, guide, str(colleague.pk)).status_code == 303
    article.refresh_from_db()
    rhythm.refresh_from_db()
    assert article.owner == rhythm.owner == colleague
    assert AuditEvent.objects.filter(action__in=["article.given", "rhythm.edited"]).count() == 2
    assert left.who_left(guide.unit_id, today) == []


def test_without_somebody_they_are_the_leaders_for_now(client, guide, leader, admin, article, rhythm):
    close_user(guide, by=admin)
    client.force_login(leader)
    assert give(client, guide, "ingen").status_code == 303
    article.refresh_from_db()
    rhythm.refresh_from_db()
    assert article.owner == rhythm.owner == leader


@pytest.mark.parametrize("taken", [True, False])
def test_a_step_goes_to_somebody_else_and_stands_on_their_day(
    client, guide, colleague, leader, admin, step, taken
):
    assert left.who_left(guide.unit_id, clock.today()) == []
    close_user(guide, by=admin)
    client.force_login(leader)
    page = client.get(reverse("overview:takeover_user", args=[guide.pk])).content.decode()
    assert "Kaffe med alle nye" in page and "Skridt" in page
    new = colleague if taken else leader
    assert give(client, guide, str(colleague.pk) if taken else "ingen").status_code == 303
    step.refresh_from_db()
    assert step.owner == new and left.who_left(guide.unit_id, clock.today()) == []
    (event,) = AuditEvent.objects.filter(action="step.given")
    assert event.changes == {"owner": [guide.pk, new.pk]}
    client.force_login(new)
    assert "Kaffe med alle nye" in client.get(reverse("workspace:my_day")).content.decode()


def test_a_step_that_has_ended_is_left_behind_by_nobody(guide, admin, step):
    end_step(step, by=guide, outcome="Det virkede", done=True)
    close_user(guide, by=admin)
    assert left.who_left(guide.unit_id, clock.today()) == []


def test_what_is_over_is_left_behind_by_nobody(guide, leader, admin, article):
    archive_article(article, by=guide)
    close_user(guide, by=admin)
    assert left.who_left(guide.unit_id, clock.today()) == []


def test_an_administrator_at_work_keeps_their_articles(unit, admin):
    own = factories.make_article(admin)
    assert left.who_left(unit.pk, clock.today()) == []
    own.owner.is_active = False
    own.owner.save()
    assert left.who_left(unit.pk, clock.today()) == [admin]
