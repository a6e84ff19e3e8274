"""Ages and CPR numbers at their borders."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases import limits
from cases.people import rules as people_rules
from core.freshness import fresh_since, fresh_until, is_fresh


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 5, 10), date(2026, 5, 9), 17),
        (date(2008, 5, 10), date(2026, 5, 10), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 12, 31), date(2026, 12, 30), 17),
    ],
)
def test_age(born, on, age):
    assert people_rules.age_on(born, on) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="not born"):
        people_rules.age_on(date(2026, 1, 2), date(2026, 1, 1))


@given(st.dates(date(1995, 1, 1), date(2015, 12, 31)), st.integers(0, 30 * 365))
def test_age_never_falls_and_birthdays_are_where_it_rises(born, days):
    on = born + timedelta(days=days)
    age, tomorrow = people_rules.age_on(born, on), people_rules.age_on(born, on + timedelta(days=1))
    assert tomorrow in (age, age + 1)
    assert (tomorrow > age) == (on + timedelta(days=1) == people_rules.birthday(born, tomorrow * 12))


_days = st.dates(date(1995, 1, 1), date(2035, 12, 31))


@given(_days, _days, st.sampled_from([people_rules.OF_AGE, 180, 12, 1, 210]))
@example(date(2008, 2, 29), date(2026, 2, 28), people_rules.OF_AGE)
@example(date(2008, 2, 29), date(2026, 2, 27), people_rules.OF_AGE)
@example(date(2008, 3, 1), date(2026, 2, 28), people_rules.OF_AGE)
@example(date(2006, 2, 28), date(2024, 2, 29), people_rules.OF_AGE)
def test_a_birthday_and_its_inverse_agree(born, on, months):
    assert (born <= people_rules.born_by(on, months)) is (people_rules.birthday(born, months) <= on)


@pytest.mark.parametrize(
    ("on", "inside"),
    [
        (date(2021, 5, 9), False),
        (date(2021, 5, 10), True),  # turns 13
        (date(2034, 5, 9), True),  # the last day at 25
        (date(2034, 5, 10), False),
    ],
)
def test_the_units_age_from_13_to_the_last_day_of_25(on, inside):
    assert people_rules.within_age(date(2008, 5, 10), on, youngest=13, oldest=25) is inside


@pytest.mark.parametrize(
    ("on", "label"),
    [
        (date(2025, 11, 9), "17½"),
        (date(2025, 11, 10), "17½"),
        (date(2025, 11, 11), "18"),
        (date(2033, 5, 11), "30"),
        (date(2038, 5, 11), None),
    ],
)
def test_the_next_transition(on, label):
    found = people_rules.next_transition(date(2008, 5, 10), on)
    assert (found and found[0]) == label


def test_every_age_at_which_something_changes_has_its_day():
    """15, 16, 17½, 18, 18½, 23, 25 and 30 (Barnets lov, LBK 953/2024, Samarbejdsmodellen)."""
    on, found = date(2008, 5, 10), []
    while told := people_rules.next_transition(date(2008, 5, 10), on):
        found.append(told)
        assert people_rules.next_transition(date(2008, 5, 10), told[1]) == told, "its own day counts"
        on = told[1] + timedelta(days=1)
    assert found == [
        ("15", date(2023, 5, 10)),
        ("16", date(2024, 5, 10)),
        ("17½", date(2025, 11, 10)),
        ("18", date(2026, 5, 10)),
        ("18½", date(2026, 11, 10)),
        ("23", date(2031, 5, 10)),
        ("25", date(2033, 5, 10)),
        ("30", date(2038, 5, 10)),
    ]


@given(_days, st.integers(0, 31 * 365))
def test_the_next_transition_is_the_first_that_has_not_passed(born, days):
    on = born + timedelta(days=days)
    coming = [
        (label, day)
        for months, label in people_rules.TRANSITIONS.items()
        if (day := people_rules.birthday(born, months)) >= on
    ]
    assert people_rules.next_transition(born, on) == (coming[0] if coming else None)


@pytest.mark.parametrize(
    ("born", "months", "day"),
    [
        (date(2008, 8, 31), 18, date(2010, 2, 28)),
        (date(2008, 8, 31), 42, date(2012, 2, 29)),
        (date(2008, 12, 31), 6, date(2009, 6, 30)),
        (date(2008, 12, 1), 1, date(2009, 1, 1)),
        (date(2008, 11, 1), 1, date(2008, 12, 1)),
        (date(2008, 1, 15), -1, date(2007, 12, 15)),
    ],
)
def test_a_number_of_months_later_is_the_same_day_or_the_last(born, months, day):
    assert people_rules.birthday(born, months) == day


@pytest.mark.parametrize(("on", "of_age"), [(date(2026, 5, 9), False), (date(2026, 5, 10), True)])
def test_one_is_of_age_on_the_18th_birthday(on, of_age):
    assert people_rules.is_of_age(date(2008, 5, 10), on) is of_age


def test_nobody_is_of_the_units_age_before_birth():
    born = date(2026, 5, 10)
    inside = [
        people_rules.within_age(born, born + n * timedelta(days=1), youngest=0, oldest=25) for n in (-1, 0)
    ]
    assert inside == [False, True]


@pytest.mark.parametrize(
    ("begun", "last"),
    [
        (date(2026, 11, 28), date(2027, 11, 27)),
        (date(2024, 2, 29), date(2025, 2, 27)),
        (date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_a_protection_lasts_a_year(begun, last):
    assert people_rules.protection_ends(begun) == last


@pytest.mark.parametrize(
    ("on", "duty"),
    [
        (date(2023, 5, 9), False),
        (date(2023, 5, 10), True),
        (date(2026, 5, 9), True),
        (date(2026, 5, 10), False),
    ],
)
def test_the_duty_is_from_15_until_18(db, on, duty):
    assert limits.has_education_duty(date(2008, 5, 10), on) is duty


def test_a_confirmation_fades_after_its_last_day():
    said = date(2026, 1, 1)
    assert is_fresh(said, said + timedelta(days=90), 90)
    assert not is_fresh(said, said + timedelta(days=91), 90)
    assert not is_fresh(None, said, 90)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_a_confirmation_fades_on_the_same_day_for_every_asker(on, ago, days):
    said = on - timedelta(days=ago)
    assert is_fresh(said, on, days) == (on <= fresh_until(said, days)) == (said >= fresh_since(on, days))


@pytest.mark.parametrize(
    ("text", "born", "replacement"),
    [
        ("800706-8100", date(2006, 7, 20), True),
        ("0101084000", date(2008, 1, 1), False),
        ("010136-4000", date(2036, 1, 1), False),
        ("010137-4000", date(1937, 1, 1), False),
        ("010157 5000", date(2057, 1, 1), False),
        ("010158-5000", date(1858, 1, 1), False),
        ("010199-3999", date(1999, 1, 1), False),
        ("010100-3999", date(1900, 1, 1), False),
        ("010136-9000", date(2036, 1, 1), False),
        ("010137-9000", date(1937, 1, 1), False),
        ("010157-8000", date(2057, 1, 1), False),
        ("010158-8000", date(1858, 1, 1), False),
        ("010137-7000", date(2037, 1, 1), False),
        ("010137-6000", date(2037, 1, 1), False),
        ("310108.4000", date(2008, 1, 31), False),
        ("31/01/08-4000", date(2008, 1, 31), False),
        ("910108-4000", date(2008, 1, 31), True),
        ("610108-4000", date(2008, 1, 1), True),
        ("011208-4000", date(2008, 12, 1), False),
        ("290208-4000", date(2008, 2, 29), False),
        # Health's, with letters in places 8 and 9: national ones (1 and 7) and the regions' own (0, 5 and 6).
        ("310105-7JC9", date(2005, 1, 31), True),
        ("290208-7wq3", date(2008, 2, 29), True),
        ("130878-1OS6", date(1978, 8, 13), True),
        ("100309-6JM3", date(2009, 3, 10), True),
        ("120309-0LK1", date(1909, 3, 12), True),
        ("120399-5LK1", date(1899, 3, 12), True),
        ("100309-4AB3", date(2009, 3, 10), True),
        # … whose signs mean one century whatever the year.
        ("310160-7JC9", date(2060, 1, 31), True),
        ("310160-6JC9", date(2060, 1, 31), True),
        ("310109-5JC9", date(1809, 1, 31), True),
        ("310160-8JC9", date(1860, 1, 31), True),
    ],
)
def test_a_cpr_number_tells_the_day(text, born, replacement):
    cpr = people_rules.parse_cpr(text)
    assert (cpr.birth_date, cpr.is_replacement) == (born, replacement)
    assert cpr.digits[6:] not in cpr.masked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("123456789", "length"),
        ("01010840000", "length"),
        ("ab0108-4000", "length"),
        ("320108-4000", "date"),
        ("290209-4000", "date"),
        ("010008-4000", "date"),
        ("921308-4000", "date"),
        ("290209-7JC9", "date"),
        ("310105-7ÆC9", "length"),
        ("310105-7JCJ", "length"),
        ("310105-77C9", "length"),
        ("310105-JC79", "length"),
        ("ungdommens", "length"),
    ],
)
def test_what_is_no_cpr_number(text, code):
    with pytest.raises(people_rules.BadCpr) as bad:
        people_rules.parse_cpr(text)
    assert bad.value.code == str(bad.value) == code


def test_letters_are_never_checked_by_modulus_11():
    assert people_rules.parse_cpr("310105-7JC9").passes_modulus_11 is False


def test_the_parts_of_a_number_that_may_be_shown():
    read = people_rules.parse_cpr("0101084000")
    assert (read.digits, read.masked) == ("0101084000", "010108-••••")


def test_modulus_11_weighs_every_digit():
    """A number that passes passes no longer when any one digit of it is another (Personnummeret i CPR)."""
    for number in ("9999991111", "9999991189"):  # nobody is born on such a day
        for place, digit in enumerate(number):
            other = number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
            assert people_rules._passes_modulus_11(number) and not people_rules._passes_modulus_11(other)


def test_modulus_11_is_told_and_never_refuses():
    assert people_rules.parse_cpr("0707614285").passes_modulus_11
    assert not people_rules.parse_cpr("0707614286").passes_modulus_11


@pytest.mark.parametrize(
    ("number", "replaced"),
    [
        ("6001084001", False),
        ("6101084001", True),
        ("3112084001", False),
        ("3101057JC9", True),
        ("ungdommens", False),
    ],
)
def test_a_replacement_number_is_known_by_its_day(number, replaced):
    assert people_rules.is_replacement(number) is replaced


def test_letters_of_a_replacement_number_are_kept_as_capitals():
    read = people_rules.parse_cpr("310105 – ７jc９")
    assert (read.digits, read.masked) == ("3101057JC9", "310105-••••")
