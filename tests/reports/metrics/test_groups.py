"""Ways to split a number: each row lies in one part, at both ends of each, and each part has its words."""

import datetime as dt

import pytest
from django.utils import translation

from cases.models import Activity, BreachReason
from plans.models import Destination
from reports.metrics.definitions import METRICS
from reports.metrics.fetched_rows import FetchedRows
from reports.metrics.groups import GROUPS, groups_of
from reports.metrics.point_in_time import PointInTime
from reports.periods.rules import Month

pytestmark = pytest.mark.once

ON, DAY = dt.date(2026, 11, 21), dt.timedelta(days=1)
WHEN = PointInTime(ON, Month(2026, 11), None, fresh_days=90, contact_days=30, silent_days=60)
FRESH = ON - 90 * DAY


def part_of(group: str, **row) -> list[str]:
    """The parts that the row is in: one, or none when the number does not count such a row."""
    fetched = FetchedRows(row, [tuple(row.values())])
    return [key for key, _label, condition in GROUPS[group].parts(WHEN) if fetched.where(condition)]


def words(group: str) -> dict[str, str]:
    with translation.override("en"):
        return {key: str(label) for key, label, _condition in GROUPS[group].parts(WHEN)}


@pytest.mark.parametrize(
    ("youngest", "oldest", "label"),
    [
        (0, 12, "–12"),
        (13, 14, "13–14"),
        (15, 17, "15–17"),
        (18, 19, "18–19"),
        (20, 22, "20–22"),
        (23, 25, "23–25"),
        (26, 120, "26+"),
    ],
)
def test_each_age_is_in_one_band(youngest, oldest, label):
    key = f"{youngest}-{oldest}"
    assert words("age")[key] == label
    for age in range(youngest, oldest + 1):
        birthday = dt.date(ON.year - age, ON.month, ON.day)
        assert part_of("age", at_born=birthday) == [key]
        assert part_of("age", at_born=birthday.replace(year=birthday.year - 1) + DAY) == [key]


def test_nobody_of_any_age_is_left_out_of_the_bands_and_they_stand_in_order():
    assert list(words("age")) == ["0-12", "13-14", "15-17", "18-19", "20-22", "23-25", "26-120"]


@pytest.mark.parametrize("activity", Activity.values)
def test_what_was_confirmed_lately_is_told_by_its_kind_and_all_else_is_unknown(activity):
    assert part_of("activity", at_activity=activity, at_confirmed_on=FRESH) == [activity]
    for confirmed in (FRESH - DAY, None):
        assert part_of("activity", at_activity=activity, at_confirmed_on=confirmed) == ["unknown"]
    assert part_of("activity", at_activity=None, at_confirmed_on=FRESH) == ["unknown"]


def test_every_activity_has_its_words_and_what_is_unknown_stands_last():
    found = words("activity")
    assert list(found) == [a for a in Activity.values if a != "unknown"] + ["unknown"]
    with translation.override("en"):
        assert found == {a.value: str(a.label) for a in Activity} | {"unknown": "Activity unknown"}


@pytest.mark.parametrize(
    ("days", "part"),
    [(0, []), (1, ["1-7"]), (7, ["1-7"]), (8, ["8-30"]), (30, ["8-30"])]
    + [(31, ["31-90"]), (90, ["31-90"]), (91, ["91-"]), (999, ["91-"])],
)
def test_a_delay_is_in_one_part_by_its_days(days, part):
    assert part_of("delay", at_due_on=ON - days * DAY) == part


def test_the_delays_in_words():
    assert words("delay") == {
        "1-7": "1–7 days", "8-30": "8–30 days", "31-90": "31–90 days", "91-": "Over 90 days",
    }  # fmt: skip


@pytest.mark.parametrize("status", ["waiting", "running", "paused", "closed", None])
def test_each_status_is_a_part_and_what_has_none_is_one_too(status):
    assert part_of("status", at_status=status) == [status or "none"]


@pytest.mark.parametrize(
    ("planned", "under", "part"),
    [(True, True, "under"), (True, False, "beside"), (False, True, "none"), (False, False, "none")],
)
def test_a_plan_holds_the_activity_or_not_or_there_is_none(planned, under, part):
    assert part_of("plan", at_planned=planned, at_under_plan=under) == [part]


