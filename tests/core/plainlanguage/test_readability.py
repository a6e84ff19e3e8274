"""LIX against texts counted by hand."""

import pytest

from core.plainlanguage import rules as readability


def test_readability_lix_of_a_text_counted_by_hand():
    # 9 words, 2 sentences, 2 words over six letters: 4.5 + 22.2
    text = "Du bestemmer over din plan. Vi hjælper dig gerne undervejs."
    assert readability.lix(text) == pytest.approx(10 / 2 + 100 * 3 / 10)


def test_readability_short_forms_and_figures_do_not_end_or_count():
    text = "Ring kl. 9.30, f.eks. til Bo."
    assert readability.sentences(text) == ["Ring kl 9.30, feks til Bo"]
    assert readability.words(text) == ["Ring", "kl", "f", "eks", "til", "Bo"]


def test_readability_headings_and_points_are_sentences():
    assert len(readability.sentences("Min plan\nDet når jeg\nDrøm: et værksted.")) == 4


def test_readability_longest_sentence_and_nothing():
    assert readability.longest_sentence("Ja. Du kan altid sige nej.") == "Du kan altid sige nej"
    assert readability.lix("12 34 — !") == 0.0
