"""What people write in cells, read as values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.people.rules import BadCpr
from core.spreadsheets import parsers
from intake.caseload.fields import read_activity, read_cpr
from tests.helpers.factories import replacement_cpr

pytestmark = pytest.mark.once


MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


WAYS = (
    lambda d: d.isoformat(),
    lambda d: f"{d:%d-%m-%Y}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d.day}/{d.month}-{d.year}",
    lambda d: f"{d.day}/{d.month} {d.year}",
    lambda d: f"d. {d.day}. {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1][:3]}. {d.year}",
    lambda d: f"{d.day}.{d.month}.{d:%y}",
    lambda d: f"{d:%d%m%Y}",
    lambda d: f"{d:%d%m%y}",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"  mandag den {d.day}. {MONTHS[d.month - 1].upper()} {d.year} ",
    lambda d: str((d - date(1899, 12, 30)).days),
    lambda d: d,
)


@given(st.dates(date(2000, 1, 1), date(2079, 12, 31)), st.sampled_from(WAYS))
def test_a_date_is_read_in_all_the_ways_it_is_written(day, way):
    assert parsers.parse_date(way(day)) == day


@given(st.text(max_size=40))
def test_any_words_are_a_date_or_an_error_and_nothing_else(words):
    try:
        read = parsers.parse_date(words)
    except ValueError:
        return
    assert parsers.FIRST_YEAR <= read.year <= parsers.LAST_YEAR


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-09-14T22:30:00Z", date(2026, 9, 15)),  # half past midnight in Denmark
        ("2026-09-14T21:59:59+00:00", date(2026, 9, 14)),
        ("2026-12-31 23:30:00.000+00:00", date(2027, 1, 1)),
        ("2026-09-14 22:30", date(2026, 9, 14)),  # no zone: the wall clock of whoever wrote it
        ("１４‑０９‑２０２６", date(2026, 9, 14)),
        ("14\u200b.\u00a09.\u202f2026", date(2026, 9, 14)),
    ],
)
def test_a_moment_with_its_zone_is_its_danish_day(moment, day):
    assert parsers.parse_date(moment) == day


@pytest.mark.parametrize(
    ("words", "short"), [("1/3-26", True), ("010326", True), ("1/3-2026", False), ("01032026", False)]
)
def test_a_year_of_two_digits_is_known_as_one(words, short):
    assert parsers.has_short_year(words) is short


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("4540", "4540"), ("DK-4540", "4540"), ("0800", "0800"), ("GL-3900", "3900"), ("FO-100", "FO-100"),
        ("100", "FO-100"), ("D-24937", "D-24937"), ("SE-211 20", "SE-21120"), ("0", None), ("0000", None),
        ("45400", None), ("Vig", None),
    ],
)  # fmt: skip
def test_postal_codes(words, code):
    if code is None:
        with pytest.raises(ValueError):
            parsers.parse_postal_code(words)
    else:
        assert parsers.parse_postal_code(words) == code


@pytest.mark.parametrize(
    "typed", ["671108-4178", "67 11 08 4178", "６７１１０８–４１７８", "Nr. 671108 - 4178 her"]
)
def test_a_personal_number_is_never_shown_again(typed):
    assert "4178" not in parsers.echo(typed) and "••••" in parsers.echo(typed)


@pytest.mark.parametrize(
    "words",
    ["snart", "", "31/2-2026", "13/13-2026", "29. februar 2025", "maj 2026", "2026", "5/5", "12/31/2026"],
)
def test_what_is_no_date_is_never_guessed(words):
    with pytest.raises(ValueError):
        parsers.parse_date(words)


def test_a_replacement_number_with_letters_is_never_shown_again_either():
    assert parsers.echo("310105-7JC9") == "310105-••••"


def test_two_digits_of_a_birth_year_are_in_the_past():
    assert parsers.parse_date("1/2-99", birth=True) == date(1999, 2, 1)
    assert parsers.parse_date("1/2-09", birth=True) == date(2009, 2, 1)


@given(
    st.dates(date(2000, 1, 1), date(2036, 12, 31)),
    st.integers(0, 999),
    st.sampled_from(["", "-", " ", "- ", " – "]),
)
def test_a_cpr_number_is_read_with_any_sign_between(born, serial, between):
    digits = replacement_cpr(born, serial)
    cpr, zero_added = read_cpr(f" {digits[:6]}{between}{digits[6:]} ")
    assert (cpr.digits, cpr.birth_date, cpr.is_replacement, zero_added) == (digits, born, True, False)


@given(st.text(max_size=20))
def test_any_words_are_a_cpr_number_or_a_reason(words):
    try:
        cpr, _zero_added = read_cpr(words)
    except BadCpr as error:
        assert error.code in ("length", "date")
        return
    assert len(cpr.digits) == 10


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("+45 52 37 14 21", "52371421"),
        ("42723241", "42723241"),
        ("0045 20 30 40 50", "20304050"),
        ("4520304050", "20304050"),
        ("tlf. 20-30-40-50", "20304050"),
        ("+46 70 123 45 67", "+46701234567"),
        ("1234", None),
        ("ring til mor", None),
    ],
)
def test_phones(words, phone):
    if phone is None:
        with pytest.raises(ValueError):
            parsers.parse_phone(words)
    else:
        assert parsers.parse_phone(words) == phone


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Andersen, Jamila Iqbal", ("Jamila Iqbal", "Andersen")),
        ("Jamila Iqbal Andersen", ("Jamila Iqbal", "Andersen")),
        ("Ludwig van der Aa", ("Ludwig", "van der Aa")),
        ("Anders-Emil Kjær", ("Anders-Emil", "Kjær")),
        ("Bo", ("Bo", "")),
    ],
)
def test_names(words, name):
    assert parsers.split_name(words) == name


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("4540 Fårevejle", ("4540", "Fårevejle")),
        ("DK-4500 Nykøbing Sj", ("4500", "Nykøbing Sj")),
        ("Vig, 4560", ("4560", "Vig")),
        ("Vig", ("", "Vig")),
    ],
)
def test_postal_code_and_town(words, place):
    assert parsers.split_postal(words) == place


def test_street_and_town_in_one_cell():
    assert parsers.split_address("Nørregade 106, 4540 Fårevejle") == ("Nørregade 106", "4540", "Fårevejle")
    assert parsers.split_address("Nørregade 27B, 1. tv.") == ("Nørregade 27B, 1. tv.", "", "")


@pytest.mark.parametrize(
    ("words", "answer"),
    [("ja", True), ("J", True), ("x", True), ("", False), ("nej", False), ("N", False), ("måske", None)],
)
def test_yes_and_no(words, answer):
    if answer is None:
        with pytest.raises(ValueError):
            parsers.parse_yes_no(words)
    else:
        assert parsers.parse_yes_no(words) is answer


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("Fritidsjob 8 t/uge", ("spare_time_job", 8)),
        ("FGU", ("fgu", None)),
        ("10. klasse", ("tenth_grade", None)),
        ("Gymnasium (hf)", ("upper_secondary", None)),
        ("EUD grundforløb", ("eud", None)),
        ("Praktik i virksomhed", ("internship", None)),
        ("Ordinært job", ("job", None)),
        ("Skoleværing", ("none", None)),
        ("Ingen", ("none", None)),
        ("Ukendt", ("unknown", None)),
        ("Astronaut", None),
    ],
)
def test_activities(words, activity):
    assert read_activity(words) == activity