@pytest.mark.parametrize(
    ("opened", "part"),
    [
        (ON, "0-3"),
        (dt.date(2026, 8, 22), "0-3"),
        (dt.date(2026, 8, 21), "3-6"),
        (dt.date(2026, 5, 22), "3-6"),
        (dt.date(2026, 5, 21), "6-12"),
        (dt.date(2025, 11, 22), "6-12"),
        (dt.date(2025, 11, 21), "12-24"),
        (dt.date(2024, 11, 22), "12-24"),
        (dt.date(2024, 11, 21), "24-"),
        (dt.date(2001, 1, 1), "24-"),
    ],
)
def test_how_long_ago_a_case_was_opened_is_told_from_day_to_day(opened, part):
    assert part_of("open_for", opened_on=opened) == [part]


@pytest.mark.parametrize("activity", [*Activity.values, None])
@pytest.mark.parametrize(("confirmed", "cause"), [(FRESH - DAY, "stale"), (None, "never"), (FRESH, None)])
def test_why_an_activity_is_unknown(activity, confirmed, cause):
    cause = {"unknown": "said", None: "never"}.get(activity, cause)
    assert part_of("cause", at_activity=activity, at_confirmed_on=confirmed) == ([cause] if cause else [])


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (
            "status",
            {
                "waiting": "Waits for a guide",
                "running": "Running",
                "paused": "Paused",
                "closed": "Closed",
                "none": "Unknown",
            },
        ),
        (
            "plan",
            {
                "under": "Activity is part of the plan",
                "beside": "Has a plan, no activity in it",
                "none": "No plan",
            },
        ),
        (
            "cause",
            {"stale": "Confirmed too long ago", "said": "Recorded as unknown", "never": "Never confirmed"},
        ),
    ],
)
def test_the_parts_in_words(group, said):
    assert {key: words_.lower() for key, words_ in words(group).items()} == {
        k: w.lower() for k, w in said.items()
    }


@pytest.mark.parametrize("which", ["contact", "activity"])
def test_what_was_missed_is_told_by_its_reason_and_without_one_apart(which):
    group, column, other = f"why_{which}", f"{which}_why", "activity" if which == "contact" else "contact"
    for why in BreachReason.Why.values:
        assert part_of(group, **{column: why, f"{other}_why": None}) == [why]
    assert part_of(group, **{column: None, f"{other}_why": "ill"}) == ["none"]
    with translation.override("en"):
        said = {why.value: str(why.label) for why in BreachReason.Why} | {"none": "No reason given"}
    assert words(group) == said and list(words(group))[-1] == "none"


@pytest.mark.django_db
def test_every_destination_is_a_part():
    rows = Destination.objects.order_by("position", "pk")
    assert rows and list(words("destination").items()) == [(row.code, row.name_en) for row in rows]
    assert part_of("destination", destination_id=rows[0].pk) == [rows[0].code]


@pytest.mark.django_db
def test_destinations_stand_in_the_order_that_the_unit_gave_them_and_else_as_they_were_written():
    first, second, *rest = Destination.objects.order_by("pk")
    Destination.objects.update(position=5)
    Destination.objects.filter(pk=second.pk).update(position=1)
    assert list(words("destination")) == [row.code for row in (second, first, *rest)]


def test_a_group_fits_the_numbers_that_have_its_columns_and_only_those_it_is_asked_of():
    fitting = {key: [group.key for group in groups_of(METRICS[key])] for key in ("running", "overdue", "due")}
    assert fitting == {
        "running": ["age", "activity", "status", "plan", "open_for"],
        "overdue": ["status", "delay"],
        "due": ["status"],
    }
    assert [key for key in METRICS if GROUPS["cause"].fits(METRICS[key])] == ["unknown", "adults_unknown"]
    for which in ("contact", "activity"):
        assert [key for key in METRICS if GROUPS[f"why_{which}"].fits(METRICS[key])] == [f"{which}_missed"]
    assert [g.key for g in groups_of(METRICS["destinations"])] == ["destination"]


def test_the_groups_know_their_keys_and_titles():
    with translation.override("en"):
        assert {key: str(group.title) for key, group in GROUPS.items()} == {
            "age": "Age",
            "activity": "Activity",
            "status": "Status",
            "plan": "Plan",
            "open_for": "How long ago the case was opened",
            "cause": "Why it is unknown",
            "delay": "Delay",
            "destination": "Destination",
            "why_contact": "Why contact was too late",
            "why_activity": "Why a new activity was too late",
        }
    assert all(group.key == key for key, group in GROUPS.items())
