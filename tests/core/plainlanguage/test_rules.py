"""How hard a text is to read: what a word is, what a sentence is, and where each hint begins."""

import pytest

from core.plainlanguage.rules import Hints, hints, lix, longest_sentence, sentences, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Du er 17 år.", ["Du", "er", "år"]),
        ("Anne-Marie går i 10. klasse", ["Anne-Marie", "går", "i", "klasse"]),
        ("Peter’s ta' det snak_om - nu", ["Peter’s", "ta", "det", "snak", "om", "nu"]),
        ("Østergård é", ["Østergård", "é"]),
        ("12 + 3 = 15 !", []),
        ("", []),
    ],
)
def test_a_word_is_of_letters(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kom. Gå! Vent? Nå… Sådan: ja", ["Kom", "Gå", "Vent", "Nå", "Sådan", "ja"]),
        ("Hvad?! Nej...", ["Hvad", "Nej"]),
        ("Overskrift\nEn linje\n\n\nEn til", ["Overskrift", "En linje", "En til"]),
        ("»Kom.« Han gik (hjem.) Nu “Ja.” Slut", ["»Kom", "« Han gik (hjem", ") Nu “Ja", "” Slut"]),
        ("„Kom.“ Han gik «hjem.» Nu", ["„Kom", "“ Han gik «hjem", "» Nu"]),
        ('Sig "kom." Ja', ['Sig "kom', '" Ja']),
        ("www.x.dk og 3.5 er ét", ["www.x.dk og 3.5 er ét"]),
        ("Kl. 10. Nr. 3! 12. 7.", ["Kl 10", "Nr 3"]),
        ("  ... \n ! ", []),
    ],
)
def test_a_sentence_ends_with_its_mark_and_with_its_line(text, found):
    assert sentences(text) == found


@pytest.mark.parametrize(
    "form",
    [
        "f.eks.",
        "bl.a.",
        "osv.",
        "ca.",
        "kl.",
        "nr.",
        "tlf.",
        "evt.",
        "dvs.",
        "m.m.",
        "m.v.",
        "jf.",
        "o.l.",
        "F.EKS.",
    ],
)
def test_a_short_form_ends_no_sentence(form):
    assert len(sentences(f"Vi ses {form} derhenne")) == 1
    assert len(sentences(f"Vi ses x{form} derhenne")) == 2, "the end of another word"


@pytest.mark.parametrize(("word", "long"), [("ordret", 0), ("ordrett", 1)])
def test_a_word_is_long_from_seven_letters(word, long):
    assert lix(word) == 1 + 100 * long


def test_a_text_without_words_is_not_hard():
    assert lix("") == lix("12 !") == 0.0
    assert not hints("") and hints("") == Hints(None, (), ()) == Hints() and not Hints()


def text_of(count: int, long: int) -> str:
    """So many words, each its own sentence, of which so many are long."""
    return ". ".join(["uddannelse"] * long + ["nu"] * (count - long))


def test_a_text_is_hard_above_thirty_and_from_fifteen_words():
    assert lix(text_of(20, 6)) == 31 and hints(text_of(20, 6)).lix == 31
    assert lix(text_of(100, 29)) == 30 and hints(text_of(100, 29)).lix is None
    assert hints(text_of(15, 15)).lix == 101 and hints(text_of(14, 14)).lix is None
    assert hints(text_of(16, 5)).lix == 32, "32.25 is told as 32"


@pytest.mark.parametrize(("count", "is_long"), [(20, False), (21, True)])
def test_a_sentence_of_more_than_twenty_words_is_told_with_its_words_counted(count, is_long):
    sentence = " ".join(["nu"] * count)
    assert hints(f"Kom. {sentence}. Gå.").sentences == (((count, sentence),) if is_long else ())


def test_the_longest_sentence_is_the_one_of_most_words():
    assert longest_sentence("Et to. Et to tre. Uddannelsesparathedsvurdering.") == "Et to tre"
    assert longest_sentence("") == ""


@pytest.mark.parametrize(
    "hint", [Hints(lix=31), Hints(sentences=((21, "x"),)), Hints(words=(("x", "y"),)), Hints(lix=0)]
)
def test_any_one_hint_is_something_to_say(hint):
    assert bool(hint) is True


ENDINGS = [
    "", "e", "en", "er", "et", "ene", "ens", "ere", "erne", "ernes", "ers", "es", "ets", "n", "ne", "ns", "r", "rne",
    "rnes", "rs", "s", "t", "ts",
]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_hard_word_is_found_however_it_is_bent(ending):
    assert hints(f"en Indsats{ending}, ja", [("indsats", "hjælp")]).words == ((f"Indsats{ending}", "hjælp"),)


def test_hard_words_are_told_once_each_in_the_order_of_the_text():
    plainer = [("b", "2"), (" a ", "1"), ("c", "3"), ("", "0")]
    assert hints("a c b a", plainer).words == (("a", "1"), ("c", "3"), ("b", "2"))
    assert hints("xa ax a1 1a", [("a", "1")]).words == ()
