"""What a partner may propose and why, what follows from a yes, and how long silence is told of: at their borders."""

from datetime import UTC, date, datetime

import pytest

from plans.promises import rules
from plans.promises.rules import ProposalKind, ProposalReason, leads_to, quiet_days

pytestmark = pytest.mark.once


def test_each_kind_has_the_reasons_that_fit_it():
    found = {str(kind): [str(reason) for reason in reasons] for kind, reasons in rules.REASONS.items()}
    assert found == {
        "extend": ["needs_longer", "youth_wish", "youth_cannot", "no_room", "other"],
        "other_day": ["youth_wish", "youth_cannot", "no_room", "other"],
        "end": ["done", "youth_wish", "no_contact", "no_room", "other"],
        "not_right": ["wrong_offer", "youth_wish", "youth_cannot", "other"],
    }
    assert set(found) == set(ProposalKind.values)
    assert {reason for reasons in found.values() for reason in reasons} == set(ProposalReason.values)


@pytest.mark.parametrize("kind", ProposalKind)
@pytest.mark.parametrize("reason", ProposalReason)
def test_a_yes_gives_another_day_or_ends_it(kind, reason):
    expected = {
        ("end", "done"): "reached", **{(name, reason): None for name in ("extend", "other_day")}
    }.get((kind, reason), "dropped")  # fmt: skip
    assert leads_to(kind, reason) == expected
    assert (kind in rules.WITH_A_DAY) is (expected is None)


def test_how_long_is_waited():
    assert (rules.QUIET_DAYS, rules.PROMISE_ANSWER_DAYS) == (30, 7)


@pytest.mark.parametrize(
    ("heard", "start", "days"),
    [
        (datetime(2026, 6, 2, 12, tzinfo=UTC), None, None),  # 29 days
        (datetime(2026, 6, 1, 12, tzinfo=UTC), None, 30),
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), None, 31),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), None, 30),  # midnight in Copenhagen
        (datetime(2026, 5, 1, 12, tzinfo=UTC), date(2026, 7, 1), 61),  # begins today
        (datetime(2026, 5, 1, 12, tzinfo=UTC), date(2026, 7, 2), None),
    ],
)
def test_silence_is_told_of_from_the_thirtieth_day_and_once_it_has_begun(heard, start, days):
    assert quiet_days(heard, start, date(2026, 7, 1)) == days
