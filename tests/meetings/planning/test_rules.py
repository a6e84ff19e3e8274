"""Which meeting is due next, at every boundary."""

from datetime import date, timedelta

import pytest

from cases.people.rules import birthday
from meetings.planning.rules import Form, Held, Proposal, next_by_rhythm, proposal

BORN = date(2010, 3, 10)
AGES = {16: 192, 17: 210, 18: 222}
FORMS = [Form(1, (192,), 6, 5), Form(2, (210,), 6, 5), Form(3, (222,)), Form(5, (), 3, 5), Form(9)]
DUE = birthday(BORN, 192)


def due(on, *meetings, born=BORN, forms=FORMS):
    return proposal(forms, meetings, birth_date=born, on=on)


def test_a_meeting_at_an_age_is_proposed_from_sixty_days_before_until_half_a_year_after():
    assert due(DUE - timedelta(days=61)) is None
    assert due(DUE - timedelta(days=60)) == Proposal(1, DUE, 192)
    assert due(DUE + timedelta(days=183)) == Proposal(1, DUE, 192)
    assert due(DUE + timedelta(days=184)) is None


def test_one_held_up_to_three_months_before_counts_for_the_age():
    on = DUE + timedelta(days=30)
    assert due(on, Held(1, DUE - timedelta(days=92))) is None
    assert due(on, Held(1, DUE - timedelta(days=93))) == Proposal(1, DUE, 192)
    assert due(on, Held(9, DUE)) == Proposal(1, DUE, 192)  # another form does not


def test_only_the_latest_age_that_is_near_is_proposed():
    seventeen = birthday(BORN, 210)
    assert due(seventeen - timedelta(days=60)).months == 210
    assert due(seventeen - timedelta(days=61)) is None


def test_nothing_is_proposed_while_one_is_planned_and_again_once_its_day_has_passed():
    on = DUE
    assert due(on, Held(9, on, is_planned=True)) is None
    assert due(on + timedelta(days=1), Held(9, on, is_planned=True)) == Proposal(1, DUE, 192)


def test_the_next_follows_by_rhythm_from_thirty_days_before():
    held = date(2029, 11, 30)  # long after the last age
    born = date(2005, 1, 1)
    found = Proposal(5, date(2030, 2, 28))
    assert due(date(2030, 1, 28), Held(5, held), born=born) is None
    assert due(date(2030, 1, 29), Held(5, held), born=born) == found
    assert due(date(2031, 1, 1), Held(5, held), born=born) == found
    assert due(date(2031, 1, 1), Held(9, held), born=born) is None


def test_a_form_out_of_use_is_proposed_no_more():
    held, born = date(2029, 11, 30), date(2005, 1, 1)
    without = [form for form in FORMS if form.pk != 5]
    assert due(date(2030, 6, 1), Held(2, held), born=born, forms=without) is None
    assert due(date(2030, 6, 1), Held(5, held), born=born, forms=without) is None


@pytest.mark.parametrize(
    ("held", "months", "expected"),
    [
        (date(2028, 11, 30), 3, date(2029, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_where_the_month_does(held, months, expected):
    assert next_by_rhythm(Form(5, (), months), held) == Proposal(5, expected)
    assert next_by_rhythm(Form(9), held) is None


def test_born_on_the_29_of_february():
    born = date(2012, 2, 29)
    assert due(birthday(born, 192), born=born) == Proposal(1, date(2028, 2, 29), 192)


def test_without_another_form_the_same_follows_itself():
    assert next_by_rhythm(Form(7, (), 2), date(2026, 1, 31)) == Proposal(7, date(2026, 3, 31))
    assert next_by_rhythm(Form(7, (), 2, 5), date(2026, 1, 31)) == Proposal(5, date(2026, 3, 31))
    assert next_by_rhythm(Form(7, (), 0, 5), date(2026, 1, 31)) is None


def test_the_last_meeting_counts_in_whatever_order_they_come():
    born, on = date(2005, 1, 1), date(2030, 6, 1)
    older, newer = Held(5, date(2030, 1, 1)), Held(5, date(2030, 5, 1))
    for meetings in ([older, newer], [newer, older]):
        assert due(on, *meetings, born=born) is None
        assert due(date(2030, 7, 2), *meetings, born=born) == Proposal(5, date(2030, 8, 1))


def test_one_that_was_planned_and_never_held_is_followed_by_nothing():
    born = date(2005, 1, 1)
    assert due(date(2030, 6, 1), Held(5, date(2030, 1, 1), is_planned=True), born=born) is None
    assert due(date(2030, 6, 1), born=born) is None
    assert due(date(2030, 6, 1), Held(77, date(2030, 1, 1)), born=born) is None


def test_an_age_goes_before_a_rhythm_in_whatever_order_the_forms_stand():
    on, held = DUE - timedelta(days=10), Held(5, DUE - timedelta(days=200))
    for forms in (FORMS, FORMS[::-1]):
        assert due(on, held, forms=forms) == Proposal(1, DUE, 192)
        assert due(birthday(BORN, 222), held, forms=forms).months == 222
