"""The coverage adds up on every day, whatever was done in whatever order, and is known again as it was known then."""

import contextlib
import datetime as dt

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.activity import actions as activity_actions
from cases.activity import rules as activity_rules
from cases.casefile import actions as casefile_actions
from cases.models import Case, Status
from cases.notes import actions as notes_actions
from core import clock
from core.versions import Conflict
from plans.closing import actions as plan_actions
from plans.milestones.actions import move_milestone
from plans.plan.actions import record_outcome
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.definitions.destinations import LASTING
from reports.metrics.sources import CASES
from reports.metrics.unit_metrics import UnitMetrics
from tests.helpers import factories
from tests.helpers.daily import tries

BEGAN = dt.date(2026, 1, 5)


KINDS = ("school", "eud", "job", "spare_time_job", "course", "none", "unknown")


ACTS = (
    "set", "add", "past", "end", "end all", "change", "outside", "confirm", "confirm one", "note", "pause", "resume",
    "close", "reopen", "rest", "wake", "move", "arrive",
)  # fmt: skip


CASE_NUMBERS = [key for key, metric in METRICS.items() if metric.source == CASES]


def _do(act, kind, back, case, guide, leader, destination):
    today = clock.today()
    on = max(today - dt.timedelta(days=back), BEGAN)
    present = list(case.activity_periods.present().counting_most_first())
    match act:
        case "set":
            activity_actions.set_activity(case, kind, by=guide, on=on)
        case "add":
            activity_actions.add_activity(case, kind, by=guide, on=on, under_plan=back % 3 > 0)
        case "past":
            activity_actions.add_activity(case, kind, by=guide, on=on - dt.timedelta(days=back), until=on)
        case "end" if present:
            activity_actions.end_activity(present[0], by=guide, on=max(on, present[0].from_on))
        case "end all" if len(present) == 1:
            activity_actions.end_activity(present[0], by=guide, then_nothing=True)
        case "change" if present:
            activity_actions.change_activity(
                present[-1],
                by=guide,
                values={"activity": kind, "hours_per_week": back or None},
                confirm=back > 5,
            )
        case "outside" if present:
            activity_actions.change_activity(
                present[0], by=guide, values={"under_plan": False, "from_on": on}
            )
        case "confirm":
            activity_actions.confirm_activity(case, by=guide)
        case "confirm one" if present:
            activity_actions.confirm_activity(case, by=guide, row=present[-1])
        case "note":
            notes_actions.add_note(case, by=guide, text="Talt sammen", happened_on=on)
        case "pause":
            casefile_actions.set_status(case, Status.PAUSED, by=guide)
        case "resume":
            casefile_actions.set_status(case, Status.RUNNING, by=guide)
        case "close":
            plan_actions.close_case(case, by=leader, reason="moved")
        case "reopen":
            plan_actions.reopen_case(case, by=leader)
        case "rest":
            activity_actions.let_rest(
                case, by=guide, until=today + dt.timedelta(days=back + 1), reason="På højskole"
            )
        case "wake":
            activity_actions.stop_rest(case, by=guide)
        case "move" if (plan := case.plans.first()) and (step := plan.milestones.first()):
            move_milestone(step, step.moves[0], by=guide)
        case "arrive":
            record_outcome(case, destination, by=guide, started_on=on)


def _columns_say_what_the_rows_say(case):
    case.refresh_from_db()
    now = activity_rules.standing(case.activity_periods.current().holding(clock.today()))
    columns = (case.activity, case.activity_confirmed_on, case.activity_clash, case.activity_under_plan)
    assert columns == (now.activity, now.confirmed_on, now.clash, now.under_plan)
    rest = case.stall_rests.current().holding(clock.today()).first()
    resting = case.stall_rests_until if (case.stall_rests_until or BEGAN) > clock.today() else None
    assert resting == (rest and rest.until_on)
    status = case.status_periods.current().holding(clock.today()).get()
    assert (status.status, status.from_on) == (case.status, case.status_since)
    assert case.is_stalled() is Case.objects.stalled(clock.today()).filter(pk=case.pk).exists()


