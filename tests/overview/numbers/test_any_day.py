"""Of every role every number is its list, and what is shown side by side adds up, on any day known on any later one."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from core import clock
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.groups import groups_of
from reports.moments.moment import Moment
from tests.helpers.daily import SOAK, random_of_the_day, tries
from tests.helpers.signing_in import signed_in
from tests.helpers.two_years import DAYS, tell

HOW_MANY = 200 if SOAK else tries(12)
PAGES = 3


@pytest.fixture
def history(db):
    rng = random_of_the_day("two years")
    return tell(rng), rng


def moments(rng):
    """Today, and random days, half of them soon after something happened, each known on a random later one."""
    today = clock.today()
    happened = sorted({clock.local_date(at) for at in AuditEvent.objects.values_list("at", flat=True)})
    yield Moment()
    for n in range(HOW_MANY):
        day = today - dt.timedelta(days=rng.randrange(DAYS))
        if n % 2:
            day = min(rng.choice(happened) + dt.timedelta(days=rng.randrange(14)), today)
        known = day + dt.timedelta(days=rng.randrange((today - day).days + 1))
        yield Moment(day, rng.choice([known, None]))


def check_numbers(metrics, moment):
    counts = metrics.counts(METRICS)
    for key, metric in METRICS.items():
        assert counts[key] == metrics.rows_of(key).count(), (key, str(moment))
        for group in groups_of(metric):
            parts = metrics.split(key, group.key)
            assert sum(n for _name, _label, n in parts) == counts[key], (key, group.key, str(moment))
    assert sum(counts[key] for key in COVERAGE) == counts["in_unit"], str(moment)
    assert sum(counts[key] for key in ADULT_COVERAGE) == counts["adults"], str(moment)
    assert counts["in_unit"] == counts["running"] + counts["paused"] + counts["waiting"], str(moment)
    assert counts["in_care"] == counts["running"] + counts["paused"], str(moment)
    for part, whole in (("due_reached", "due"), ("turning_18_alone", "turning_18"), ("stalled", "running")):
        assert counts[part] <= counts[whole], (part, str(moment))
    return counts


def test_every_number_is_its_list_and_adds_up_on_any_day(history):
    unit, rng = history
    leader = User.objects.get(unit=unit, role="leader")
    guide = User.objects.filter(unit=unit, role="guide").order_by("pk").first()
    clients, seen = {user: signed_in(user) for user in (leader, guide)}, set()
    for moment in moments(rng):
        for user, client in clients.items():
            counts = check_numbers(moment.metrics(user), moment)
            if user is leader:
                came = counts["opening"] + counts["new"] + counts["reopened"] - counts["closed"]
                assert came == counts["in_unit"], str(moment)
            seen |= {key for key, n in counts.items() if n}
            for key in rng.sample(sorted(METRICS), PAGES):
                page = client.get(reverse("overview:metric_list", args=[key]), moment.params())
                assert page.context["count"] == counts[key], (key, user.role, str(moment))
    assert {"in_unit", "running"} <= seen
    # What stands nowhere in two years would be tested by nothing.
    assert HOW_MANY < 12 or len(seen) > len(METRICS) / 2, sorted(set(METRICS) - seen)
