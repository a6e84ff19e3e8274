"""The clocks of the duty: what starts, meets, misses and stops them, at every border."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.limits.actions import add_limit
from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.closing import actions as closing_actions
from cases.duty import actions as duty_actions
from cases.duty import clocks as duty
from cases.duty.rules import ClockState, attempts_within, clock_state
from cases.models import Activity, BreachReason, Case, DutyBreach, DutyDecision, DutyExemption, Note
from cases.notes import actions as notes_actions
from core import clock
from intake.caseload.bulk import Newcomer, open_cases
from tests.helpers import factories

pytestmark = pytest.mark.django_db


MONDAY = date(2026, 11, 16)


BORN = date(2010, 2, 1)


DAY = timedelta(days=1)


S = ClockState


@pytest.fixture
def case(guide):
    with clock.travel(MONDAY):
        return factories.make_case(guide, birth_date=BORN, on=date(2026, 1, 5))


def on(day, verb, *args, **kwargs):
    with clock.travel(day):
        return verb(*args, **kwargs)


def nothing(case, day=MONDAY):
    on(day, activity_actions.set_activity, case, "none", by=case.guide)
    return case.breaches.current().first()


def talk(case, day, kind="phone", **sent):
    on(day, notes_actions.add_note, case, by=case.guide, text="Talt", kind=kind, **sent)


def clocks(case, day):
    case = Case.objects.select_related("person").get(pk=case.pk)
    return duty.clocks([case], day)[case.pk][0]


def states(case, day):
    return tuple(c.state for c in clocks(case, day))


DUE = date(2026, 11, 23)


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "met", "stopped", "state"),
    [
        (DUE, None, None, S.RUNNING),
        (DUE + DAY, None, None, S.MISSED),
        (DUE + DAY, DUE, None, S.MET),
        (DUE + DAY, DUE + DAY, None, S.MISSED),
        (DUE - DAY, DUE, None, S.RUNNING),
        (DUE + DAY, None, DUE, S.STOPPED),
        (DUE + DAY, None, DUE + DAY, S.MISSED),
        (DUE, DUE, DUE, S.MET),
        (DUE, DUE, DUE - DAY, S.STOPPED),
        (DUE + 9 * DAY, DUE + 2 * DAY, DUE + 3 * DAY, S.MISSED),
    ],
)
def test_what_happened_first_decides(day, met, stopped, state):
    assert clock_state(day, due_on=DUE, met_on=met, stopped_on=stopped) == state


@pytest.mark.once
def test_a_clock_that_has_not_begun():
    assert clock_state(DUE, due_on=None, met_on=DUE, stopped_on=None) == S.AWAITS
    assert clock_state(DUE, due_on=None, met_on=None, stopped_on=DUE) == S.STOPPED


@pytest.mark.once
@pytest.mark.parametrize(
    ("last", "within"),
    [(None, [DUE, DUE + DAY, DUE + 9 * DAY]), (DUE + DAY, [DUE, DUE + DAY]), (DUE, [DUE]), (DUE - DAY, [])],
)
def test_attempts_count_from_the_first_day_through_the_last(last, within):
    days = [DUE - DAY, DUE, DUE + DAY, DUE + 9 * DAY]
    assert attempts_within(days, DUE, last) == within


_day = st.dates(date(2026, 11, 1), date(2026, 12, 15))


@pytest.mark.once
@given(day=_day, due=_day, met=st.none() | _day, stopped=st.none() | _day)
def test_a_clock_that_is_over_stays_as_it_ended(day, due, met, stopped):
    state = clock_state(day, due_on=due, met_on=met, stopped_on=stopped)
    later = clock_state(day + 40 * DAY, due_on=due, met_on=met, stopped_on=stopped)
    assert state == S.RUNNING or state == later
    assert later != S.RUNNING


def test_nothing_starts_the_clocks_on_the_day_it_was_said(case):
    with clock.travel(MONDAY):
        activity_actions.set_activity(case, "none", by=case.guide, on=MONDAY - 40 * DAY)
    breach = case.breaches.get()
    assert (breach.learned_on, breach.how) == (MONDAY, "activity")
    contact, activity = clocks(case, MONDAY)
    assert (contact.state, contact.due_on) == (S.RUNNING, DUE)
    assert (activity.state, activity.due_on) == (S.AWAITS, None)
    assert AuditEvent.objects.filter(action="duty.breach", case_id=case.pk).count() == 1


def test_contact_in_time_begins_the_second_clock(case):
    nothing(case)
    talk(case, DUE)
    contact, activity = clocks(case, DUE)
    assert (contact.state, contact.met_on) == (S.MET, DUE)
    assert (activity.state, activity.begins_on, activity.due_on) == (S.RUNNING, DUE, date(2026, 12, 23))
    on(date(2026, 12, 23), activity_actions.set_activity, case, "fgu", by=case.guide)
    assert states(case, date(2027, 6, 1)) == (S.MET, S.MET)


def test_a_day_late_is_missed_for_good(case):
    nothing(case)
    talk(case, DUE + DAY)
    contact, activity = clocks(case, DUE + DAY)
    assert (contact.state, contact.done_late_on, contact.is_open) == (S.MISSED, DUE + DAY, False)
    on(date(2026, 12, 25), activity_actions.set_activity, case, "fgu", by=case.guide)
    assert states(case, date(2026, 12, 24)) == (S.MISSED, S.RUNNING)
    assert states(case, date(2026, 12, 25)) == (S.MISSED, S.MISSED)


def test_a_no_show_is_no_contact(case):
    nothing(case)
    talk(case, MONDAY + DAY, kind=Note.Kind.NO_SHOW)
    assert clocks(case, MONDAY + DAY)[0].met_on is None


@pytest.mark.parametrize(
    "note",
    [
        {"kind": Note.Kind.PHONE, "with_youth": False},  # the mother alone
        {"kind": Note.Kind.MEETING, "with_youth": False},
        {"kind": Note.Kind.MESSAGE},  # nobody has answered
        {"kind": Note.Kind.ATTEMPT},
    ],
)
def test_only_contact_with_the_young_person_meets_the_limit(case, note):
    """LBK 953/2024 § 2 a: the unit is in touch with the young person within five working days of learning it."""
    nothing(case)
    talk(case, MONDAY + DAY, **note)
    contact, activity = clocks(case, MONDAY + DAY)
    assert (contact.met_on, activity.begins_on) == (None, None)
    case.refresh_from_db()
    assert case.last_contact_on is None
    talk(case, MONDAY + 2 * DAY, kind=Note.Kind.WRITTEN)
    assert clocks(case, MONDAY + 2 * DAY)[0].met_on == MONDAY + 2 * DAY


def test_attempts_stand_beside_the_limit_they_do_not_meet(case, client):
    nothing(case)
    talk(case, MONDAY - DAY, kind=Note.Kind.MESSAGE)  # before we learned it
    talk(case, MONDAY + DAY, kind=Note.Kind.MESSAGE)
    talk(case, MONDAY + 2 * DAY, kind=Note.Kind.NO_SHOW)
    talk(case, MONDAY + 3 * DAY)
    talk(case, MONDAY + 4 * DAY, kind=Note.Kind.ATTEMPT)  # about something else
    client.force_login(case.guide)
    page = client.get(reverse("cases:duty_clocks", args=[case.pk]))
    assert page.context["pairs"][0]["tried"] == [MONDAY + DAY, MONDAY + 2 * DAY]
    assert "Forsøgt uden svar" in page.content.decode()


def test_july_is_left_out_of_the_days_for_a_new_activity(case):
    learned = date(2026, 6, 15)
    nothing(case, learned)
    talk(case, learned)
    assert clocks(case, learned)[1].due_on == date(2026, 8, 15)


def test_a_limit_is_judged_by_the_day_we_learned(case, admin):
    with clock.travel(MONDAY):
        add_limit("duty_contact_days", 3, by=admin, valid_from=MONDAY + DAY, source="Ny bekendtgørelse")
    nothing(case)
    assert clocks(case, MONDAY)[0].due_on == DUE
    on(MONDAY, duty_actions.take_back_breach, case.breaches.get(), by=case.guide, why="Prøve")
    on(MONDAY + DAY, duty_actions.report_breach, case, by=case.guide, how="school")
    assert clocks(case, MONDAY + DAY)[0].due_on == date(2026, 11, 20)


def test_a_choice_of_the_municipality_moves_the_day(case, admin):
    learned = date(2026, 12, 21)
    with clock.travel(MONDAY):
        add_limit("free_24_december", 0, by=admin, valid_from=MONDAY, source="Byrådet")
    nothing(case, learned)
    assert clocks(case, learned)[0].due_on == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("born", "learned", "starts"),
    [
        (date(2011, 11, 17), MONDAY, False),  # turns 15 tomorrow
        (date(2011, 11, 16), MONDAY, True),
        (date(2008, 11, 17), MONDAY, True),  # turns 18 tomorrow
        (date(2008, 11, 16), MONDAY, False),
        (date(2012, 2, 29), date(2027, 2, 27), False),  # turns 15 on 28 February in a common year
        (date(2012, 2, 29), date(2027, 2, 28), True),
        (date(2012, 2, 29), date(2030, 2, 27), True),
        (date(2012, 2, 29), date(2030, 2, 28), False),
    ],
)
def test_only_under_the_duty(guide, born, learned, starts):
    with clock.travel(learned):
        case = factories.make_case(guide, birth_date=born, on=learned)
    assert (nothing(case, learned) is not None) is starts


def test_turning_18_stops_both_on_the_birthday(guide):
    born = date(2008, 11, 20)
    with clock.travel(MONDAY):
        case = factories.make_case(guide, birth_date=born, on=MONDAY)
    nothing(case)
    eighteen = date(2026, 11, 20)
    assert states(case, eighteen - DAY) == (S.RUNNING, S.AWAITS)
    assert states(case, eighteen) == (S.STOPPED, S.STOPPED)
    assert clocks(case, eighteen)[0].stopped == "age"


def test_under_way_again_before_any_talk_stops_the_search(case):
    nothing(case)
    on(MONDAY + DAY, activity_actions.set_activity, case, "job", by=case.guide)
    contact, activity = clocks(case, DUE + 10 * DAY)
    assert (contact.state, contact.stopped, activity.state) == (S.STOPPED, "again", S.STOPPED)


def test_an_activity_that_turns_out_to_be_older_means_following_again(case):
    nothing(case)
    with clock.travel(MONDAY + DAY):
        activity_actions.set_activity(case, "job", by=case.guide, on=MONDAY - 9 * DAY)
    assert case.breaches.current().get().followed_on == MONDAY + DAY
    assert states(case, DUE + DAY) == (S.STOPPED, S.STOPPED)


def test_something_for_no_day_at_all_is_nothing(case):
    nothing(case)
    with clock.travel(MONDAY):
        activity_actions.set_activity(case, "job", by=case.guide)
        activity_actions.set_activity(case, "none", by=case.guide)
    assert case.breaches.current().count() == 1
    assert states(case, MONDAY) == (S.RUNNING, S.AWAITS)


def test_closing_the_case_stops_them(case, leader):
    nothing(case)
    on(MONDAY + DAY, closing_actions.close, case, by=leader, reason="moved")
    assert clocks(case, DUE)[0].stopped == "closed"


def test_saying_nothing_again_starts_no_second_clock(case):
    nothing(case)
    on(DUE + 3 * DAY, activity_actions.confirm_activity, case, by=case.guide)
    nothing(case, DUE + 4 * DAY)
    assert case.breaches.current().count() == 1
    with pytest.raises(ValidationError):
        on(DUE + 5 * DAY, duty_actions.report_breach, case, by=case.guide, how="school")


def test_who_turns_15_in_nothing_gets_clocks_when_it_is_confirmed(guide):
    with clock.travel(MONDAY):
        case = factories.make_case(guide, birth_date=date(2011, 11, 18), on=MONDAY)
        activity_actions.set_activity(case, "none", by=guide)
    assert not case.breaches.exists()
    on(date(2026, 11, 18), activity_actions.confirm_activity, case, by=guide)
    assert case.breaches.get().learned_on == date(2026, 11, 18)


def test_a_new_breach_after_the_old_one_is_over(case):
    nothing(case)
    talk(case, MONDAY)
    on(MONDAY + DAY, activity_actions.set_activity, case, "fgu", by=case.guide)
    with clock.travel(date(2027, 1, 11)):
        duty_actions.report_breach(case, by=case.guide, how="school", note="Ikke set siden jul")
        case.refresh_from_db()
        pairs = duty.clocks([case], clock.today())[case.pk]
    assert [c.state for pair in pairs for c in pair] == [S.RUNNING, S.AWAITS, S.MET, S.MET]


@pytest.mark.parametrize(
    ("learned", "field"),
    [(MONDAY + DAY, "learned_on"), (date(2026, 1, 4), "learned_on"), (date(2025, 1, 31), "learned_on")],
)
def test_days_on_which_nothing_can_have_been_learned(case, learned, field):
    with clock.travel(MONDAY), pytest.raises(ValidationError) as refused:
        duty_actions.report_breach(case, by=case.guide, how="school", learned_on=learned)
    assert list(refused.value.message_dict) == [field]


def test_a_correction_keeps_the_old_row_and_the_reasons(case):
    breach = nothing(case)
    late = DUE + DAY
    on(
        late,
        duty_actions.explain_missed,
        breach,
        "contact",
        by=case.guide,
        why="in_vain",
        text="Ringede ti gange",
    )
    new = on(
        late, duty_actions.correct_breach, breach, by=case.guide, learned_on=MONDAY - 3 * DAY, how="school"
    )
    contact = clocks(case, late)[0]
    assert (contact.due_on, contact.why, contact.why_text) == (
        date(2026, 11, 20),
        "in_vain",
        "Ringede ti gange",
    )
    assert DutyBreach.objects.filter(case=case).count() == 2 and new.pk != breach.pk
    with pytest.raises(ValidationError):
        on(late, duty_actions.take_back_breach, breach, by=case.guide, why="Kom for sent")


def test_what_was_known_then_is_computed_again(case):
    nothing(case)
    with clock.travel(DUE + 5 * DAY):
        notes_actions.add_note(case, by=case.guide, text="Glemte at skrive", kind="phone", happened_on=DUE)
    person = Case.objects.select_related("person").get(pk=case.pk)
    then = duty.clocks([person], DUE + DAY, known=clock.at(DUE + 2 * DAY))[case.pk][0][0]
    now = duty.clocks([person], DUE + DAY)[case.pk][0][0]
    assert (then.state, now.state) == (S.MISSED, S.MET)


def test_a_mistake_stops_both_and_frees_the_day(case):
    breach = nothing(case)
    with pytest.raises(ValidationError):
        on(MONDAY, duty_actions.take_back_breach, breach, by=case.guide, why=" ")
    on(MONDAY, duty_actions.take_back_breach, breach, by=case.guide, why="Forkert person")
    assert states(case, DUE + DAY) == (S.STOPPED, S.STOPPED)
    on(MONDAY, duty_actions.report_breach, case, by=case.guide, how="school")


def test_a_reason_only_for_what_was_missed(case):
    breach = nothing(case)
    with pytest.raises(ValidationError):
        on(DUE, duty_actions.explain_missed, breach, "contact", by=case.guide, why="ours")
    with pytest.raises(ValidationError):
        on(DUE + DAY, duty_actions.explain_missed, breach, "contact", by=case.guide, why="other", text=" ")
    for why in ("ours", "late"):
        on(DUE + DAY, duty_actions.explain_missed, breach, "contact", by=case.guide, why=why)
    assert clocks(case, DUE + DAY)[0].why == "late"
    assert BreachReason.objects.filter(breach=breach).count() == 2


def exemption(case, **values):
    given = {
        "reason": "illness",
        "from_on": MONDAY + DAY,
        "decided_by": "Familieafdelingen",
        "custody_heard_on": MONDAY,
    }
    return DutyExemption(case=case, **(given | values))


def test_an_exemption_stops_the_clocks_and_starts_none(case):
    nothing(case)
    row = on(MONDAY + DAY, duty_actions.exempt, exemption(case), by=case.guide)
    assert states(case, MONDAY) == (S.RUNNING, S.AWAITS)
    assert states(case, MONDAY + DAY) == (S.STOPPED, S.STOPPED)
    with clock.travel(MONDAY + 2 * DAY), pytest.raises(ValidationError):
        duty_actions.report_breach(case, by=case.guide, how="school")
    on(MONDAY + 9 * DAY, duty_actions.end_exemption, row, by=case.guide)
    on(MONDAY + 9 * DAY, duty_actions.report_breach, case, by=case.guide, how="school")
    assert states(case, MONDAY + 9 * DAY) == (S.RUNNING, S.AWAITS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"custody_heard_on": MONDAY + 2 * DAY},
        {"until_on": MONDAY},
        {"decided_by": ""},
        {"reason": "lazy"},
    ],
)
def test_an_exemption_must_make_sense(case, wrong):
    with clock.travel(MONDAY + DAY), pytest.raises(ValidationError):
        duty_actions.exempt(exemption(case, **wrong), by=case.guide)


@pytest.mark.parametrize(
    ("last", "status"), [("9999-12-31", 422), ("2026-11-15", 422), ("2027-01-31", 303), ("", 303)]
)
def test_the_form_takes_the_last_day_that_holds(client, case, last, status):
    client.force_login(case.guide)
    data = {
        "reason": "illness",
        "from_on": "2026-11-16",
        "last_day": last,
        "decided_by": "Familieafdelingen",
        "custody_heard_on": "2026-11-10",
    }
    with clock.travel(MONDAY):
        assert client.post(f"/sager/{case.pk}/pligt/fritagelse/ny/", data).status_code == status
    if status == 303:
        row = case.exemptions.get()
        assert row.until_on == (date(2027, 2, 1) if last else None)
        with clock.travel(MONDAY):
            assert "Fritaget siden" in client.get(f"/sager/{case.pk}/pligt/").content.decode()


def test_one_exemption_at_a_time(case):
    with clock.travel(MONDAY + DAY):
        duty_actions.exempt(exemption(case, until_on=MONDAY + 10 * DAY), by=case.guide)
        with pytest.raises(ValidationError):
            duty_actions.exempt(exemption(case, from_on=MONDAY + 9 * DAY), by=case.guide)
        duty_actions.exempt(exemption(case, from_on=MONDAY + 10 * DAY), by=case.guide)


def test_a_list_of_people_in_nothing_starts_clocks_on_the_day_it_comes_in(guide):
    with clock.travel(MONDAY):
        people = [
            Newcomer(
                person=factories.make_person(guide.unit, birth_date=born, cpr=""),
                opened_on=date(2026, 9, 1),
                guide=guide,
                activity="none",
                activity_on=date(2026, 10, 1),
            )
            for born in (BORN, date(2005, 1, 1))
        ]
        cases = open_cases(people, by=guide)
    assert [case.breaches.count() for case in cases] == [1, 0]
    assert cases[0].breaches.get().learned_on == MONDAY


ACTS = st.sampled_from(
    ["none", "fgu", "unknown", "talk", "no_show", "confirm", "exempt", "end", "again", "mistake"]
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.tuples(ACTS, st.integers(0, 9)), max_size=8))
def test_whatever_happens_no_more_than_one_breach_runs(guide, acts):
    """Random lives: at most one breach runs, every clock has one state, and what was met or missed stays so."""
    day = MONDAY
    with clock.travel(day):
        case = factories.make_case(guide, birth_date=BORN, on=day, cpr="")
    ended: dict = {}
    for act, days in acts:
        day += days * DAY
        with clock.travel(day):
            case = Case.objects.select_related("person").get(pk=case.pk)
            running = duty_actions.running_breach(case)
            row = case.exemptions.current().holding(day).first()
            if act in Activity.values:
                activity_actions.set_activity(case, act, by=guide)
            elif act in ("talk", "no_show"):
                notes_actions.add_note(case, by=guide, text="Talt", kind=act)
            elif act == "confirm" and case.activity in ("none", "fgu"):
                activity_actions.confirm_activity(case, by=guide)
            elif act == "exempt" and row is None:
                duty_actions.exempt(exemption(case, from_on=day, custody_heard_on=day), by=guide)
            elif act == "end" and row is not None:
                duty_actions.end_exemption(row, by=guide)
            elif act == "again" and running:
                duty_actions.follow_again(running, by=guide)
            elif act == "mistake" and running:
                duty_actions.take_back_breach(running, by=guide, why="Fejl")
            case = Case.objects.select_related("person").get(pk=case.pk)
            pairs = duty.clocks([case], day).get(case.pk, [])
            live = [
                pair
                for pair in pairs
                if not any(
                    d and d <= day for d in (pair[0].stopped_on, pair[1].stopped_on, pair[0].breach.active_on)
                )
            ]
            assert len(live) <= 1
            for clock_ in (c for pair in pairs for c in pair):
                key = (clock_.breach.learned_on, clock_.which)
                if not clock_.breach.mistake and clock_.state in (S.MET, S.MISSED):
                    ended.setdefault(key, clock_.state)
                    if ended[key] == S.MISSED:
                        assert clock_.state == S.MISSED


def test_a_decision_is_written_down_with_who_was_told_before(case, client):
    client.force_login(case.guide)
    url = reverse("cases:decision_add", args=[case.pk])
    sent = {
        "kind": "no_pay",
        "decided_on": "2026-11-16",
        "told_on": "2026-11-10",
        "decided_by": "Ydelseskontoret",
    }
    with clock.travel(MONDAY):
        assert client.post(url, sent | {"decided_on": "2026-11-17"}).status_code == 422  # tomorrow
        assert client.post(url, sent | {"told_on": "2026-11-17"}).status_code == 422  # after the decision
        for _twice in range(2):
            assert client.post(url, sent | {"submit_key": "k1"}).status_code == 303
    decision = case.duty_decisions.get()
    page = client.get(reverse("cases:duty_clocks", args=[case.pk])).content.decode()
    assert "Ungeydelsen udbetales ikke" in page
    mistake = reverse("cases:decision_mistake", args=[case.pk, decision.pk])
    for _twice in range(2):
        client.post(mistake, {"why": "Forkert ung"})
    decision.refresh_from_db()
    assert decision.mistake == "Forkert ung"
    assert AuditEvent.objects.filter(action="duty.decision_mistaken", case_id=case.pk).count() == 1
    assert "Forkert ung" in client.get(reverse("cases:duty_clocks", args=[case.pk])).content.decode()


def test_the_database_knows_that_they_are_told_before_the_decision(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyDecision.objects.create(
            case=case, kind="met", decided_on=MONDAY, told_on=MONDAY + DAY, decided_by="Ydelseskontoret"
        )


def test_july_counts_among_the_days_for_contact(case):
    """Contact can be made all summer: somebody is at work. Only the days for a new activity leave July out."""
    learned = date(2026, 6, 29)
    nothing(case, learned)
    assert clocks(case, learned)[0].due_on == date(2026, 7, 6)


def test_a_talk_of_a_later_day_has_not_begun_the_second_clock(case):
    nothing(case)
    talk(case, MONDAY + 3 * DAY)
    contact, activity = clocks(case, MONDAY + 2 * DAY)
    assert (contact.state, activity.state, activity.begins_on) == (S.RUNNING, S.AWAITS, None)
    contact, activity = clocks(case, MONDAY + 3 * DAY)
    assert (contact.state, activity.state, activity.begins_on) == (S.MET, S.RUNNING, MONDAY + 3 * DAY)


def test_not_to_know_is_no_new_activity(case):
    nothing(case)
    talk(case, MONDAY + DAY)
    on(MONDAY + 2 * DAY, activity_actions.set_activity, case, "unknown", by=case.guide)
    assert states(case, MONDAY + 3 * DAY) == (S.MET, S.RUNNING)
    due = clocks(case, MONDAY + 3 * DAY)[1].due_on
    assert states(case, due + DAY) == (S.MET, S.MISSED)
