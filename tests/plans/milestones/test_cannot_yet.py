"""What cannot be done yet: it keeps its day and is not late, says why, and is asked about again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import Case
from core import clock
from plans.milestones import actions
from plans.milestones.choices import CANNOT_YET_DAYS
from plans.models import Milestone
from tests.helpers.factories import make_milestone
from workspace.day import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck(case, guide):
    """A step whose day has passed, and that cannot be done yet."""
    with clock.travel(clock.today() - timedelta(days=40)):
        step = make_milestone(case, due_on=clock.today() + timedelta(days=30))
    actions.move_milestone(step, "cannot_yet", by=guide, reason="Skolen begynder i august")
    return step


def lines(case, kind):
    return [task for task in day.lines_of(case, case.guide, clock.today())[0] if task.kind == kind]


def test_it_keeps_its_day_and_is_counted_nowhere_as_late(stuck, case):
    assert stuck.due_on < clock.today() and stuck.is_open
    assert not stuck.is_overdue() and not Milestone.objects.overdue(clock.today()).exists()
    assert not Milestone.objects.due(clock.today()).exists()
    assert Case.objects.get(pk=case.pk).earliest_open_due is None
    assert lines(case, "milestone") == []


def test_it_needs_a_reason_in_the_action_the_form_and_the_database(client, case, guide):
    step = make_milestone(case)
    with pytest.raises(ValidationError) as refused:
        actions.move_milestone(step, "cannot_yet", by=guide, reason=" ")
    assert "reason" in refused.value.error_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=step.pk).update(status="cannot_yet")
    client.force_login(guide)
    url = f"/sager/{case.pk}/plan/milepael/{step.pk}/"
    assert client.post(f"{url}kan-ikke-endnu/", {"reason": ""}).status_code == 422
    assert (
        client.post(f"{url}flyt/", {"status": "cannot_yet"}, headers={"HX-Request": "true"}).status_code
        == 422
    )
    assert client.post(f"{url}kan-ikke-endnu/", {"reason": "Venter på svar"}).status_code == 303
    assert "Kan ikke endnu, fordi: Venter på svar" in client.get(f"/sager/{case.pk}/plan/").content.decode()


@pytest.mark.parametrize("days", [CANNOT_YET_DAYS - 1, CANNOT_YET_DAYS, CANNOT_YET_DAYS + 1])
def test_it_is_asked_about_again_a_month_later_and_property_and_queryset_agree(stuck, case, days):
    with clock.travel(clock.at(clock.today() + timedelta(days=days), 12)):
        asked = Milestone.objects.to_ask_again(clock.today()).exists()
        assert asked is stuck.is_to_ask_again() is (days >= CANNOT_YET_DAYS)
        assert len(lines(case, "cannot-yet")) == asked


def test_still_not_gives_it_another_month_and_the_history_keeps_both(client, stuck, case, guide):
    with clock.travel(clock.at(clock.today() + timedelta(days=31), 12)):
        client.force_login(guide)
        url = f"/sager/{case.pk}/plan/milepael/{stuck.pk}/"
        assert client.post(f"{url}kan-ikke-endnu/", {"reason": "Optaget er fuldt"}).status_code == 303
        assert lines(case, "cannot-yet") == []
        stuck.refresh_from_db()
        assert (stuck.cannot_because, stuck.cannot_on) == ("Optaget er fuldt", clock.today())
        text = client.get(url).content.decode()
        assert "Kan stadig ikke" in text and "Skolen begynder i august" in text
        with pytest.raises(ValidationError):
            actions.still_cannot(make_milestone(case), by=guide)


def test_to_undo_what_came_after_puts_its_reason_back(stuck, guide):
    actions.postpone_milestone(
        stuck, clock.today() + timedelta(days=90), by=guide, reason="Ny dato fra skolen"
    )
    move = actions.move_milestone(stuck, "dropped", by=guide, reason="Gider ikke")
    actions.undo_move(stuck, move, by=guide)
    stuck.refresh_from_db()
    assert (stuck.status, stuck.cannot_because) == ("cannot_yet", "Skolen begynder i august")
