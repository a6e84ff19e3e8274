"""The statutory clocks on Min dag, on Sagen and in the lists."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.activity import actions as activity_actions
from cases.casefile import actions as casefile_actions
from cases.duty import actions as duty_actions
from cases.links import case_url
from cases.models import Status
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories
from workspace.day import day

pytestmark = [pytest.mark.django_db, pytest.mark.once]


MONDAY = date(2026, 11, 16)


@pytest.fixture
def case(guide):
    with clock.travel(MONDAY):
        made = factories.make_case(guide, birth_date=date(2010, 2, 1), on=MONDAY)
        activity_actions.set_activity(made, "none", by=guide)
    return made


def tasks(guide, on):
    with clock.travel(on):
        found, _away = day.tasks_of(day.own_cases(guide), guide.unit, on, guide)
        return {task.kind: task for task in found if task.kind.startswith("duty")}


def test_one_clock_after_the_other(guide, case):
    on = MONDAY + timedelta(days=1)
    first = tasks(guide, on)
    assert {kind: task.due for kind, task in first.items()} == {"duty-contact": date(2026, 11, 23)}
    assert first["duty-contact"].statutory and "4 arbejdsdage tilbage" in str(first["duty-contact"].text())
    with clock.travel(on):
        notes_actions.add_note(case, by=guide, text="Fik fat i hende", kind="phone")
    second = tasks(guide, on)
    assert {kind: task.due for kind, task in second.items()} == {"duty": date(2026, 12, 17)}
    with clock.travel(on):
        activity_actions.set_activity(case, "fgu", by=guide)
    assert tasks(guide, on) == {}


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 20), "1 arbejdsdag tilbage"),
        (date(2026, 11, 22), "1 arbejdsdag tilbage"),
        (date(2026, 11, 23), "frist i dag"),
        (date(2026, 11, 24), "1 dag over"),
        (date(2026, 11, 25), "2 dage over"),
    ],
)
def test_the_countdown_in_words_everywhere(client, guide, case, on, words):
    client.force_login(guide)
    with clock.travel(on):
        for page in ("/min-dag/", "/mine-unge/", case_url(case.pk), f"{case_url(case.pk)}pligt/"):
            assert words in client.get(page).content.decode(), page


def test_the_law_waits_for_no_pause(guide, case):
    with clock.travel(MONDAY):
        casefile_actions.set_status(case, Status.PAUSED, by=guide)
    assert "duty-contact" in tasks(guide, MONDAY)


def test_a_missed_limit_asks_why_and_stops_asking(guide, case):
    late = date(2026, 11, 26)
    with clock.travel(late):
        notes_actions.add_note(case, by=guide, text="Endelig", kind="phone")
    found = tasks(guide, late)
    assert set(found) == {"duty", "duty-why"} and found["duty-why"].due == date(2026, 11, 24)
    assert not found["duty-why"].statutory
    assert set(tasks(guide, late + timedelta(days=70))) == {"duty"}, "nobody is asked for ever"
    with clock.travel(late):
        duty_actions.explain_missed(case.breaches.get(), "contact", by=guide, why="in_vain")
    assert set(tasks(guide, late)) == {"duty"}


def test_two_and_twenty_cost_the_same(client, guide):
    client.force_login(guide)

    def cost():
        found = []
        for page in ("/min-dag/", "/mine-unge/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    def fill(count):
        for _n in range(count):
            made = factories.make_case(guide, birth_date=date(2010, 2, 1), on=MONDAY)
            activity_actions.set_activity(made, "none", by=guide)

    with clock.travel(MONDAY):
        fill(2)
        few = cost()
        fill(18)
        assert cost() == few
        assert few[1] <= 9
