"""Review dates, words that are searched for, names in a text, and what two versions have apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.knowledge import rules
from practice.knowledge.choices import Age, Kind
from practice.knowledge.rules import Piece

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("kind", "on", "day"),
    [
        ("partner", date(2026, 8, 31), date(2027, 2, 28)),
        ("law", date(2028, 2, 29), date(2029, 2, 28)),
        ("tool", DAY, date(2027, 11, 28)),
        ("method", DAY, date(2028, 11, 28)),
        ("course", DAY, date(2028, 11, 28)),
    ],
)
def test_how_long_an_article_is_right(kind, on, day):
    assert rules.next_review(kind, on) == day


def test_every_kind_and_age_has_its_rule():
    assert set(rules.REVIEW_MONTHS) == set(Kind.values)
    assert [code for _first, code in rules.AGES] == Age.values


@pytest.mark.parametrize(("day", "is_so"), [(27, False), (28, True), (29, True)])
def test_it_is_due_from_its_very_day(day, is_so):
    assert rules.is_due(date(2026, 11, 28), date(2026, 11, day)) is is_so


@pytest.mark.parametrize(
    ("age", "group"),
    [(12, ""), (13, "13"), (14, "13"), (15, "15"), (17, "15"), (18, "18"), (24, "18"), (25, "")],
)
def test_age_groups(age, group):
    assert rules.age_group(age) == group


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("uddannelse", "Uddannelserne begynder i august"),
        ("UDDANNELSERNE", "en uddannelse"),
        ("åse", "Aases bog"),
        ("frist", "Underretningsfristerne"),
        ("ej", "det er ej sådan"),
    ],
)
def test_a_word_is_found_in_its_other_endings(asked, text):
    assert rules.piece_of(asked) in rules.searched_text(text)


def test_a_short_word_stands_alone_and_words_of_every_text_are_not_asked_for():
    assert rules.piece_of("ej") not in rules.searched_text("vejen dertil")
    assert rules.telling_words("Hvad er en frist og i pligten?") == ["frist", "pligten"]
    assert len(rules.telling_words("et to tre fire fem seks syv otte ni ti")) == rules.MOST_WORDS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi talte om Sigrid Holm i går", ["Sigrid Holm"]),
        ("sigrid holms plan", []),
        ("SIGRID  HOLM.", ["SIGRID HOLM"]),
        ("Sigrid Marie Louise Holm", ["Sigrid Marie Louise Holm"]),
        ("Sigrid Marie Louise Anna Holm", []),
        ("Sigrid var her. Gården hedder Holm", []),
        ("Holm Sigrid", []),
        ("Sigrid Holm, Sofie Holm", ["Sigrid Holm"]),
        ("Kun Sigrid", []),
        ("Kun Holm", []),
        ("Ærø Østergård", ["Ærø Østergård"]),
        ("Sigrid Holm og Sigrid Holm", ["Sigrid Holm"]),
    ],
)
def test_what_looks_like_a_name(text, found):
    assert rules.names_in(text, ["Sigrid Anna Holm", "Ærø Østergård", "Bo"]) == found


def test_versions_are_compared_by_line_and_then_by_word():
    old, new = "Fristen er 5 dage.\nRing først.\n", "Fristen er 5 arbejdsdage.\nRing først.\nSkriv så.\n"
    assert rules.compare(old, new) == [
        Piece("same", "Fristen er 5 "),
        Piece("out", "dage."),
        Piece("in", "arbejdsdage."),
        Piece("same", "\nRing først.\n"),
        Piece("in", "Skriv så.\n"),
    ]
    assert rules.compare("ens", "ens") == [Piece("same", "ens")]
    assert rules.compare("", "") == []
    assert rules.compare("væk", "") == [Piece("out", "væk")]


_TEXTS = st.text(alphabet="ab \n.", max_size=60)


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_read_from_the_comparison(old, new):
    pieces = rules.compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "in") == old
    assert "".join(piece.text for piece in pieces if piece.how != "out") == new
    assert all(one.how != other.how for one, other in zip(pieces, pieces[1:], strict=False))


@pytest.mark.parametrize(
    ("tags", "points"),
    [
        ({}, 0),
        ({"area": {"hjem"}}, 1),
        ({"area": {"skole"}}, 0),
        ({"area": {"hjem", "skole"}, "effort": {"mentor"}}, 2),
        ({"age": {"15"}}, 0),
        ({"age": {"15"}, "area": {"hjem"}}, 2),
        ({"age": {"18"}, "area": {"hjem"}}, 0),
        ({"explains": {"duty"}, "group": {"uden"}}, 1),
    ],
)
def test_how_well_an_article_fits(tags, points):
    wanted = {"area": {"hjem"}, "effort": {"mentor"}, "age": {"15"}, "explains": {"duty"}, "group": set()}
    assert rules.score(wanted, tags) == points
