"""The forgiving search: a name with one slip in it finds the person, on every engine alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.demo.texts import FIRST_NAMES, LAST_NAMES
from cases.people import fuzzy
from core.text import fold

pytestmark = pytest.mark.once


NAMES = [
    f"{first} {LAST_NAMES[(n * 7) % len(LAST_NAMES)]}" for n, first in enumerate(sorted(set(FIRST_NAMES)))
]


KNOWN = [(name, fold(name)) for name in NAMES]


LETTERS = "abcdefghijklmnoprstuvyæøå"


@st.composite
def one_slip(draw):
    """A name of the list, and the same with one letter lost, doubled, swapped, struck beside, or a blank too
    many or few.
    """
    name = draw(st.sampled_from(NAMES))
    at = draw(st.integers(0, len(name) - 1))
    letter = draw(st.sampled_from(LETTERS))
    slip = draw(st.sampled_from(["lost", "doubled", "swapped", "struck", "added", "blank"]))
    written = {
        "lost": name[:at] + name[at + 1 :],
        "doubled": name[:at] + name[at] + name[at:],
        "swapped": name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
        "struck": name[:at] + letter + name[at + 1 :],
        "added": name[:at] + letter + name[at:],
        "blank": name[:at] + " " + name[at:],
    }[slip]
    return name, written


@given(one_slip())
def test_one_slip_in_a_danish_name_finds_the_person(pair):
    name, written = pair
    found = [key for key, _slips in fuzzy.alike(fold(written), KNOWN, limit=20)]
    assert name in found


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Kristoffer Bøgh", "Christoffer Bøgh"),
        ("boegh christoffer", "Christoffer Bøgh"),
        ("Aase Dam", "Åse Dam"),
        ("Ase Dam", "Åse Dam"),
        ("Søren Østergaard", "Sören Østergård"),
        ("Zarha Nguyen", "Zahra Nguyen"),
        ("almajensen", "Alma Jensen"),
    ],
)
def test_spellings_that_mean_the_same_name(asked, name):
    known = [(0, fold("Bo Holm")), (1, fold(name)), (2, fold("Ditte Frost"))]
    assert [key for key, _slips in fuzzy.alike(fold(asked), known, limit=9)] == [1]


def test_the_name_itself_comes_first():
    known = [(1, fold("Anne Jensen")), (2, fold("Anna Jensen")), (3, fold("Anna Hansen"))]
    assert fuzzy.alike(fold("Anna Jensen"), known, limit=9)[0] == (2, 0)


@pytest.mark.parametrize("asked", ["", "x", "bo", "zzzzzz", "🙂", "%"])
def test_too_little_or_nothing_alike_finds_nobody(asked):
    assert fuzzy.alike(fold(asked), [(1, fold("Alma Jensen"))], limit=9) == []
