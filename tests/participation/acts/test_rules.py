"""When an act of the young person's that nobody has looked at is late."""

from datetime import date

from participation.acts.rules import late_from


def test_an_act_is_late_on_the_tenth_day_after():
    assert late_from(date(2026, 2, 20)) == date(2026, 3, 2)
