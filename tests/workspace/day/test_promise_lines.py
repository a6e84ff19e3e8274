"""What partners propose and report, as lines of Min dag: told whole, accepted only when it was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from plans.models import PromiseReport
from plans.promises import actions
from tests.helpers.promises import make_contact, make_promise, propose_day
from tests.helpers.signing_in import signed_in
from workspace.day import day
from workspace.lines.line import Page
from workspace.sources.promises import ROOM

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return make_contact(unit)


@pytest.fixture
def milestone(guide, contact):
    return make_promise(guide, contact)


def line_of(guide, kind):
    """The only line of the kind: its words, and what its buttons do."""
    tasks, _away = day.tasks_of(day.own_cases(guide), guide.unit, clock.today(), guide)
    (task,) = (task for task in tasks if task.kind == kind)
    routes = [act.route for act in task.shown_acts(Page()) if act.route.startswith("plans:")]
    return str(task.words), routes


ACCEPT = ["plans:proposal_accept", "plans:proposal_decline", "plans:promise"]


def test_another_day_is_told_with_the_day_the_reason_and_what_follows(guide, contact, milestone):
    row = propose_day(milestone, contact, days=30, words="Ferie i uge 42")
    words, routes = line_of(guide, "promise-proposed")
    told = f"{row.new_due_on.day}. "
    assert "Ny dato" in words and "Den unge ønsker det" in words and "Besøge værkstedet" in words
    assert "Siger du ja, flyttes datoen til" in words and told in words and "»Ferie i uge 42«" in words
    assert routes == ACCEPT


@pytest.mark.parametrize(
    ("kind", "reason", "routes"),
    [
        ("end", "done", ACCEPT),
        ("end", "no_room", ["plans:promise"]),
        ("end", "no_contact", ["plans:promise"]),
        ("not_right", "wrong_offer", ["plans:promise"]),
    ],
)
def test_what_gives_the_milestone_up_is_looked_at_first(guide, contact, milestone, kind, reason, routes):
    actions.propose(milestone, by=contact.user, kind=kind, reason=reason)
    words, found = line_of(guide, "promise-proposed")
    assert found == routes
    assert f"bliver milepælen {'nået' if reason == 'done' else 'opgivet'}" in words


@pytest.mark.parametrize(("length", "routes"), [(ROOM, ACCEPT), (ROOM + 1, ["plans:promise"])])
def test_words_that_are_not_told_whole_are_read_first(guide, contact, milestone, length, routes):
    propose_day(milestone, contact, words="x" * length)
    assert line_of(guide, "promise-proposed")[1] == routes


def test_accepting_in_place_is_taken_back_in_place(guide, contact, milestone):
    row, client = propose_day(milestone, contact, days=30), signed_in(guide)
    case = milestone.plan.case
    before = milestone.due_on
    client.post(reverse("plans:proposal_accept", args=[case.pk, row.pk]))
    milestone.refresh_from_db()
    assert milestone.due_on == row.new_due_on
    home = reverse("workspace:my_day")
    page = client.get(home).content.decode()
    move = milestone.history.first()
    undo = reverse("plans:proposal_reopen", args=[case.pk, row.pk]) + f"?move={move.pk}"
    assert undo in page
    client.post(undo)
    milestone.refresh_from_db()
    assert milestone.due_on == before
    assert line_of(guide, "promise-proposed")[1] == ACCEPT
    assert client.post(undo, follow=True).status_code == 200  # sent again it changes nothing
    milestone.refresh_from_db()
    assert milestone.due_on == before


def test_that_somebody_did_not_come_reaches_the_guide_until_it_is_read(guide, contact, milestone):
    day_of_it = clock.today() - timedelta(days=1)
    actions.report(milestone, by=contact.user, kind="attended", happened_on=clock.today())
    row = actions.report(
        milestone, by=contact.user, kind="absent", happened_on=day_of_it, words="Ringede ikke afbud"
    )
    words, routes = line_of(guide, "promise-absent")
    assert "ikke mødt op" in words and "Besøge værkstedet" in words and "»Ringede ikke afbud«" in words
    assert routes == ["plans:promise", "plans:report_read"]
    case, client = milestone.plan.case, signed_in(guide)
    told = client.get(reverse("workspace:case_detail", args=[case.pk])).content.decode()
    assert "Mødte ikke op" in told and "Ringede ikke afbud" in told
    client.post(reverse("plans:report_read", args=[case.pk, row.pk]))
    tasks, _away = day.tasks_of(day.own_cases(guide), guide.unit, clock.today(), guide)
    assert "promise-absent" not in {task.kind for task in tasks}
    row = PromiseReport.objects.get(pk=row.pk)
    assert row.seen_at and not row.waits and not PromiseReport.objects.unread().exists()
