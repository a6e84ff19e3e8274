"""WHO-5 by its published rules: the whole table of sums, the bands, what counts as a change, and the wording."""

from datetime import date
from itertools import product

import pytest

from progress.wellbeing import rules
from progress.wellbeing.instrument import data, help_lines, instrument

# Sum of the five → number → band (0–35, 36–50, above), as the form's own key has it.
TABLE = [
    (0, 0, 0), (1, 4, 0), (2, 8, 0), (3, 12, 0), (4, 16, 0), (5, 20, 0), (6, 24, 0), (7, 28, 0), (8, 32, 0),
    (9, 36, 1), (10, 40, 1), (11, 44, 1), (12, 48, 1),
    (13, 52, 2), (14, 56, 2), (15, 60, 2), (16, 64, 2), (17, 68, 2), (18, 72, 2), (19, 76, 2), (20, 80, 2),
    (21, 84, 2), (22, 88, 2), (23, 92, 2), (24, 96, 2), (25, 100, 2),
]  # fmt: skip


def five(total: int) -> list[int]:
    """Five answers of that sum."""
    return [min(5, max(0, total - 5 * n)) for n in range(5)]


@pytest.mark.parametrize(("raw", "value", "band"), TABLE)
def test_the_whole_table(raw, value, band):
    assert sum(five(raw)) == raw
    assert rules.score(five(raw)) == value
    assert rules.band(value) == band
    assert rules.is_low(value) == (raw < 13) == (band < 2)


def test_the_table_has_every_sum_and_the_order_of_answers_makes_no_difference():
    assert [row[0] for row in TABLE] == list(range(26))
    assert {rules.score(answers) for answers in product(range(6), repeat=5)} == {row[1] for row in TABLE}


@pytest.mark.parametrize("wrong", [[], [1, 2, 3, 4], [1] * 6, [0, 0, 0, 0, 6], [-1, 0, 0, 0, 0]])
def test_anything_but_five_answers_from_0_to_5_is_refused(wrong):
    with pytest.raises(ValueError, match="five answers"):
        rules.score(wrong)


@pytest.mark.parametrize("value", [-1, 101])
def test_what_is_no_score_is_in_no_band(value):
    with pytest.raises(StopIteration):
        rules.band(value)


@pytest.mark.parametrize(("value", "band"), [(0, 0), (35, 0), (36, 1), (50, 1), (51, 2), (100, 2)])
def test_the_bands_at_their_bounds(value, band):
    assert rules.band(value) == band


@pytest.mark.parametrize(
    ("earlier", "later", "moved"),
    [(50, 59, 0), (50, 60, 1), (50, 41, 0), (50, 40, -1), (50, 50, 0), (0, 100, 1), (100, 0, -1)],
)
def test_ten_points_are_a_change(earlier, later, moved):
    assert rules.moved(earlier, later) == moved


def test_a_leader_is_told_from_the_working_day_after():
    by = date(2026, 11, 30)
    assert not rules.is_late(by, date(2026, 11, 29)) and rules.is_late(by, by)


def test_the_numbers_beside_the_wording_are_those_of_the_rules():
    for said in data()["versions"].values():
        assert said["low_below_raw"] == rules.LOW_BELOW_RAW
        assert tuple(most for _least, most in said["bands"]) == rules.BANDS
        assert said["from_age"] == rules.FROM_AGE == 9 and said["change"] == rules.CHANGE


def test_the_wording_is_the_official_one_and_says_where_it_is_from():
    form = instrument()
    assert [f"{form.time_frame} {words}" for words in form.items] == [
        "I de sidste 2 uger har jeg været glad og i godt humør",
        "I de sidste 2 uger har jeg følt mig rolig og afslappet",
        "I de sidste 2 uger har jeg følt mig aktiv og energisk",
        "I de sidste 2 uger er jeg vågnet frisk og udhvilet",
        "I de sidste 2 uger har min dagligdag været fyldt med ting der interesserer mig",
    ]
    assert form.answers == (
        (5, "Hele tiden"),
        (4, "Det meste af tiden"),
        (3, "Lidt mere end halvdelen af tiden"),
        (2, "Lidt mindre end halvdelen af tiden"),
        (1, "Lidt af tiden"),
        (0, "På intet tidspunkt"),
    )
    assert "Region Hovedstadens Psykiatri" in form.source and form.said(0) == "På intet tidspunkt"


def test_help_at_once_is_told_of():
    assert [(line.name, line.phone) for line in help_lines(of_age=False)] == [
        ("112", "112"), ("Livslinien", "70 201 201"), ("BørneTelefonen", "116 111"),
    ]  # fmt: skip
