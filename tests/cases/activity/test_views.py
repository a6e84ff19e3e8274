"""What the young person is under way with, by clicking: several at once, corrected, ended, confirmed; and
letting a case rest.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.activity import picture as activity_picture
from cases.activity.forms import ActivityForm
from cases.activity.picture import Doing
from cases.closing.forms import CloseForm
from cases.duty.forms import BreachForm
from cases.links import case_url
from cases.models import ActivityPeriod, Case
from cases.notes import actions as notes_actions
from core import clock
from plans.milestones.actions import move_milestone
from tests.helpers import factories
from workspace.day import day

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def signed_in(client, guide):
    client.force_login(guide)
    return client


def url(name, case, *args):
    return reverse(f"cases:{name}", args=[case.pk, *args])


def present(case):
    return {row.activity: row for row in case.activity_periods.present()}


def sent(activity, **more):
    return {"activity": activity, "on": clock.today().isoformat(), "submit_key": activity, **more}


def test_beside_and_in_place_of(signed_in, guide, case):
    signed_in.post(url("activity_set", case), sent("eud"))
    for _n in range(3):
        signed_in.post(url("activity_set", case), sent("spare_time_job", how="beside", hours_per_week="8"))
    assert set(present(case)) == {"eud", "spare_time_job"}
    assert case.activity_periods.count() == 2, "the same form makes one row"
    case.refresh_from_db()
    assert (case.activity, case.activity_clash) == ("eud", "")
    text = signed_in.get(case_url(case.pk)).content.decode()
    assert "Ja, alt sammen stadig" in text and "8 timer om ugen" in text
    signed_in.post(url("activity_set", case), sent("job", how="instead"))
    assert set(present(case)) == {"job"}


def test_a_form_that_nobody_touched_says_nothing_and_ends_nothing(signed_in, guide, case):
    activity_actions.set_activity(case, "job", by=guide)
    form = signed_in.get(url("activity_set", case)).context["form"]
    opened = {field.name: field.value() for field in form if field.value() is not None}
    answer = signed_in.post(url("activity_set", case), opened)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["activity"])
    assert set(present(case)) == {"job"}


@pytest.mark.parametrize(
    ("form", "name"),
    [(ActivityForm, "activity"), (BreachForm, "how"), (CloseForm, "reason")],
)
def test_what_has_a_meaning_opens_on_no_answer(unit, form, name):
    asked = form(unit=unit) if form is ActivityForm else form()
    assert asked[name].field.choices[0][0] == "" and not asked[name].value()


def test_what_is_over_already_takes_nothings_place(signed_in, guide, case):
    activity_actions.set_activity(case, "eud", by=guide)
    began, ended = (clock.today() - timedelta(days=n) for n in (60, 30))
    data = sent("course", on=began.isoformat(), until=ended.isoformat())
    assert signed_in.post(url("activity_set", case), data).status_code == 422
    signed_in.post(url("activity_set", case), data | {"how": "beside"})
    row = case.activity_periods.current().get(activity="course")
    assert (row.from_on, row.until_on, row.confirmed_on) == (began, ended, ended)
    assert set(present(case)) == {"eud"}


def test_a_day_to_come_is_expected_and_ends_nothing(signed_in, guide, case):
    soon = clock.today() + timedelta(days=5)
    signed_in.post(url("activity_set", case), sent("course", until=soon.isoformat()))
    assert present(case)["course"].expected_until == soon
    with clock.travel(soon + timedelta(days=1)):
        assert "var ventet at vare til" in signed_in.get(case_url(case.pk)).content.decode()
        assert set(present(case)) == {"course"}


@pytest.mark.parametrize("then", ["unknown", "none", "new"])
def test_the_last_one_ends_and_what_now_is_asked(signed_in, guide, case, then):
    activity_actions.set_activity(case, "eud", by=guide, on=clock.today() - timedelta(days=9))
    row = case.activity_periods.present().get()
    assert 'name="then"' in signed_in.get(url("activity_end", case, row.pk)).content.decode()
    response = signed_in.post(
        url("activity_end", case, row.pk), {"on": clock.today().isoformat(), "then": then}
    )
    assert response.status_code == 303
    assert ("/aktivitet/" in response["Location"]) is (then == "new")
    case.refresh_from_db()
    assert case.activity == ("none" if then == "none" else "unknown")


def test_what_goes_on_today_is_known_today_however_long_ago_it_began(signed_in, case):
    began = clock.today() - timedelta(days=200)
    for activity, how in (("school", "instead"), ("job", "beside")):
        data = sent(activity, on=began.isoformat(), how=how)
        assert signed_in.post(url("activity_set", case), data).status_code == 303
    case.refresh_from_db()
    assert {row.confirmed_on for row in present(case).values()} == {clock.today()}
    assert case.activity_is_fresh() and case.activity_confirmed_on == clock.today()


def test_a_row_that_somebody_changed_meanwhile_is_looked_at_again(signed_in, guide, case):
    activity_actions.set_activity(case, "eud", by=guide, on=clock.today() - timedelta(days=9))
    old = case.activity_periods.present().get()
    activity_actions.confirm_activity(case, by=guide)
    for name in ("activity_end", "activity_change"):
        response = signed_in.post(url(name, case, old.pk), sent("job"))
        assert response["Location"] == url("activities", case)
    assert present(case).keys() == {"eud"}
    other = factories.make_case(guide)
    activity_actions.set_activity(other, "job", by=guide)
    stranger = other.activity_periods.present().get()
    assert signed_in.get(url("activity_change", case, stranger.pk)).status_code == 404


def test_a_correction_keeps_what_was_known(signed_in, guide, case):
    with clock.travel(clock.today() - timedelta(days=30)):
        activity_actions.set_activity(case, "eud", by=guide, hours_per_week=37)
        then = clock.now()
    row = case.activity_periods.present().get()
    data = sent("eud", on=row.from_on.isoformat(), hours_per_week="20", outside_plan="on")
    assert signed_in.post(url("activity_change", case, row.pk), data).status_code == 303
    fresh = case.activity_periods.present().get()
    assert (fresh.hours_per_week, fresh.under_plan, fresh.confirmed_on) == (20, False, row.confirmed_on)
    assert case.activity_periods.known_on(then).get().hours_per_week == 37
    changes = AuditEvent.objects.get(action="case.activity_changed").changes
    assert changes["hours_per_week"] == [37, 20]


def test_one_tap_for_all_and_one_for_each(signed_in, guide, case):
    with clock.travel(clock.today() - timedelta(days=30)):
        activity_actions.set_activity(case, "eud", by=guide)
        activity_actions.add_activity(case, "course", by=guide)
    today, row = clock.today(), present(case)["course"]
    signed_in.post(url("activity_confirm", case), {"raekke": row.pk})
    assert [present(case)[a].confirmed_on == today for a in ("course", "eud")] == [True, False]
    response = signed_in.post(url("activity_confirm", case), headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert all(row.confirmed_on == today for row in present(case).values())
    activity_actions.add_activity(case, "none", by=guide)
    with clock.travel(today + timedelta(days=1)):
        assert signed_in.post(url("activity_confirm", case))["Location"] == url("activities", case)
        assert all(row.confirmed_on == today for row in present(case).values()), "both cannot be true"


def test_a_confirmation_of_all_is_taken_back_whole(guide, case):
    with clock.travel(clock.today() - timedelta(days=30)):
        activity_actions.set_activity(case, "eud", by=guide)
        activity_actions.add_activity(case, "course", by=guide)
        before = clock.today()
    activity_actions.confirm_activity(case, by=guide)
    activity_actions.take_back_confirmation(case, by=guide)
    assert {row.confirmed_on for row in case.activity_periods.present()} == {before}
    assert Case.objects.get(pk=case.pk).activity_confirmed_on == before


def test_unknown_beside_something_is_known_no_longer(guide, case):
    activity_actions.set_activity(case, "unknown", by=guide)
    activity_actions.add_activity(case, "job", by=guide)
    assert present(case).keys() == {"job"}


def kinds(guide):
    return {task.kind for group in day.day_of(guide, clock.today()).groups for task in group.tasks}


def test_a_contradiction_is_told_on_the_case_the_list_and_the_day(signed_in, guide, case):
    activity_actions.set_activity(case, "eud", by=guide)
    assert "clash" not in kinds(guide)
    activity_actions.add_activity(case, "job", by=guide)
    assert "74 timer tilsammen" in signed_in.get(case_url(case.pk)).content.decode()
    assert "Modstridende" in signed_in.get(reverse("workspace:mine")).content.decode()
    assert "clash" in kinds(guide)
    listed = signed_in.get(reverse("workspace:mine"), {"vis": "modstridende"})
    assert case.person.name in listed.content.decode()


def test_the_plan_and_the_activity_at_a_partner_are_held_against_each_other(signed_in, guide, case):
    contact = factories.ContactFactory(partner__unit=guide.unit, partner__name="FGU Vest")
    step = factories.make_milestone(case, responsible="partner", contact=contact)
    move_milestone(step, "under_way", by=guide)
    activity_actions.set_activity(
        case, "fgu", by=guide, partner=contact.partner, on=clock.today() - timedelta(days=9)
    )
    words = "noget er i gang hos FGU Vest"
    assert words not in signed_in.get(case_url(case.pk)).content.decode()
    activity_actions.end_activity(case.activity_periods.present().get(), by=guide)
    assert words in signed_in.get(case_url(case.pk)).content.decode()


def test_a_stalled_case_says_why_and_rests_for_a_reason(signed_in, guide):
    with clock.travel(clock.today() - timedelta(days=90)):
        born = clock.today() - timedelta(days=20 * 365)
        case = factories.make_case(guide, on=clock.today(), birth_date=born)
        activity_actions.set_activity(case, "eud", by=guide)
    assert kinds(guide) == {"stalled"}, "one line in place of those about talk and activity"
    text = signed_in.get(case_url(case.pk)).content.decode()
    assert "Ingen samtale endnu, ingen milepæl har flyttet sig endnu, og ingen aktivitet" in text
    assert (
        case.person.name in signed_in.get(reverse("workspace:mine"), {"vis": "gaaet-i-staa"}).content.decode()
    )
    today, rest = clock.today(), url("stall_rest", case)
    too_far = {"reason": "På højskole", "until": (today + timedelta(days=400)).isoformat()}
    assert signed_in.post(rest, too_far).status_code == 422
    until = today + timedelta(days=20)
    assert signed_in.post(rest, {"reason": "På højskole", "until": until.isoformat()}).status_code == 303
    assert "stalled" not in kinds(guide)
    assert "På højskole" in signed_in.get(url("activities", case)).content.decode()
    event = AuditEvent.objects.get(action="case.let_rest")
    assert (event.actor_id, event.purpose) == (guide.pk, "På højskole")
    with clock.travel(until):
        assert Case.objects.get(pk=case.pk).is_stalled()
    signed_in.post(rest, {"vaek": "1"})
    assert Case.objects.get(pk=case.pk).is_stalled()
    notes_actions.add_note(Case.objects.get(pk=case.pk), by=guide, text="Ringede")
    assert not Case.objects.get(pk=case.pk).is_stalled()


def test_the_page_of_activities_costs_the_same_for_2_rows_and_for_20(signed_in, guide, case):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(url("activities", case)).status_code == 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    def fill(number):
        for n in range(number):
            on = clock.today() - timedelta(days=n + 2)
            activity_actions.add_activity(case, "course", by=guide, on=on, until=on + timedelta(days=1))

    fill(2)
    cost()
    few = cost()
    fill(18)
    assert cost() == few <= 9


@pytest.mark.parametrize("days", [0, 1, 45, 90, 91, 300])
def test_the_picture_fades_from_the_day_it_was_confirmed(days):
    today = clock.today()
    row = Doing("Job", today - timedelta(days=400), None, today - timedelta(days=days))
    lane = activity_picture.draw([row], today=today, fresh_days=90).lanes[0]
    assert bool(lane.fade) is (days > 0) and bool(lane.gone) is (days > 90)
    assert float(lane.faintest) == pytest.approx(max(1 - min(days, 90) / 90, 0.15) if days else 1, abs=0.01)


def test_the_picture_keeps_to_two_years():
    today = clock.today()
    long_ago = Doing("Skole", today - timedelta(days=2000), today - timedelta(days=1000), today)
    across = Doing("FGU", today - timedelta(days=2000), today - timedelta(days=10), today)
    picture = activity_picture.draw([long_ago, across], today=today, fresh_days=90)
    assert [lane.label for lane in picture.lanes] == ["FGU"]
    assert picture.lanes[0].solid[0] == "0.00%"
    assert "," not in "".join(t.x for t in picture.ticks)


def test_rows_are_never_changed_in_place(guide, case):
    activity_actions.set_activity(case, "eud", by=guide)
    first = ActivityPeriod.objects.values().get()
    with clock.travel(clock.today() + timedelta(days=1)):
        activity_actions.confirm_activity(case, by=guide)
    kept = ActivityPeriod.objects.values().get(pk=first["id"])
    assert {k for k in kept if kept[k] != first[k]} == {"superseded_at"}
