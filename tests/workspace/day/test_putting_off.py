"""Putting a line of Min dag off, and taking back what was done in place."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.links import case_url
from cases.models import Case
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories
from tests.helpers.under_way import moving
from workspace.day import day, putting_off
from workspace.models import Postponement

pytestmark = [pytest.mark.django_db, pytest.mark.once]


HTMX = {"HX-Request": "true"}


@pytest.fixture
def quiet_case(guide):
    """Somebody of 20 nobody has talked with or asked about for 100 days."""
    then = clock.today() - timedelta(days=100)
    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=20 * 365 + 5), on=then)
    activity_actions.set_activity(case, "job", by=guide, on=then)
    moving(case, guide, clock.today() - timedelta(days=30))
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def signed_in(client, guide):
    client.force_login(guide)
    return client


def kinds(guide, on=None):
    """``(kinds that stand, sources put off)``."""
    found = day.day_of(guide, on or clock.today())
    return (
        sorted(task.kind for group in found.groups for task in group.tasks),
        sorted(one.row.source for one in found.put_off),
    )


def the_line(guide, case, source, on=None):
    standing, _away = day.lines_of(case, guide, on or clock.today())
    return next(task for task in standing if task.source == source)


def put_off(guide, case, source, days, reason="Hun er på ferie"):
    task = the_line(guide, case, source)
    return putting_off.put_off(task, by=guide, until_on=clock.today() + timedelta(days=days), reason=reason)


def test_a_line_put_off_is_away_until_its_day(guide, quiet_case):
    assert kinds(guide) == (["both"], [])
    put_off(guide, quiet_case, "both", 5)
    assert kinds(guide) == ([], ["confirm", "contact"])
    today = clock.today()
    assert kinds(guide, today + timedelta(days=4)) == ([], ["confirm", "contact"])
    assert kinds(guide, today + timedelta(days=5)) == (["both"], [])


def test_it_ends_by_itself_when_the_fact_changes(guide, quiet_case):
    put_off(guide, quiet_case, "both", 60)
    notes_actions.add_note(quiet_case, by=guide, text="Ringede", kind="phone")
    # The talk counts from today: its next line is another fact, which nobody has put off.
    later = clock.today() + timedelta(days=guide.unit.contact_days)
    with clock.travel(later):
        standing, _away = kinds(guide)
    assert "contact" in standing


def test_one_of_two_can_be_taken_back(guide, quiet_case):
    rows = put_off(guide, quiet_case, "both", 60)
    by_source = {row.source: row.pk for row in rows}
    assert putting_off.take_back(quiet_case, [by_source["contact"]], by=guide) == {"contact"}
    assert kinds(guide) == (["contact"], ["confirm"])
    assert putting_off.take_back(quiet_case, [by_source["contact"]], by=guide) == set()
    assert AuditEvent.objects.filter(action="day.taken_back").count() == 1


@pytest.mark.parametrize(("days", "reason"), [(0, "x"), (-1, "x"), (93, "x"), (5, " ")])
def test_a_day_ahead_within_three_months_and_a_reason(guide, quiet_case, days, reason):
    with pytest.raises(ValidationError):
        put_off(guide, quiet_case, "both", days, reason)
    assert not Postponement.objects.exists()


def test_to_the_last_day_of_three_months(guide, quiet_case):
    assert len(put_off(guide, quiet_case, "both", 92)) == 2


def test_what_the_law_limits_cannot_wait_and_the_page_says_why(signed_in, guide):
    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=16 * 365))
    activity_actions.set_activity(case, "none", by=guide, on=clock.today() - timedelta(days=3))
    text = signed_in.get("/min-dag/").content.decode()
    assert "kan ikke udsættes" in text
    url = reverse("workspace:line_put_off", args=[case.pk, "duty-contact"])
    assert "Loven sætter fristen" in signed_in.get(url).content.decode()
    until = clock.today() + timedelta(days=5)
    response = signed_in.post(url, {"until_on": until.isoformat(), "reason": "Ferie"})
    assert response.status_code == 422
    with pytest.raises(ValidationError):
        put_off(guide, case, "duty-contact", 5)
    assert not Postponement.objects.exists()


def test_a_milestone_is_moved_and_not_put_off(signed_in, guide, quiet_case):
    milestone = factories.make_milestone(quiet_case, due_on=clock.today())
    with pytest.raises(ValidationError):
        put_off(guide, quiet_case, f"milestone:{milestone.pk}", 5)


def test_the_page_puts_off_and_takes_back(signed_in, guide, quiet_case):
    text = signed_in.get("/min-dag/").content.decode()
    url = f"{case_url(quiet_case.pk)}udsaet/both/"
    assert f'hx-get="{url}"' in text
    until = clock.today() + timedelta(days=9)
    bad = signed_in.post(url, {"until_on": until.isoformat(), "reason": ""})
    assert bad.status_code == 422
    assert until.isoformat() in bad.content.decode()
    sent = {"until_on": until.isoformat(), "reason": "Er på <b>højskole</b>", "next": "/min-dag/"}
    assert signed_in.post(url, sent)["Location"] == "/min-dag/"
    text = signed_in.get("/min-dag/").content.decode()
    assert "»Er på &lt;b&gt;højskole&lt;/b&gt;«" in text and 'id="udsat"' in text
    rows = ",".join(str(pk) for pk in Postponement.objects.values_list("pk", flat=True))
    back = f"{case_url(quiet_case.pk)}udsat/tilbage/"
    for _n in range(2):
        assert signed_in.post(back, {"rows": rows}).status_code == 303
    assert kinds(guide) == (["both"], [])


def test_in_place_the_line_goes_and_comes_back(signed_in, guide, quiet_case):
    url = f"{case_url(quiet_case.pk)}udsaet/both/"
    sent = {"until_on": (clock.today() + timedelta(days=9)).isoformat(), "reason": "Ferie"}
    response = signed_in.post(url, sent, headers=HTMX)
    assert response.status_code == 204 and "page-changed" in response["HX-Trigger"]
    rows = ",".join(str(pk) for pk in Postponement.objects.values_list("pk", flat=True))
    undo = f"{case_url(quiet_case.pk)}udsat/tilbage/?rows={rows}"
    assert f'hx-post="{undo}"' in signed_in.get("/min-dag/").text
    assert signed_in.post(undo, headers=HTMX).status_code == 204
    assert f'<li id="line-both-{quiet_case.pk}"' in signed_in.get("/min-dag/").text
    gone = signed_in.get(f"{case_url(quiet_case.pk)}udsaet/age/", headers=HTMX)
    assert "ikke mere" in gone.content.decode()


def test_a_confirmation_is_taken_back_by_who_gave_it_today(signed_in, guide, colleague, quiet_case):
    before = quiet_case.activity_confirmed_on
    url = reverse("workspace:confirmation_undo", args=[quiet_case.pk])
    signed_in.post(f"{case_url(quiet_case.pk)}aktivitet/bekraeft/", headers=HTMX)
    assert url in signed_in.get("/min-dag/").text
    assert kinds(guide) == (["contact"], [])
    with pytest.raises(ValidationError):
        activity_actions.take_back_confirmation(quiet_case, by=colleague)
    with clock.travel(clock.today() + timedelta(days=1)), pytest.raises(ValidationError):
        activity_actions.take_back_confirmation(quiet_case, by=guide)
    assert signed_in.post(url, headers=HTMX).status_code == 204
    text = signed_in.get("/min-dag/").text
    assert f'<li id="line-both-{quiet_case.pk}"' in text
    quiet_case.refresh_from_db()
    present = quiet_case.activity_periods.current().get(until_on=None)
    assert quiet_case.activity_confirmed_on == present.confirmed_on == before
    with pytest.raises(ValidationError):
        activity_actions.take_back_confirmation(quiet_case, by=guide)


def test_a_quick_note_can_be_corrected_from_the_line(signed_in, guide, quiet_case):
    sent = {"text": "Talt", "kind": "talk", "happened_on": clock.today().isoformat()}
    signed_in.post(f"{case_url(quiet_case.pk)}notat/", sent, headers=HTMX)
    text = signed_in.get("/min-dag/").text
    assert f"/notat/{quiet_case.notes.get().pk}/" in text


def test_the_day_with_lines_put_off_costs_the_same_for_2_and_for_20(signed_in, guide):
    from tests.helpers.queries import queries

    def waiting(count):
        then = clock.today() - timedelta(days=100)
        for _n in range(count):
            born = clock.today() - timedelta(days=20 * 365 + 5)
            case = factories.make_case(guide, birth_date=born, on=then)
            activity_actions.set_activity(case, "job", by=guide, on=then)
            moving(case, guide, clock.today() - timedelta(days=30))
            put_off(guide, case, "both", 5)

    waiting(2)
    few = queries(signed_in, "/min-dag/")
    waiting(18)
    assert queries(signed_in, "/min-dag/") == few <= 18


@pytest.mark.parametrize("moment", [date(2026, 3, 29), date(2026, 10, 25)])
def test_midnight_in_copenhagen_brings_the_line_back_on_the_nights_the_clock_changes(guide, moment):
    with clock.travel(moment - timedelta(days=100)):
        born = clock.today() - timedelta(days=20 * 365)
        case = factories.make_case(guide, birth_date=born, on=clock.today())
        activity_actions.set_activity(case, "job", by=guide)
    moving(case, guide, moment - timedelta(days=30))
    with clock.travel(moment - timedelta(days=1)):
        put_off(guide, case, "both", 1)
    with clock.travel(clock.at(moment) - timedelta(seconds=1)):
        assert kinds(guide)[0] == []
    with clock.travel(clock.at(moment)):
        assert kinds(guide)[0] == ["both"]
