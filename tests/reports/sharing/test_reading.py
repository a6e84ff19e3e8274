"""A file from outside may be anything: what is wrong is said with its place, and nothing crashes."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from practice.barometer.rules import LEAST, MOST
from reports.sharing.reading import read
from reports.sharing.shape import (
    FORMAT,
    LARGEST,
    LONGEST_STORY,
    MOST_PEOPLE,
    MOST_STATEMENTS,
    MOST_STORIES,
    StoryKind,
    Theme,
)
from tests.reports.sharing.conftest import file_of, sent


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def mistakes(data: bytes) -> str:
    """What is said of a file."""
    with pytest.raises(ValidationError) as refused:
        read(data)
    return "\n".join(refused.value.messages)


def said_row(**changes) -> dict:
    """A file whose one statement is changed."""
    return file_of(barometer=[file_of()["barometer"][0] | changes])


def test_a_sound_file_is_read_and_written_the_same():
    shared = read(sent(file_of()))
    assert shared.as_file() == file_of()
    assert (shared.count("covered"), shared.count("waiting"), shared.count("closed")) == (210, None, None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Line 1"),
        (b'{\n  "format": kui\n}', "Line 2, character 13"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"format": ' + b"9" * 5_000 + b"}", "too long"),
        (b"x" * (LARGEST + 1), "too big"),
        (b"[]", "no file for sharing"),
        (b"null", "no file for sharing"),
        (b'{"format": "kui-bundle"}', "no file for sharing"),
        (sent(file_of(version=2)), "version: We read version 1"),
        (sent(file_of(version=True)), "version"),
        (sent(file_of(version="1")), "version"),
        (sent(file_of()).replace(b'"answers": 7', b'"answers": NaN'), "NaN is no number"),
        (sent(file_of()).replace(b'"median": 6.5', b'"median": -Infinity'), "-Infinity is no number"),
        (sent(file_of()).replace(b'"median": 6.5', b'"median": 1e999'), "barometer[1].median"),
        (sent(file_of()).replace(b'"version": 1', b'"version": 1, "unit": "To"'), "A field stands twice"),
        (sent(file_of(cpr="x")), "cpr: is not known"),
        # … of a long name as much as one recognises it by.
        (sent(file_of(**{"y" + 40 * "x": 1})), "y" + 39 * "x" + ": is not known"),
        (sent(file_of(figures={"y" + 40 * "x": {"count": 5}})), "figures.y" + 39 * "x" + ": is not known"),
        (sent({k: v for k, v in file_of().items() if k != "stories"}), "stories: is missing"),
        (sent(file_of(municipality=240)), "municipality: must be the four digits"),
        (sent(file_of(municipality="9999")), "municipality: must be the four digits"),
        (sent(file_of(municipality=["0240"])), "municipality"),
        (sent(file_of(quarter="2026-Q5")), "quarter: must be a quarter"),
        (sent(file_of(quarter=None)), "quarter"),
        (sent(file_of(made_at="2026-10-03T07:00:00")), "made_at: must be a day and time with its zone"),
        (sent(file_of(made_at="i går")), "made_at"),
        (sent(file_of(made_at="2000-01-01T00:00:00+23:59")), "made_at: must be a day"),
        (sent(file_of(made_at="2199-12-31T23:30:00-01:00")), "made_at: must be a day"),
        (sent(file_of(made_at="0001-01-01T00:00:00+23:59")), "made_at: must be a day"),
        (sent(file_of(made_at="9999-12-31T23:59:00-23:59")), "made_at: must be a day"),
        (sent(file_of(unit="   ")), "unit: must be a text"),
        (sent(file_of(unit="x" * 121)), "unit: must be at most 120"),
        (sent(file_of(unit="Enhed 010199-1234")), "unit: holds a CPR number"),
        (sent(file_of(definitions=3.0)), "definitions"),
        (sent(file_of(figures=[])), "figures: must be an object"),
        (sent(file_of(figures={"names": {"count": 5}})), "figures.names: is not known"),
        (
            sent(file_of(figures={"in_unit": {"count": 50}, "covered": {"count": 60}})),
            "figures.covered: is more than what it is a part of",
        ),
        (sent(file_of(barometer=[file_of()["barometer"][0]] * 2)), "barometer[2]: The statement stands twice"),
        (sent(file_of(figures={"closed": 5})), "figures.closed: must be an object"),
        (sent(file_of(figures={"closed": {"count": 4}})), "figures.closed.count: must be a whole number from 5"),
        (sent(file_of(figures={"closed": {"count": 0}})), "figures.closed.count"),
        (sent(file_of(figures={"closed": {"count": 6}})), "figures.closed.count: must be rounded to five"),
        (sent(file_of(figures={"closed": {"count": True}})), "figures.closed.count"),
        (sent(file_of(figures={"closed": {"count": 5, "of": 9}})), "figures.closed.of: is not known"),
        (sent(file_of(figures={"closed": {"hidden": False}})), "figures.closed"),
        (sent(file_of(figures={"closed": {"hidden": 1}})), "figures.closed"),
        (sent(file_of(barometer={})), "barometer: must be a list of at most 200"),
        (sent(file_of(barometer=[7])), "barometer[1]: must be an object"),
        (sent(said_row(answers=4)), "barometer[1].answers: must be a whole number from 5"),
        (sent(said_row(low=0)), "barometer[1].low"),
        (sent(said_row(high=11)), "barometer[1].high"),
        (sent(said_row(low=8, high=4)), "barometer[1].high"),
        (sent(said_row(median=8.5)), "barometer[1].median"),
        (sent(said_row(median=6.25)), "barometer[1].median"),
        (
            sent(said_row(median=True)),
            "barometer[1].median: must be a whole or half number from the lowest to the highest answer.",
        ),
        (sent(said_row(median=True, low=1)), "barometer[1].median"),
        (sent(said_row(set="x" * 101)), "barometer[1].set: must be at most 100 letters."),
        (sent(file_of(definitions=-1)), "definitions: must be a whole number from 0 to 1000."),
        (sent(file_of(definitions=1001)), "definitions: must be a whole number from 0 to 1000."),
        (sent(file_of(stories={})), "stories: must be a list of at most"),
        (sent(file_of(stories=[{}])), "stories[1].theme: is missing."),
        (sent(file_of(stories=[7])), "stories[1]: must be an object."),
        (sent(said_row(by="Mette")), "barometer[1].by: is not known"),
        (sent(file_of(barometer=file_of()["barometer"] * 201)), "barometer"),
        (sent(file_of(stories=[{"theme": "sladder", "kind": "success", "text": "x"}])), "stories[1].theme"),
        (sent(file_of(stories=[{"theme": ["goals"], "kind": "success", "text": "x"}])), "stories[1].theme"),
        (sent(file_of(stories=[{"theme": "goals", "kind": "ok", "text": "x"}])), "stories[1].kind"),
        (sent(file_of(stories=[{"theme": "goals", "kind": "mistake", "text": "x" * 1501}])), "stories[1].text"),
        (
            sent(file_of(stories=[{"theme": "goals", "kind": "mistake", "text": "Født 010199 1234"}])),
            "stories[1].text: holds a CPR number",
        ),
        (sent(said_row(statement="x" * 201)), "barometer[1].statement: must be at most 200"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(data, said):
    assert said in mistakes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Line 1, character 1: this is no JSON."),
        (b"\xff\xfe{}", "The file is no text (UTF-8)."),
        (b"[" * 100_000, "The file is nested too deep."),
        (b'{"format": ' + b"9" * 5_000 + b"}", "A number in the file is too long."),
        (b"[]", "This is no file for sharing between municipalities."),
        (b'{"a": 1, "a": 2}', "A field stands twice."),
        (b"NaN", "NaN is no number."),
        (sent({k: v for k, v in file_of().items() if k != "stories"}), "stories: is missing."),
    ],
)
def test_what_is_wrong_with_the_whole_file_is_said_without_a_place(data, words):
    assert mistakes(data) == words


@pytest.mark.parametrize(("name", "known"), [("theme", Theme.values), ("kind", StoryKind.values)])
def test_of_a_word_that_is_not_known_those_that_are_are_told(name, known):
    story = {"theme": "goals", "kind": "mistake", "text": "Vi skrev det ned"} | {name: "andet"}
    assert (
        mistakes(sent(file_of(stories=[story]))) == f"stories[1].{name}: must be one of: {', '.join(known)}."
    )


def test_five_answers_are_enough():
    assert read(sent(said_row(answers=5))).barometer[0].answers == 5


@pytest.mark.parametrize(
    "data",
    [
        sent(file_of()).ljust(LARGEST),
        sent(file_of(unit="x" * 120)),
        sent(file_of(definitions=0)),
        sent(file_of(definitions=1000)),
        sent(file_of(made_at="2000-01-01T00:00:00+00:00")),
        sent(file_of(made_at="2199-12-31T23:59:00+00:00")),
        sent(file_of(figures={"in_unit": {"count": MOST_PEOPLE}})),
        sent(said_row(set="x" * 100, statement="x" * 200, answers=MOST_PEOPLE)),
        sent(said_row(low=LEAST, median=LEAST, high=MOST)),
        sent(said_row(low=LEAST, median=MOST, high=MOST)),
        sent(file_of(barometer=[file_of()["barometer"][0] | {"statement": str(n)} for n in range(MOST_STATEMENTS)])),
        sent(file_of(stories=[{"theme": "goals", "kind": "mistake", "text": "x" * LONGEST_STORY}] * MOST_STORIES)),
    ],
)  # fmt: skip
def test_what_is_just_within_the_bounds_is_read(data):
    assert read(data).as_file()["format"] == FORMAT


def test_one_mistake_of_each_field_is_told():
    names = ("municipality", "unit", "quarter", "made_at", "definitions", "figures", "barometer", "stories")
    words = mistakes(sent(file_of(**dict.fromkeys(names, True)))).splitlines()
    assert [line.partition(":")[0] for line in words] == [*names]


def test_several_mistakes_are_said_at_once():
    words = mistakes(sent(file_of(unit="", quarter="nej", definitions=-1)))
    assert all(f"{name}:" in words for name in ("unit", "quarter", "definitions"))


def test_half_a_letter_and_a_nought_byte_do_no_harm():
    shared = read(sent(file_of()).replace(b"Vi skrev tre", b"Vi \\u0000\\ud800skrev tre"))
    assert json.dumps(shared.as_file(), ensure_ascii=False).encode()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(field=st.sampled_from(sorted(file_of())), value=ANYTHING)
def test_whatever_stands_in_a_field_is_read_or_refused(field, value):
    try:
        shared = read(sent(file_of(**{field: value})))
    except ValidationError as refused:
        assert refused.messages
    else:
        assert json.dumps(shared.as_file(), allow_nan=False)


@given(data=st.binary(max_size=200))
def test_whatever_comes_is_refused_with_words(data):
    with pytest.raises(ValidationError) as refused:
        read(data)
    assert refused.value.messages


@pytest.mark.parametrize("part", ["covered", "closed"])
def test_a_part_may_be_one_rounding_more_than_its_whole_and_a_flow_anything(part):
    more = {"covered": 55, "closed": 90}[part]
    figures = {"in_unit": {"count": 50}, part: {"count": more}}
    assert read(sent(file_of(figures=figures))).count(part) == more


def test_the_mark_that_windows_puts_first_is_no_mistake():
    assert read(b"\xef\xbb\xbf" + sent(file_of())).as_file() == file_of()
