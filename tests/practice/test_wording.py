"""Which words of a text look like somebody's name, and who may be named."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from practice.wording import NamelessForm, gives_away, names_in, without_number


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Der skal være en sofa. Og FGU skal ligge tættere på.", []),
        ("Mette er sød", []),  # the first word of a sentence has a capital anyhow
        ("Jeg synes, at Mette er sød", ["Mette"]),
        ("gitte skal have fri", ["gitte"]),  # known in the unit
        ("I skal ringe, og De skal svare", []),
        ("Hos Anne-Marie og Ole", ["Anne-Marie", "Ole"]),
        ("Ole og Mette siger, at Mette og Ole er søde", ["Mette", "Ole"]),  # each once
        ("vi vil have Dem og Deres hund til Danmark på Dansk", []),
        ("spørg i FGU og på VUC", []),  # letters that stand for words
        ("spørg mette og ÅGE, GITTE!", ["ÅGE", "GITTE"]),  # those of the unit, however they are written
        ("du kan gå over bo og ida", ["ida"]),  # two letters are too often a word
        ('sådan: Ring. Skriv! Kom? Så (Måske) – Mor siger „Ja“ og “Nej” og "Tja"; Far tier\nKom', []),
        ("", []),
    ],
)
def test_what_looks_like_a_name(text, names):
    assert gives_away(text, ["Gitte Guide", "Bo Åge", "Ida Xu"]) == names


def test_where_nobody_is_known_only_a_capital_tells_of_a_name():
    assert gives_away("gitte og Gitte") == ["Gitte"]


@pytest.mark.parametrize(
    ("text", "people", "colleagues", "names"),
    [
        ("så kom Gitte og Mette", (), ("Gitte Guide",), ["Mette"]),
        # A young person of a colleague's name is asked about.
        ("så kom Gitte", ("Gitte Ung",), ("Gitte Guide",), ["Gitte"]),
        ("så kom gitte", (), ("Gitte Guide",), []),
        ("så kom gitte", ("Gitte Ung",), (), ["gitte"]),
        ("så kom nogen", ("Gitte Ung",), ("Gitte Guide",), []),
    ],
)
def test_colleagues_may_be_named_and_others_are_asked_about(text, people, colleagues, names):
    assert names_in(text, people=people, colleagues=colleagues) == names


def test_a_cpr_number_is_refused():
    without_number("den 1. januar 2026")
    with translation.override("en"), pytest.raises(ValidationError, match="There is a CPR number in it"):
        without_number("hun har 010108-1234")


class Told(NamelessForm):
    """A form as the rooms have them."""

    watched = "text"
    text = forms.CharField()


def test_a_name_is_asked_about_once():
    form = Told({"text": "så kom Mette"})
    assert not form.is_valid() and form.asks and form.names == ["Mette"]
    assert Told({"text": "så kom Mette", "sure": "on"}).is_valid()
    number = Told({"text": "hun har 010108-1234", "sure": "on"})
    assert not number.is_valid() and "text" in number.errors and not number.asks
    assert Told({"text": "Vi ringer først"}).is_valid()


def test_of_a_text_that_is_missing_nobody_is_asked_about_a_name():
    form = Told({})
    assert not form.is_valid() and list(form.errors) == ["text"] and not form.asks


def test_whether_somebody_is_recognised_is_asked_of_what_looks_like_a_name_alone():
    asked = {
        "nothing yet": Told(),
        "a name": Told({"text": "så kom Mette"}),
        "none": Told({"text": "Vi ringer"}),
    }
    hidden = {}
    for what, form in asked.items():
        form.is_valid()
        hidden[what] = form.fields["sure"].widget.is_hidden
    assert hidden == {"nothing yet": True, "a name": False, "none": True}


def test_what_is_wrong_is_said_at_the_field_that_is_watched():
    with translation.override("en"):
        named, numbered = Told({"text": "så kom Mette og Ole"}), Told({"text": "hun har 010108-1234"})
        assert "This looks like a name: Mette, Ole." in named.errors["text"][0] and len(named.errors) == 1
        assert numbered.errors == {"text": ["There is a CPR number in it. Take it out."]}


def test_a_form_is_told_who_is_in_the_unit_and_who_may_be_named():
    data = {"x-text": "så kom gitte med Mette"}
    form = Told(data, prefix="x", people=["Gitte Holm"], colleagues=["Mette Hansen"])
    assert not form.is_valid() and form.names == ["gitte"]
