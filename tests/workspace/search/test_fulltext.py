"""Finding words in what is written, in Danish, on both engines, and only where one may look."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.documents import actions as documents_actions
from cases.models import Document, NamedAccess, Note
from cases.notes import actions as notes_actions
from core import clock
from core.stemming import STOP_WORDS, stem
from plans.models import Milestone, Plan
from tests.helpers import factories
from workspace.models import SearchEntry
from workspace.search import triggers
from workspace.search.fulltext import entries, telling_words

pytestmark = pytest.mark.django_db


URL = "/soeg/notater/"


def texts(user, asked):
    return [row.text for row in entries(user, asked)]


@pytest.fixture
def journal(case):
    notes_actions.add_note(case, by=case.guide, text="Åse vil begynde på ungdomsuddannelserne efter sommer")
    first = notes_actions.add_note(case, by=case.guide, text="Vi talte om SU og praktikpladsen hos tømreren")
    notes_actions.add_note(case, by=case.guide, text="Mor bekræfter aftalen", addition_to=first, kind="other")
    factories.make_milestone(case, own_words="Jeg vil besøge smeden", professional="Afprøvning i værksted")
    Plan.objects.filter(case=case).update(dream="En lille gård med heste")
    factories.make_document(case, title="Udtalelse fra Nordkystskolen")
    return case


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ungdomsuddannelserne", "Åse vil"),
        ("uddannelse", "Åse vil"),  # part of a compound
        ("ungdomsuddannelse", "Åse vil"),  # another ending
        ("sommeren", "Åse vil"),
        ("åse", "Åse vil"),
        ("AASE", "Åse vil"),
        ("su", "Vi talte"),
        ("praktik", "Vi talte"),
        ("praktikpladser", "Vi talte"),
        ("tømrer praktikplads", "Vi talte"),
        ("toemrer", "Vi talte"),
        ("aftaler", "Mor bekræfter"),
        ("smed", "Jeg vil besøge"),
        ("værkstedet", "Jeg vil besøge"),
        ("heste", "En lille gård"),
        ("skole", "Udtalelse fra"),
    ],
)
def test_found(journal, asked, found):
    assert [text for text in texts(journal.guide, asked) if text.startswith(found)]


@pytest.mark.parametrize(
    "asked",
    [
        "hest tømrer",  # not in one text
        "og det er",
        "x",
        "",
        "%",
        "___",
        "'",
        '"',
        "NEAR(a b)",
        "gård*",
        "-gård",
        "gård OR smed",
        "su praktikx",
        "\\",
    ],
)
def test_not_found_and_no_crash(journal, asked):
    found = texts(journal.guide, asked)
    assert found == [] or asked in ("gård*", "-gård")  # signs are no words


@pytest.mark.once
@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("uddannelserne", "uddan"),
        ("skolerne", "skol"),
        ("venskab", "venskab"),
        ("arbejdsløst", "arbejdsløs"),
        ("hjælp", "hjælp"),
        ("godt", "godt"),
        ("su", "su"),
        ("", ""),
    ],
)
def test_the_stem(word, root):
    assert stem(word) == root


def test_the_stem_is_postgresqls():
    """Where PostgreSQL is, it says so itself."""
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL")
    words = "uddannelserne skole ensomhed psykiatrien lærlinge mødet undervisningen billigst"
    words = f"{words} gulvbelægning sundt".split()
    with connection.cursor() as cursor:
        for word in [*words, *STOP_WORDS]:
            cursor.execute("SELECT ts_lexize('danish_stem', %s)", [word])
            assert cursor.fetchone()[0] == ([] if word in STOP_WORDS else [stem(word)])


def test_a_bulk_insert_and_an_update_past_the_verbs_are_found(case):
    note = Note(case=case, by=case.guide, text="Første ordlyd", recorded_at=clock.now())
    Note.objects.bulk_create([note])
    assert texts(case.guide, "ordlyd") == ["Første ordlyd"]
    Note.objects.filter(case=case).update(text="Anden formulering")
    assert texts(case.guide, "ordlyd") == []
    assert texts(case.guide, "formulering") == ["Anden formulering"]
    SearchEntry.objects.get()


def test_corrected_and_dropped_texts_follow(journal):
    Milestone.objects.update(own_words="Jeg vil sejle")
    Plan.objects.update(dream="  ")
    assert texts(journal.guide, "smed") == []
    assert texts(journal.guide, "heste") == []
    assert texts(journal.guide, "sejle") == ["Jeg vil sejle. Afprøvning i værksted"]


def test_a_withdrawn_document_is_found_no_more(journal):
    documents_actions.withdraw_document(Document.objects.get(), by=journal.guide, reason="Forkert sag")
    assert texts(journal.guide, "Nordkystskolen") == []


def test_a_note_struck_out_is_found_no_more_and_an_addition_to_another_is(journal):
    notes_actions.strike_note(journal.notes.get(text__startswith="Åse"), by=journal.guide)
    notes_actions.strike_note(journal.notes.get(text="Mor bekræfter aftalen"), by=journal.guide)
    assert texts(journal.guide, "ungdomsuddannelserne") == []
    assert texts(journal.guide, "aftaler") == []
    assert texts(journal.guide, "praktik")
    triggers.reindex(connection)
    assert texts(journal.guide, "ungdomsuddannelserne") == []


def test_every_text_read_anew_is_the_same(journal):
    def rows():
        return sorted(SearchEntry.objects.values_list("source", "ref", "case", "day", "text", "confidential"))

    before = rows()
    assert len(before) == 6
    triggers.reindex(connection)
    assert rows() == before
    assert texts(journal.guide, "heste")


def test_the_triggers_stand_after_a_migration(journal):
    assert triggers.stand(connection)
    assert not triggers.install(connection)


def test_taken_away_and_put_back_nothing_is_missed(journal):
    """What a migration on SQLite does to them."""
    triggers.remove(connection)
    assert not triggers.stand(connection)
    notes_actions.add_note(journal, by=journal.guide, text="Skrevet imens")
    assert triggers.install(connection)
    assert texts(journal.guide, "imens") == ["Skrevet imens"]


def test_only_what_one_may_open(journal, colleague, leader, stranger, admin):
    assert texts(leader, "heste") == texts(journal.guide, "heste") == ["En lille gård med heste"]
    assert texts(colleague, "heste") == texts(stranger, "heste") == texts(admin, "heste") == []
    with clock.travel(clock.at(clock.today(), 10)):
        access_actions.open_with_purpose(journal, by=colleague, purpose="sparring", reason="Torsdagssparring")
        assert texts(colleague, "heste") == ["En lille gård med heste"]
    with clock.travel(clock.end_of_day(clock.today())):
        assert texts(colleague, "heste") == []


def test_a_shielded_case_is_found_by_those_named(journal, colleague, leader):
    journal.shielded = True
    journal.save(update_fields=["shielded"])
    assert texts(leader, "heste") == texts(colleague, "heste") == []
    NamedAccess.objects.create(case=journal, user=colleague)
    assert texts(colleague, "heste")


def test_confidential_titles_are_for_those_who_carry_the_case_and_the_leader(case, colleague, leader):
    factories.make_document(case, title="Psykiatrisk vurdering", confidential=True)
    access_actions.open_with_purpose(case, by=colleague, purpose="cover", reason="Ferie i dag")
    assert texts(case.guide, "psykiatrisk") == texts(leader, "psykiatrisk") == ["Psykiatrisk vurdering"]
    assert texts(colleague, "psykiatrisk") == []


def test_for_a_stranger_it_is_as_if_the_case_were_not_there(client, colleague, guide):
    """Non-interference: byte for byte, but for what every page has of its own."""
    mine = factories.make_case(colleague)
    notes_actions.add_note(mine, by=colleague, text="Min egen hest")
    client.force_login(colleague)

    def seen(asked):
        page = client.post(URL, {"q": asked}, headers={"HX-Request": "true"})
        return page.content

    asked = ("hest", "ridning", "gård", "dokument", "hest ridning")
    before = [seen(words) for words in asked]
    other = factories.make_case(guide)
    for number in range(5):
        notes_actions.add_note(other, by=guide, text=f"Hest og ridning på en gård {number}")
    factories.make_document(other, title="Dokument om hest")
    assert [seen(words) for words in asked] == before


@pytest.fixture
def owner(client, case):
    client.force_login(case.guide)
    return client


def test_the_page_shows_where_and_marks_the_words(owner, journal):
    page = owner.post(URL, {"q": "praktikpladser smed"}).content.decode()
    assert "Ingen tekst svarer til det" in page
    page = owner.post(URL, {"q": "praktikpladser"}).content.decode()
    assert "<mark>praktikpladsen</mark>" in page
    assert journal.person.name in page
    note = Note.objects.get(text__startswith="Vi talte")
    assert f"/sager/{journal.pk}/notater/#note-{note.pk}" in page
    assert "Samtale" in page


def test_what_is_found_is_escaped(owner, case):
    notes_actions.add_note(case, by=case.guide, text="<script>alert('hest')</script> hest & <b>føl</b>")
    page = owner.post(URL, {"q": "hest script"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;" in page


def test_the_words_stand_nowhere_but_the_cases_do(owner, journal, caplog):
    answer = owner.post(URL, {"q": "heste"})
    assert answer.status_code == 200
    event = AuditEvent.objects.filter(action="cases.listed", purpose="text-search").get()
    assert event.changes == {"cases": [str(journal.pk)]}
    assert not AuditEvent.objects.filter(changes__icontains="heste").exists()
    assert "heste" not in caplog.text
    # An address with words in it finds nothing: they would stand in logs and histories.
    assert "En lille" not in owner.get(URL, {"q": "heste"}).content.decode()


def test_a_cpr_number_is_sent_elsewhere(owner, journal):
    page = owner.post(URL, {"q": journal.person.cpr}).content.decode()
    assert "Find en ung" in page
    assert journal.person.cpr not in page


def test_fifty_a_page_at_the_same_cost(owner, case):
    counts = []
    for number in (2, 58):
        for n in range(number):
            notes_actions.add_note(
                case, by=case.guide, text=f"Hest {n}", happened_on=clock.today() - timedelta(days=n)
            )
        with CaptureQueriesContext(connection) as queries:
            page = owner.post(URL, {"q": "hest"}).content.decode()
        counts.append([q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]])
    assert len(counts[0]) == len(counts[1]) <= 9, "\n".join(q[:150] for q in counts[1])
    assert page.count('class="found"') == 50
    assert "60 steder" in page
    second = owner.post(URL, {"q": "hest", "page": "2"}).content.decode()
    assert second.count('class="found"') == 10
    for nonsense in ("0", "-1", "x", "9" * 40):
        assert owner.post(URL, {"q": "hest", "page": nonsense}).status_code == 200


def test_the_search_page_leads_there(owner):
    assert reverse("workspace:text_search") in owner.get(reverse("workspace:search")).content.decode()


@pytest.mark.once
def test_telling_words():
    assert telling_words("Og det er en Hest, hest!") == ["hest"]
