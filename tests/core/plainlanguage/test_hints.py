"""Hints of plain language: what they say, what they leave alone, and that they never stop anybody."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from core.plainlanguage.models import PlainWord
from core.plainlanguage.reading import hints_of
from core.plainlanguage.rules import EASY, FEWEST_WORDS, LONGEST_SENTENCE, hints, lix
from tests.helpers import factories
from tests.helpers.forms import as_sent

WORDS = [("foranstaltning", "hjælp"), ("i henhold til", "efter"), ("fremmøde", "at du kommer")]

# (text, words, sentences, words of more than six letters), counted by hand.
KNOWN = [
    ("Det er en god dag. Vi går en tur.", 9, 2, 0),
    ("Du begynder på skolen på mandag. Din guide tager med dig.", 11, 2, 1),
    (
        "Kommunalbestyrelsen iværksætter foranstaltninger vedrørende beskæftigelse og uddannelse.",
        7, 1, 6,
    ),
    ("Mødet er kl. 10. Vi ses, f.eks. på FGU: kom som du er.", 13, 3, 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "sentences", "long"), KNOWN)
def test_lix_of_texts_counted_by_hand(text, words, sentences, long):
    assert lix(text) == pytest.approx(words / sentences + 100 * long / words)


def test_a_line_of_a_few_words_is_not_judged_by_its_lix():
    text = " ".join(["uddannelse"] * (FEWEST_WORDS - 1))
    assert hints(text).lix is None
    assert hints(f"{text} uddannelse").lix == FEWEST_WORDS + 100


@pytest.mark.parametrize(("count", "long"), [(LONGEST_SENTENCE, False), (LONGEST_SENTENCE + 1, True)])
def test_a_sentence_of_more_than_twenty_words_is_long(count, long):
    found = hints(" ".join(["nu"] * count) + ". Kort.")
    assert bool(found.sentences) is long
    assert not long or found.sentences[0][0] == count


def test_an_easy_text_says_nothing():
    text = "Jeg ringer til skolen på mandag. Du er med. Bagefter går vi en tur og ser på det nye sted."
    assert lix(text) <= EASY and not hints(text, WORDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Foranstaltningerne begynder", [("Foranstaltningerne", "hjælp")]),
        ("En foranstaltnings mål", [("foranstaltnings", "hjælp")]),
        ("Støtteforanstaltning", []),
        ("I  HENHOLD til", []),
        ("I henhold til loven", [("I henhold til", "efter")]),
        (
            "dit fremmøde, din foranstaltning, dit fremmøde",
            [("fremmøde", "at du kommer"), ("foranstaltning", "hjælp")],
        ),
        ("fremmødeprotokol", []),
    ],
)
def test_words_are_found_in_every_form_and_never_inside_another(text, found):
    assert list(hints(text, WORDS).words) == found


def test_whatever_an_administrator_writes_is_read_as_letters():
    assert not hints("abc", [("a.c", "x"), ("(", "x"), (" ", "x")])
    assert hints("a.c (", [("a.c", "x")])


@pytest.mark.django_db
def test_the_table_holds_sixty_words_that_are_plainer_than_what_they_replace():
    rows = list(PlainWord.objects.values_list("word", "instead"))
    assert len(rows) >= 60 and len({word.lower() for word, _instead in rows}) == len(rows)
    for word, instead in rows:
        assert word != instead
        known = hints(f"{word}", rows)
        assert any(found.lower() == word for found, _said in known.words), word
        assert not any(found.lower() == word for found, _said in hints(instead, rows).words), (word, instead)


@pytest.mark.django_db
def test_a_word_out_of_use_is_not_spoken_of_and_a_word_stands_once():
    PlainWord.objects.filter(word="foranstaltning").update(is_active=False)
    assert not hints_of("foranstaltning") and hints_of("fremmøde")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlainWord.objects.create(word="Fremmøde", instead="x")
    with pytest.raises(ValidationError):
        PlainWord(word="Fremmøde", instead="x").full_clean()


@pytest.mark.django_db
def test_an_administrator_adds_and_changes_a_word(client, admin):
    client.force_login(admin)
    client.post(
        reverse("accounts:plain_word_add"), {"word": "kvantificere", "instead": "tælle", "is_active": "on"}
    )
    row = PlainWord.objects.get(word="kvantificere")
    assert "kvantificere" in client.get(reverse("accounts:plain_word_list")).text
    url = reverse("accounts:plain_word_edit", args=[row.pk])
    sent = as_sent(client.get(url).context["form"]) | {"instead": "måle"}
    assert client.post(url, sent).status_code == 303
    assert hints_of("Vi kvantificerer").words == (("kvantificerer", "måle"),)
    twice = client.post(reverse("accounts:plain_word_add"), {"word": "KVANTIFICERE", "instead": "x"})
    assert twice.status_code == 422 and "findes allerede" in twice.text
    assert AuditEvent.objects.filter(action__in=["plainword.added", "plainword.edited"]).count() == 2


@pytest.mark.django_db
def test_the_list_costs_the_same_for_few_and_many(client, admin):
    client.force_login(admin)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("accounts:plain_word_list")).status_code == 200
        return len(queries)

    PlainWord.objects.exclude(word__in=["fremmøde", "indsats"]).delete()
    client.get(reverse("accounts:plain_word_list"))
    two = cost()
    PlainWord.objects.bulk_create(PlainWord(word=f"ord{n}", instead="x") for n in range(18))
    assert cost() == two


@pytest.mark.django_db
def test_the_hints_come_while_one_writes_and_keep_nothing(client, guide):
    client.force_login(guide)
    sent = {"field": "professional", "professional": "Fremmøde <b>"}
    answer = client.post(reverse("accounts:plain_hints"), sent)
    assert answer.status_code == 200 and "»Fremmøde«: sig »at du kommer«" in " ".join(answer.text.split())
    assert client.post(reverse("accounts:plain_hints"), {"field": "x"}).text.strip() == ""
    assert client.get(reverse("accounts:plain_hints")).status_code == 405


@pytest.mark.django_db
def test_a_form_with_hard_words_saves_and_its_page_says_what_is_plainer(client, guide):
    client.force_login(guide)
    case = factories.make_case(guide)
    step = factories.make_milestone(case, own_words="Jeg har fremmøde hver dag")
    url = reverse("plans:milestone_edit", args=[case.pk, step.pk])
    sent = as_sent(client.get(url).context["form"])
    assert "sig »at du kommer«" not in client.get(url).text, "own words are nobody's to put right"
    assert client.post(url, sent | {"professional": "Stabilt fremmøde"}).status_code == 303
    assert "sig »at du kommer«" in " ".join(client.get(url).text.split())
    page = client.get(reverse("plans:milestone", args=[case.pk, step.pk])).text
    assert "sig »at du kommer«" in " ".join(page.split())