def _counted(metrics):
    """The cases behind each number, checked to be a partition."""
    found = {key: {row["pk"] for row in metrics.counted(key)} for key in CASE_NUMBERS}
    assert sum(len(found[key]) for key in COVERAGE) == len(found["in_unit"])
    assert set().union(*(found[key] for key in COVERAGE)) == found["in_unit"]
    assert sum(len(found[key]) for key in ADULT_COVERAGE) == len(found["adults"])
    assert set().union(*(found[key] for key in ADULT_COVERAGE)) == found["adults"]
    came, went = len(found["new"]) + len(found["reopened"]), len(found["closed"])
    assert len(found["opening"]) + came - went == len(found["in_unit"])
    assert (
        not found["new"] & (found["opening"] | found["reopened"]) and not found["opening"] & found["reopened"]
    )
    assert found["in_care"] == found["running"] | found["paused"] and found["adults"] <= found["in_care"]
    for key in ("activity", "age"):
        of = "in_care" if key == "activity" else "in_unit"
        assert sum(count for _key, _label, count in metrics.split(of, key)) == len(found[of])
    parts = zip(metrics.split("in_care", "activity"), metrics.split("adults", "activity"), strict=True)
    assert all(adults <= everybody for (_k, _l, everybody), (_k2, _l2, adults) in parts)
    assert metrics.count("due_reached") <= metrics.count("due")
    for months, (could, held) in LASTING.items():
        assert metrics.count(held) <= metrics.count(could), months
    return found


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(ACTS), st.sampled_from(KINDS), st.integers(0, 2), st.integers(0, 70), st.integers(0, 12)
        ),
        max_size=12,
    )
)  # fmt: skip
@settings(max_examples=tries(10), deadline=None, suppress_health_check=list(HealthCheck))
def test_coverage_adds_up_on_every_day(unit, guide, leader, destination, steps):
    Case.objects.filter(unit=unit).update(unit=factories.UnitFactory())  # what an earlier example left
    with clock.travel(BEGAN):
        cases = [
            factories.make_case(guide, cpr="", on=BEGAN, birth_date=born, first_name=str(born))
            for born in (dt.date(2009, 6, 1), dt.date(2004, 2, 29))
        ]
        factories.make_milestone(cases[0])
        unplanned = factories.make_person(unit, cpr="", birth_date=dt.date(2008, 2, 1))
        cases.append(casefile_actions.open_case(unplanned, by=guide, on=BEGAN, guide=guide))
    day, then = BEGAN, []
    for act, kind, number, days, back in steps:
        day += dt.timedelta(days=days)
        with clock.travel(clock.at(day, 10)):
            cases[number] = Case.objects.get(pk=cases[number].pk)
            with contextlib.suppress(ValidationError, Conflict, casefile_actions.AlreadyKnown):
                _do(act, kind, back, cases[number], guide, leader, destination)
            for case in cases:
                _columns_say_what_the_rows_say(case)
        day += dt.timedelta(days=1)  # a day on which nothing is done, so that what is known is settled
        with clock.travel(clock.at(day, 9)):
            live = _counted(UnitMetrics(unit))
            assert live["stalled"] == {c.pk for c in Case.objects.filter(unit=unit).stalled(day)}
            then.append((day, clock.now(), live))
    with clock.travel(clock.at(day + dt.timedelta(days=1), 12)):
        for on, known, live in then:
            again = _counted(UnitMetrics(unit, on=on, known=known))
            for key in live.keys() - {"turning_18_alone"}:
                assert again[key] == live[key], (key, on)


def test_contradictory_counts_what_the_rule_calls_so(unit, guide, destination):
    """The rule in words for one case, and the number for all of them, speak of the same cases."""
    cases = {name: factories.make_case(guide) for name in ("fine", "nothing", "hours", "outside", "arrived")}
    unplanned = casefile_actions.open_case(
        factories.make_person(unit), by=guide, on=clock.today(), guide=guide
    )
    cases["no plan"] = unplanned
    for name, case in cases.items():
        activity_actions.set_activity(
            case, "none" if name == "arrived" else "eud", by=guide, under_plan=name != "outside"
        )
    activity_actions.add_activity(cases["nothing"], "none", by=guide)
    activity_actions.add_activity(cases["hours"], "job", by=guide)
    record_outcome(cases["arrived"], destination, by=guide, started_on=clock.today())
    metrics = UnitMetrics(unit)
    told = {
        row["pk"]
        for row in metrics.counted("in_unit")
        if activity_rules.contradictions(
            activity_rules.Standing(row["at_activity"], row["at_confirmed_on"], row["at_clash"], row["at_under_plan"]),
            fresh=True, has_plan=row["at_planned"], arrived=row["at_arrived"],
        )
    }  # fmt: skip
    assert told == {row["pk"] for row in metrics.counted("contradictory")}
    assert told == {case.pk for name, case in cases.items() if name != "fine"}
    assert {row["pk"] for row in metrics.counted("unplanned")} == {unplanned.pk, cases["outside"].pk}
