"""Danish names: found however they are typed, sorted as Danes sort."""

from hypothesis import given
from hypothesis import strategies as st

from core import text


def test_the_same_name_typed_differently_folds_alike():
    assert text.fold("Åse Østergård") == text.fold("aase oestergaard") == text.fold("AASE  Østergaard ")
    assert text.fold("Rene\u0301 Müller-Sand") == text.fold("René Muller Sand")


def test_danish_order():
    names = ["Aagaard", "Ågård", "Zander", "Ærø", "Østerbro", "Bo", "Åse", "Abel"]
    assert sorted(names, key=text.sort_key) == [
        "Abel",
        "Bo",
        "Zander",
        "Ærø",
        "Østerbro",
        "Aagaard",
        "Ågård",
        "Åse",
    ]


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(name):
    assert text.fold(text.fold(name)) == text.fold(name)
