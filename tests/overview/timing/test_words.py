"""The estimate in words and pictures, at the edges of what may be told."""

import pytest
from django.utils.translation import override

from core import charts
from overview.timing import pictures, rules, words
from overview.timing.rules import Followed

MONTHS = (3, 6, 12)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


def many(*pairs):
    """So many people of each ``(days, it happened, how many)``."""
    return [Followed(days, happened) for days, happened, count in pairs for _n in range(count)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Ingen har nået en destination."),
        (many((400, False, 9)), "Kun 9 nåede en destination: for få til at sige, hvor længe det holder."),
        (many((90, False, 10)), "For få har været i gang med deres destination i tre måneder"),
        (many((91, False, 10)), "Efter 3 måneder havde ingen forladt deres destination."),
        (many((400, False, 10)), "Efter 12 måneder havde ingen forladt deres destination."),
        (
            many((100, True, 2), (400, False, 10)),
            "Efter 12 måneder var 83\xa0% stadig i gang med deres destination",
        ),
    ],
)
def test_how_long_it_held_in_a_sentence(rows, said):
    assert words.held(rows, MONTHS).startswith(said)


def test_that_nobody_has_arrived_is_said_without_a_band():
    assert words.soon(many((400, False, 12)), MONTHS) == "Ingen havde nået en destination efter 12 måneder."


@pytest.mark.parametrize(
    ("rows", "drawn"),
    [
        (many((400, True, 9)), False),
        (many((90, True, 1), (90, False, 12)), False),
        (many((80, True, 1), (91, False, 12)), True),
    ],
)
def test_there_is_a_picture_of_ten_who_were_followed_for_three_months(rows, drawn):
    for make in (pictures.arriving, pictures.staying):
        assert bool(make(rows, MONTHS, lambda months: "")) is drawn


def test_one_line_rises_and_the_other_falls_and_both_say_what_their_dots_are():
    rows = many((50, True, 4), (400, False, 12))
    makes = pictures.arriving, pictures.staying
    rising, falling = (make(rows, MONTHS, lambda n: f"/x/?n={n}", of="15–17") for make in makes)
    assert "15–17: Andel" in rising and 'aria-label="Efter 3 måneder: 25 % (' in rising
    assert 'aria-label="Stadig i gang efter 3 måneder: 75 % (' in falling and "/x/?n=12" in falling
    assert ">100 %<" in falling and ">100 %<" not in rising
    # Beside others the axis reaches as high as theirs.
    top = pictures.highest(many((50, True, 12), (400, False, 1)), MONTHS)
    assert ">100 %<" in pictures.arriving(rows, MONTHS, lambda n: "", top=top)


@pytest.mark.parametrize("whole", [8, 40, 200, 385, 1000])
def test_a_share_is_rounded_as_every_other_percentage(whole):
    """12.5 % is 13 %, on the unit's page and on the council's; 29 of 200 is 15 %, though no float holds it."""
    for part in range(whole + 1):
        assert rules.in_per_cent(part / whole) == charts.percent(part, whole), part
