"""Two years at random: the courses say what the cases' own columns say, and everything adds up on any day."""

from datetime import timedelta
from random import Random

import pytest

from accounts.models import User
from cases.models import Case
from core import clock
from plans.models import Outcome
from reports.metrics.definitions.destinations import LASTING
from tests.helpers.fates import figures_on
from tests.helpers.two_years import tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_any_history_adds_up_on_any_day(seed):
    rng = Random(seed)
    unit = tell(rng, cases=8, acts=60)
    leader = User.objects.get(unit=unit, role="leader")
    figures = figures_on(leader)
    assert figures.starts
    for case in Case.objects.filter(pk__in=figures.starts):
        assert figures.courses[case.pk].closed_on == case.closed_on
        first = Outcome.objects.filter(case=case, destination__counts_as_positive="yes")
        first = first.filter(started_on__gte=case.opened_on).order_by("started_on", "pk").first()
        if first and case.closed_on is None:
            assert figures.arrived[case.pk].pk == first.pk
    for _n in range(4):
        figures = figures_on(leader, clock.today() - timedelta(days=rng.randrange(700)))
        assert figures.count("reached") + figures.count("not_reached") == len(figures.starts)
        assert all(row.days >= 0 for row in figures.followed.values())
        for months in LASTING:
            could, held, lost = (figures.count(f"{name}:{months}") for name in ("could", "held", "lost"))
            assert could == held + lost <= figures.count("reached")
        for group, parts in figures.parts.items():
            whole = figures.count("reached" if group == "road" else "started")
            counts = [
                figures.count("reached" if group == "road" else "started", f"{group}:{key}") for key in parts
            ]
            assert sum(counts) == whole
