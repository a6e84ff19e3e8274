"""What stops the clocks of a breach, found by the database: which rows count, of which case, from which day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import ActivityPeriod, BreachReason, DutyBreach, DutyExemption, Note, StatusPeriod
from core import clock
from tests.helpers import factories

pytestmark = pytest.mark.django_db

LEARNED, DAY = date(2026, 3, 2), timedelta(days=1)
EARLY, LATER = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def breach(guide):
    with clock.travel(date(2026, 1, 5)):
        case = factories.make_case(guide, on=date(2026, 1, 5))
    case.activity_periods.all().delete()
    return DutyBreach.objects.create(case=case, learned_on=LEARNED, how="school", recorded_at=EARLY)


def facts(breach, known=None):
    """The four days, as days after it was learned; None where nothing stops a clock."""
    row = DutyBreach.objects.with_facts(known).get(pk=breach.pk)
    days = (row.contacted_on, row.active_on, row.exempt_on, row.closed_on)
    return tuple(None if day is None else (day - LEARNED).days for day in days)


def add(model, case, from_on, until_on=None, at=EARLY, **fields):
    row = model(case=case, from_on=LEARNED + from_on * DAY, recorded_at=at, **fields)
    row.until_on = None if until_on is None else LEARNED + until_on * DAY
    model.objects.bulk_create([row])
    return row


def talk(case, days, at=EARLY, kind="phone", **fields):
    note = Note(case=case, by=case.guide, text="Talt", kind=kind, happened_on=LEARNED + days * DAY, **fields)
    note.recorded_at = at
    Note.objects.bulk_create([note])
    return Note.objects.latest("pk")


def activity(case, *days, kind="eud", **fields):
    return add(ActivityPeriod, case, *days, activity=kind, confirmed_on=LEARNED, **fields)


def exemption(case, *days, **fields):
    heard = {"decided_by": "Kommunen", "custody_heard_on": LEARNED, "reason": "illness"}
    return add(DutyExemption, case, *days, **heard, **fields)


def closing(case, *days, status="closed", **fields):
    return add(StatusPeriod, case, *days, status=status, **fields)


def test_of_a_case_of_which_nothing_is_known_nothing_stops(breach, guide):
    assert facts(breach) == (None, None, None, None)
    other = factories.make_case(guide, on=date(2026, 1, 5))
    StatusPeriod.objects.filter(case=other).update(superseded_at=LATER)
    for fact in (talk, activity, exemption, closing):
        fact(other, 3)
    assert facts(breach) == (None, None, None, None), "what is written on another case"


def test_the_first_day_of_each_counts(breach):
    StatusPeriod.objects.filter(case=breach.case).delete()
    for days in (9, 4, 6):
        talk(breach.case, days)
    for fact, first in ((activity, 5), (exemption, 7), (closing, 8)):
        fact(breach.case, first + 10)
        fact(breach.case, first, first + 2)
    assert facts(breach) == (4, 5, 7, 8)


@pytest.mark.parametrize(("days", "counts"), [(-1, None), (0, 0), (1, 1)])
def test_from_the_day_it_was_learned(breach, days, counts):
    StatusPeriod.objects.filter(case=breach.case).delete()
    for fact in (talk, activity, closing):
        fact(breach.case, days)
    exemption(breach.case, days, days + 30)  # one in force counts, whenever it began
    assert facts(breach) == (counts, counts, days, counts)


@pytest.mark.parametrize(("until", "counts"), [(None, True), (-1, False), (0, False), (1, True)])
def test_an_exemption_counts_when_it_is_in_force_after_the_day(breach, until, counts):
    exemption(breach.case, -9, until)
    assert facts(breach)[2] == (-9 if counts else None)


@pytest.mark.parametrize("kind", ["none", "unknown"])
def test_what_is_no_activity_stops_nothing(breach, kind):
    activity(breach.case, 1, kind=kind)
    assert facts(breach)[1] is None
    activity(breach.case, 3, 3)  # corrected away: it held on no day
    assert facts(breach)[1] is None
    activity(breach.case, 4, 5)
    assert facts(breach)[1] == 4


def test_a_closing_that_held_on_no_day_and_a_pause_stop_nothing(breach):
    StatusPeriod.objects.filter(case=breach.case).delete()
    closing(breach.case, 2, 2)
    closing(breach.case, 3, 6, status="paused")
    assert facts(breach)[3] is None
    closing(breach.case, 8, 9)
    assert facts(breach)[3] == 8


@pytest.mark.parametrize("kind", ["attempt", "other"])
def test_what_is_no_talk_stops_nothing(breach, kind):
    talk(breach.case, 1, kind=kind)
    assert facts(breach)[0] is None


def test_as_known_at_a_moment(breach):
    """Written in March, put right in May: asked about April it was so, asked now it is not."""
    StatusPeriod.objects.filter(case=breach.case).delete()
    april, june = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    for fact in (activity, exemption, closing):
        fact(breach.case, 1, superseded_at=LATER)
        fact(breach.case, 5, at=LATER)
    talk(breach.case, 1, at=EARLY)
    assert facts(breach, april) == (1, 1, 1, 1)
    assert facts(breach, june) == facts(breach) == (1, 5, 5, 5)
    assert facts(breach, datetime(2026, 2, 1, tzinfo=UTC)) == (None, None, None, None)


def reason(breach, which, text, *, at=EARLY, until=None, why="ill"):
    BreachReason.objects.bulk_create(
        [BreachReason(breach=breach, which=which, why=why, text=text, recorded_at=at, superseded_at=until)]
    )


def reasons(breach, known=None):
    row = DutyBreach.objects.with_facts(known).get(pk=breach.pk)
    return (row.contact_why, row.contact_text), (row.activity_why, row.activity_text)


def test_each_limit_has_its_own_reason_as_it_was_known(breach):
    none = (None, None)
    assert reasons(breach) == (none, none)
    reason(breach, "contact", "Syg", until=LATER)
    reason(breach, "contact", "Rejst", at=LATER, why="in_vain")
    assert reasons(breach) == (("in_vain", "Rejst"), none)
    reason(breach, "activity", "Ingen plads", at=LATER, why="no_place")
    assert reasons(breach) == (("in_vain", "Rejst"), ("no_place", "Ingen plads"))
    assert reasons(breach, datetime(2026, 4, 1, tzinfo=UTC)) == (("ill", "Syg"), none)
    assert reasons(breach, datetime(2026, 6, 1, tzinfo=UTC)) == reasons(breach)
    assert reasons(breach, datetime(2026, 2, 1, tzinfo=UTC)) == (none, none)
