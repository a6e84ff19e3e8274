"""How far a day lies from today, in the words people use."""

import pytest

from core.templatetags.kui import ago_in_words, days_in_words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "i dag"),
        (59, "om 59 dage"),
        (365, "om 12 måneder"),
        (1080, "om 35 måneder"),
        (1100, "om 3 år"),
        (3653, "om 10 år"),
    ],
)
def test_days_to_come(days, words):
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("days", "words"), [(1, "i går"), (400, "for 13 måneder siden"), (1690, "for 4 år siden")]
)
def test_days_gone_by(days, words):
    assert ago_in_words(days) == words
