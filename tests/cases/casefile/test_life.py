"""Nothing happens before a case was opened or after it was closed, and it is not closed before what is dated later."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.activity import actions as activity
from cases.casefile.actions import set_status
from cases.models import Case, Status
from cases.notes.actions import add_note
from core import clock
from plans.closing.actions import close_case, reopen_case
from plans.milestones.actions import move_milestone
from plans.models import Destination
from plans.plan.actions import record_outcome
from tests.helpers import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def opened(case):
    return case.opened_on


def refused(act) -> list[str]:
    """The fields beside which the act was refused."""
    with pytest.raises(ValidationError) as told, transaction.atomic():
        act()
    return list(told.value.error_dict)


def test_a_note_lies_within_the_case(case, guide, opened):
    for day in (opened - DAY, clock.today() + DAY):
        assert refused(lambda day=day: add_note(case, by=guide, text="Talt", happened_on=day)) == [
            "happened_on"
        ]
    add_note(case, by=guide, text="Talt", happened_on=opened)


def test_a_note_before_the_case_says_so_beside_its_day(client, case, guide, opened):
    client.force_login(guide)
    sent = {"text": "Talt", "kind": "talk", "happened_on": (opened - DAY).isoformat()}
    answer = client.post(reverse("cases:note_add", args=[case.pk]), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"happened_on": ["Sagen blev oprettet senere end det."]}
    assert "Talt" in answer.content.decode()


def test_an_activity_may_have_begun_before_the_case_and_not_ended(case, guide, opened):
    activity.set_activity(case, "eud", by=guide, on=opened - 90 * DAY)
    over = {"by": guide, "on": opened - 90 * DAY}
    assert refused(lambda: activity.add_activity(case, "job", until=opened - DAY, **over)) == ["until"]
    activity.add_activity(case, "job", until=opened, **over)
    born = case.person.birth_date
    assert refused(lambda: activity.set_activity(case, "job", by=guide, on=born - DAY)) == ["on"]
    row = case.activity_periods.present().get()
    assert refused(lambda: activity.end_activity(row, by=guide, on=opened - DAY)) == ["on"]


@pytest.mark.parametrize("days", [-1, 0])
@pytest.mark.parametrize("what", ["opening", "note", "activity", "status", "move", "outcome"])
def test_a_case_is_not_closed_before_what_is_dated_later(case, guide, leader, opened, what, days):
    day = opened if what == "opening" else clock.today() - 3 * DAY
    with clock.travel(day):
        if what == "note":
            add_note(case, by=guide, text="Talt")
        elif what == "activity":
            activity.set_activity(case, "eud", by=guide)
        elif what == "status":
            set_status(case, Status.PAUSED, by=guide)
        elif what == "move":
            move_milestone(factories.make_milestone(case), "reached", by=guide)
        elif what == "outcome":
            reached = Destination.objects.create(code="x", group="education", name_da="X", name_en="X")
            record_outcome(case, reached, by=guide, started_on=day)
    close = {"by": leader, "reason": "moved", "note": "Flyttet", "on": day + days * DAY}
    if days < 0:
        assert refused(lambda: close_case(case, **close)) == ["on"]
        assert not Case.objects.get(pk=case.pk).is_closed
    else:
        close_case(case, **close)


def test_a_closing_before_the_opening_is_refused_by_the_database_too(case):
    closed = {"status": "closed", "close_reason": "moved", "closed_on": case.opened_on - DAY}
    with pytest.raises(IntegrityError, match="case_runs_forward"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**closed)


def test_a_case_is_not_opened_again_before_it_was_closed(case, leader):
    close_case(case, by=leader, reason="moved", note="Flyttet")
    assert refused(lambda: reopen_case(case, by=leader, on=clock.today() - DAY)) == ["on"]
    reopen_case(case, by=leader)
