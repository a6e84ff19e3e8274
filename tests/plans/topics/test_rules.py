"""What a part of a plan tells of: proposed, said yes or no to, and whether a partner may be told. No database."""

import unicodedata

import pytest

from cases.models import Topic
from plans.models import Goal
from plans.plan.topics import PART_CHOICES, PART_TOPICS, TellsOfTopics, proposed_by

pytestmark = pytest.mark.once

ACTIVITY, HEALTH, FAMILY, CRIME = "activity", "health", "family", "crime"


def part(words="", topics=(), dismissed=()):
    """A goal that is nowhere saved."""
    return Goal(text=words, topics=list(topics), topics_dismissed=list(dismissed))


def test_a_part_tells_of_four_topics_in_their_order():
    assert [str(topic) for topic in PART_TOPICS] == [ACTIVITY, HEALTH, FAMILY, CRIME]
    assert PART_CHOICES == [(str(topic), topic.label) for topic in PART_TOPICS]


@pytest.mark.parametrize(
    ("words", "category", "topics"),
    [
        ("", "", set()),
        ("", "fgu", set()),
        ("", "gp", {HEALTH}),
        ("", "ssp", {CRIME}),
        ("Samtaler om vold", "", {FAMILY, CRIME}),
        ("Samtaler om vold", "gp", {FAMILY, CRIME, HEALTH}),
        ("mis\u00adbrug", "", {HEALTH}),  # a soft hyphen
        ("mis\u200bbrug", "", {HEALTH}),  # a space without width
        ("ｍｉｓｂｒｕｇ", "", {HEALTH}),  # wide letters
        (unicodedata.normalize("NFD", "læge på hospital, søvn"), "", {HEALTH}),
        (unicodedata.normalize("NFD", "Forældremøde"), "", {FAMILY}),
    ],
)
def test_words_and_the_kind_of_partner_propose(words, category, topics):
    assert proposed_by(words, category=category) == topics


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        (
            HEALTH,
            "psykose, skizofreni, bipolar, borderline, tvangstanker, kokain, amfetamin, cannabis, narko",
        ),
        (
            HEALTH,
            "kræft, hjernerystelse, kronisk syg, rehabilitering, kriseplan, mobning, sorggruppe, overvægt, ADD",
        ),
        (HEALTH, "Jeg cutter, jeg snitter mig, alcohol, psychologist, illness"),
        (
            FAMILY,
            "lillesøster, storesøster, storebror, lillebrors, farbror, stedbrødre, onkel, tante, fætter, kusine",
        ),
        (
            FAMILY,
            "svigermor, svigerfar, bonusmor, oldemor, bedstefar, en forælder, tvilling, adopteret, ægteskab",
        ),
        (FAMILY, "krisecenter, bofællesskab, opvækst, incest, begravelse, family, sibling, uncle, cousin"),
        (
            CRIME,
            "varetægt, fodlænke, indbrud, hæleri, våben, kniv, bøde, trusler, ungdomssanktion, rockere, theft",
        ),
    ],
)
def test_each_of_what_guides_write_proposes_its_topic(topic, words):
    missed = [word for word in words.split(", ") if topic not in proposed_by(word)]
    assert not missed, missed


@pytest.mark.parametrize(
    "words",
    [
        "Jeg bruger mine kræfter",
        "Kraftig bekræftelse",
        "Kontante penge",
        "Operationel leder",
        "Min fødselsdag",
        "Jeg sørger for at komme op",
        "Rockmusik på FGU",
        "Jeg vil snitte i træ",
        "Babysitter om aftenen",
    ],
)
def test_what_only_looks_alike_proposes_nothing(words):
    assert proposed_by(words) == set()


def test_a_part_has_to_say_what_is_proposed():
    with pytest.raises(NotImplementedError):
        TellsOfTopics.proposed.fget(part())


@pytest.mark.parametrize(
    ("topics", "dismissed", "unconfirmed", "likely"),
    [
        ((), (), {FAMILY, CRIME}, [FAMILY, CRIME]),
        ((CRIME,), (), {FAMILY}, [FAMILY, CRIME]),
        ((), (CRIME,), {FAMILY}, [FAMILY]),
        ((FAMILY,), (CRIME,), set(), [FAMILY]),
        ((FAMILY, CRIME), (), set(), [FAMILY, CRIME]),
        ((CRIME, ACTIVITY), (FAMILY,), set(), [ACTIVITY, CRIME]),
        ((HEALTH,), (), {FAMILY, CRIME}, [HEALTH, FAMILY, CRIME]),
    ],
)
def test_what_is_proposed_waits_until_a_guide_has_said_yes_or_no(topics, dismissed, unconfirmed, likely):
    one = part("Samtaler om vold", topics, dismissed)
    assert (one.unconfirmed, one.likely_topics) == (unconfirmed, likely)
    assert one.unconfirmed_words == [topic.label for topic in PART_TOPICS if topic in unconfirmed]
    assert one.topic_words == [topic.label for topic in PART_TOPICS if topic in topics]
    assert one.waits is bool(unconfirmed)


def test_what_is_not_sensitive_waits_for_nobody(monkeypatch):
    monkeypatch.setattr(Goal, "proposed", frozenset({Topic.ACTIVITY}))
    one = part()
    assert one.unconfirmed == {ACTIVITY} and one.waits is False and one.may_be_told(set())


@pytest.mark.parametrize(
    ("words", "topics", "covered", "told"),
    [
        ("Ro", (), (), True),
        ("Ro", (HEALTH,), (), False),
        ("Ro", (HEALTH,), (HEALTH,), True),
        ("Ro", (HEALTH, CRIME), (HEALTH, FAMILY), False),
        ("Ro", (HEALTH,), (HEALTH, FAMILY, CRIME), True),
        ("Samtaler om vold", (), tuple(Topic), False),  # nobody has looked
        ("Samtaler om vold", (FAMILY, CRIME), (FAMILY, CRIME), True),
    ],
)
def test_a_partner_is_told_what_is_looked_at_and_covered(words, topics, covered, told):
    assert part(words, topics).may_be_told(covered) is told


@pytest.mark.parametrize(
    ("dismissed", "told", "seen", "topics", "no"),
    [
        ((), (), (), [], []),
        ((), (HEALTH,), (), [HEALTH], []),
        ((), (CRIME, HEALTH), (HEALTH, CRIME), [HEALTH, CRIME], []),
        ((), (HEALTH,), (HEALTH, CRIME), [HEALTH], [CRIME]),
        ((FAMILY,), (HEALTH,), (HEALTH,), [HEALTH], [FAMILY]),
        ((FAMILY,), (FAMILY,), (), [FAMILY], []),  # yes to what was said no to
        ((FAMILY,), (), (ACTIVITY,), [], [ACTIVITY, FAMILY]),
        ((), ("plan", HEALTH), ("contact",), [HEALTH], []),
    ],
)
def test_an_answer_is_yes_to_what_is_ticked_and_no_to_what_was_seen(dismissed, told, seen, topics, no):
    answers = part(dismissed=dismissed).answers(told, seen=seen)
    assert answers == {"topics": topics, "topics_dismissed": no}
    assert all(type(value) is str for values in answers.values() for value in values)
