"""The municipalities, under the names and codes people write."""

import pytest

from core import municipalities


def test_there_are_98_in_danish_order():
    names = [name for _, name in municipalities.choices()]
    assert len(names) == 98 and names[0] == "Albertslund"
    assert names[-4:] == ["Ærø", "Aabenraa", "Aalborg", "Aarhus"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Odsherred", "0306"),
        ("odsherred kommune", "0306"),
        ("306", "0306"),
        ("0306", "0306"),
        ("Københavns Kommune", "0101"),
        ("Københavns", "0101"),
        ("Vesthimmerland kommune", "0820"),
        ("Århus", "0751"),
        ("Bornholms Regionskommune", "0400"),
        ("9999", ""),
        ("Ingensteds", ""),
        ("", ""),
    ],
)
def test_code_of_what_people_write(text, code):
    assert municipalities.code_of(text) == code


def test_names():
    assert municipalities.name("0306") == "Odsherred"
    assert municipalities.full_name("0101") == "Københavns Kommune"
    assert municipalities.name("") == ""
    assert municipalities.name("9999") == "9999"
