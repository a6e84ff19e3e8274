"""The knowledge bank: who reads and writes, what is kept, what is warned of, and when somebody looks at it again."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from core import clock, vault, virus_scan
from core.constraints import Taken
from core.markdown import as_page
from core.uploads.accepting import Accepted, Format
from core.versions import Conflict
from practice.competences.actions import add_course
from practice.knowledge import actions, demo
from practice.knowledge.choices import Explains, Kind
from practice.knowledge.models import Article, ArticleFile, ArticleTag, ArticleVersion
from practice.knowledge.tags import choices_of
from practice.models import Course
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)


def said(user, **more):
    """What the form sends."""
    words = {"kind": "law", "title": "Pligten", "summary": "Hvem den gælder", "body": "To frister."}
    return {**words, "owner": user.pk, **more}


def url(name, *args):
    return reverse(f"practice:{name}", args=args)


def test_an_article_is_written_looked_at_published_and_read(client, guide, colleague):
    client.force_login(guide)
    asked = said(guide, body="## Frister\n\n**Fem** dage.", areas=["skole"], ages=["15"], review_on="")
    looked = client.post(url("article_add"), {**asked, "look": "1"})
    assert (
        looked.status_code == 200 and "<strong>Fem</strong>" in looked.text and not Article.objects.exists()
    )
    with clock.travel(DAY):
        sent = client.post(url("article_add"), asked)
    article = Article.objects.get()
    assert sent.status_code == 303 and sent["Location"] == article.get_absolute_url()
    assert (article.owner, article.unit, article.review_on) == (guide, guide.unit, date(2027, 11, 28))
    assert {(tag.kind, tag.code) for tag in article.tags.all()} == {("area", "skole"), ("age", "15")}
    client.force_login(colleague)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert "Pligten" not in client.get(url("article_list")).text
    client.force_login(guide)
    assert client.post(url("article_publish", article.pk)).status_code == 303
    client.force_login(colleague)
    page = client.get(article.get_absolute_url()).text
    assert "<h2>Frister</h2>" in page and "Skole, uddannelse og job" in page and guide.name in page
    assert "Pligten" in client.get(url("article_list")).text


def test_who_wrote_a_draft_for_another_still_reads_it(client, guide, colleague, admin):
    client.force_login(guide)
    sent = client.post(url("article_add"), said(guide, owner=colleague.pk))
    article = Article.objects.get()
    assert article.owner == colleague and client.get(sent["Location"]).status_code == 200
    assert "Pligten" in client.get(url("article_list"), {"stand": "kladder"}).text
    # Who neither owns it nor wrote any version of it does not.
    client.force_login(admin)
    assert client.get(sent["Location"]).status_code == 404


def test_the_leader_reads_drafts_and_another_unit_reads_nothing(client, guide, leader, stranger):
    draft = factories.make_article(guide, publish=False)
    other = factories.make_article(stranger, title="Fra naboen")
    client.force_login(leader)
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert "Fra naboen" not in client.get(url("article_list")).text


def test_one_of_every_unit_is_read_by_all_and_changed_by_none(client, guide, stranger):
    shared = factories.make_article(guide, unit=None, owner=None, title="Til alle")
    for user in (guide, stranger):
        client.force_login(user)
        assert "Til alle" in client.get(url("article_list")).text
        page = client.get(shared.get_absolute_url())
        assert page.status_code == 200 and "/ret/" not in page.text
        assert client.get(url("article_edit", shared.pk)).status_code == 404
        assert client.post(url("article_archive", shared.pk)).status_code == 404
        assert client.post(url("article_confirm", shared.pk)).status_code == 404
    assert (
        not shared.is_due(DAY + timedelta(days=4000)) and not Article.objects.due(date(2040, 1, 1)).exists()
    )


def test_the_same_form_twice_is_one_article(client, guide):
    client.force_login(guide)
    for _ in range(2):
        client.post(url("article_add"), said(guide, submit_key="k" * 20))
    assert Article.objects.count() == 1 and ArticleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": ""}, "body"),
        ({"body": "x" * 20_001}, "body"),
        ({"kind": "course"}, "course_on"),
        ({"kind": "law", "course_on": "2026-01-02"}, "course_on"),
        ({"kind": "course", "course_on": "2090-01-02"}, "course_on"),
        ({"review_on": "2020-01-01"}, "review_on"),
        ({"review_on": "0206-01-01"}, "review_on"),
        ({"areas": ["findesikke"]}, "areas"),
        ({"explains": "findesikke"}, "explains"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(client, guide, more, field):
    client.force_login(guide)
    refused = client.post(url("article_add"), said(guide, summary="Skrevet med møje", **more))
    assert refused.status_code == 422 and field in refused.context["form"].errors
    assert "Skrevet med møje" in refused.text and not Article.objects.exists()


def test_an_owner_is_somebody_at_work_in_the_unit(client, guide, stranger, partner_user):
    client.force_login(guide)
    for who in (stranger, partner_user):
        refused = client.post(url("article_add"), said(guide, owner=who.pk))
        assert refused.status_code == 422 and "owner" in refused.context["form"].errors


def test_a_name_and_a_number_are_warned_of_and_not_refused(client, guide):
    factories.make_case(guide, first_name="Sigrid", last_name="Kanariefugl")
    client.force_login(guide)
    warned = client.post(
        url("article_add"), said(guide, body="Som i sagen om Sigrid Kanariefugl, 010203-4567")
    )
    assert warned.status_code == 422
    assert "ligner navnet på en ung i enheden: Sigrid Kanariefugl" in warned.text
    assert "Der står et CPR-nummer" in warned.text and "Sigrid Kanariefugl, 010203-4567" in warned.text
    sent = client.post(url("article_add"), said(guide, body="Sigrid Kanariefugl", sure="on"))
    assert sent.status_code == 303 and Article.objects.count() == 1
    # In the line and the title too.
    assert client.post(url("article_add"), said(guide, summary="Sigrid Kanariefugl")).status_code == 422


def test_a_shielded_case_warns_nobody_who_may_not_know_of_it(
    client, guide, colleague, leader, admin, stranger
):
    factories.make_case(guide, first_name="Sigrid", last_name="Kanariefugl", shielded=True)
    factories.make_case(stranger, first_name="Fremmed", last_name="Kanariefugl")
    for user, status in ((colleague, 303), (leader, 303), (admin, 303), (guide, 422)):
        client.force_login(user)
        sent = client.post(url("article_add"), said(user, body="Sigrid Kanariefugl. Fremmed Kanariefugl."))
        assert sent.status_code == status, user
    assert "i enheden: Sigrid Kanariefugl. Skriv" in sent.text


def test_what_an_article_says_stands_in_no_trail(client, guide):
    client.force_login(guide)
    client.post(url("article_add"), said(guide, body="Kanariefuglen synger"))
    article = Article.objects.get()
    edited = {"version": 1, "review_on": "2030-01-01", "body": "Kanariefuglen tier"}
    assert client.post(url("article_edit", article.pk), said(guide, **edited)).status_code == 303
    rows = AuditEvent.objects.filter(action__startswith="article.")
    assert {row.action for row in rows} == {"article.written", "article.edited"}
    assert "Kanariefugl" not in str([row.changes for row in rows])


def test_every_version_is_kept_and_an_old_one_stands_again(client, guide, colleague):
    article = factories.make_article(guide, body="Fem dage")
    client.force_login(colleague)
    new = said(guide, body="Fem arbejdsdage", version=1, review_on="2030-01-01")
    assert client.post(url("article_edit", article.pk), new).status_code == 303
    page = client.get(url("article_versions", article.pk)).text
    assert re.search(r"<span\s*>[^<]*Fem </span><del>dage</del><ins>arbejdsdage</ins>", page)
    assert [(row.number, row.by) for row in article.versions.all()] == [(2, colleague), (1, guide)]
    again = client.post(url("article_restore", article.pk, 1), {"version": 2})
    article.refresh_from_db()
    assert again.status_code == 303 and (article.body, article.version) == ("Fem dage", 3)
    assert "arbejdsdage" not in article.searched and article.versions.count() == 3


def test_an_old_version_does_not_stand_over_what_was_written_meanwhile(client, guide):
    article = factories.make_article(guide, body="Fem dage")
    client.force_login(guide)
    actions.edit_article(Article.objects.get(), by=guide, expected_version=1, body="Seks dage")
    client.post(url("article_restore", article.pk, 1), {"version": 1})
    article.refresh_from_db()
    assert article.body == "Seks dage"
    assert client.post(url("article_restore", article.pk, 9), {"version": 2}).status_code == 404


def test_two_who_edit_the_same_see_both_texts(client, guide, colleague):
    article = factories.make_article(guide, body="Fem dage", title="Pligten")
    client.force_login(guide)
    opened = client.get(url("article_edit", article.pk)).context["form"]
    sent = {"version": 1, "opened": opened.initial["opened"](), "review_on": str(article.review_on)}
    actions.edit_article(Article.objects.get(), by=colleague, expected_version=1, body="Seks dage")
    both = client.post(url("article_edit", article.pk), said(guide, body="Syv dage", **sent))
    assert both.status_code == 409 and "Seks dage" in both.text and "Syv dage" in both.text
    assert colleague.name in both.text
    # What only the one changed is merged.
    merged = client.post(url("article_edit", article.pk), said(guide, body="Fem dage", title="Ny", **sent))
    article.refresh_from_db()
    assert merged.status_code == 303 and (article.title, article.body) == ("Ny", "Seks dage")
    with pytest.raises(Conflict):
        actions.edit_article(article, by=guide, expected_version=1, body="Otte dage")


def test_still_right_moves_the_day_on_and_only_what_holds_can_be(client, guide, colleague):
    with clock.travel(DAY):
        article = factories.make_article(guide, kind="partner", review_on=DAY)
        client.force_login(colleague)
        assert "gennemgang" in client.get(url("article_list")).text
        assert client.post(url("article_confirm", article.pk)).status_code == 303
        article.refresh_from_db()
        found = (article.review_on, article.reviewed_on, article.reviewed_by)
        assert found == (date(2027, 5, 28), DAY, colleague)
        actions.archive_article(article, by=guide)
        with pytest.raises(Taken):
            actions.confirm_article(article, by=guide)


@pytest.mark.parametrize(("days", "is_so"), [(-1, False), (0, True), (1, True)])
def test_due_by_row_and_by_list(client, guide, days, is_so):
    with clock.travel(DAY):
        article = factories.make_article(guide, review_on=DAY)
        draft = factories.make_article(guide, publish=False, review_on=DAY)
        on = DAY + timedelta(days=days)
        assert article.is_due(on) is is_so and not draft.is_due(on)
        assert list(Article.objects.due(on)) == [article] * is_so
    with clock.travel(on):
        client.force_login(guide)
        shown = client.get(url("article_list"))
        behind = client.get(url("article_list"), {"stand": "gennemgang"})
        assert shown.context["due"] == len(behind.context["articles"]) == is_so


def test_what_somebody_who_stopped_wrote_is_to_be_looked_at(guide, colleague):
    article = factories.make_article(colleague)
    colleague.is_active = False
    colleague.save()
    article = Article.objects.select_related("owner").get(pk=article.pk)
    assert article.is_due(clock.today()) and list(Article.objects.due(clock.today())) == [article]


def test_the_archive_keeps_it_and_it_can_be_taken_up(client, guide):
    article = factories.make_article(guide, explains=Explains.DUTY)
    client.force_login(guide)
    assert client.post(url("article_archive", article.pk)).status_code == 303
    assert "Pligten" not in client.get(url("article_list")).text
    assert "Pligten" in client.get(url("article_list"), {"stand": "arkiv"}).text
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(url("article_edit", article.pk))["Location"] == article.get_absolute_url()
    other = factories.make_article(guide, title="Ny pligt", explains=Explains.DUTY)
    taken = client.post(url("article_take_up", article.pk), follow=True)
    assert "En anden artikel forklarer allerede den side" in taken.text
    actions.archive_article(other, by=guide)
    assert client.post(url("article_take_up", article.pk)).status_code == 303
    assert "Pligten" in client.get(url("article_list")).text


def test_a_text_for_an_article_archived_meanwhile_is_not_lost(client, guide, colleague):
    article = factories.make_article(guide, body="Fem dage")
    client.force_login(guide)
    actions.archive_article(Article.objects.get(), by=colleague)
    sent = said(guide, body="Syv dage", version=1, review_on="2030-01-01")
    kept = client.post(url("article_edit", article.pk), sent)
    assert kept.status_code == 409 and "Syv dage" in kept.text
    assert "Artiklen er arkiveret imens. Tag den i brug igen, eller kopiér din tekst." in kept.text
    article.refresh_from_db()
    assert (article.body, article.version) == ("Fem dage", 1)


def test_a_second_click_on_the_archive_says_that_it_is_done(client, guide):
    article = factories.make_article(guide)
    client.force_login(guide)
    for name in ("article_archive", "article_take_up"):
        assert client.post(url(name, article.pk)).status_code == 303
        again = client.post(url(name, article.pk), follow=True)
        assert "Der er sket noget med den siden" in again.text, name
    assert AuditEvent.objects.filter(action__in=["article.archived", "article.taken_up"]).count() == 2


def test_a_page_leads_to_the_unit_s_article_else_to_every_unit_s_else_to_writing_one(client, guide):
    client.force_login(guide)
    here = url("article_about", "duty")
    assert "om=duty" in client.get(here).text
    assert '<option value="duty" selected>' in client.get(url("article_add"), {"om": "duty"}).text
    shared = factories.make_article(guide, unit=None, owner=None, explains=Explains.DUTY)
    assert client.get(here)["Location"] == shared.get_absolute_url()
    own = factories.make_article(guide, explains=Explains.DUTY)
    assert client.get(here)["Location"] == own.get_absolute_url()
    assert client.get(url("article_about", "findesikke")).status_code == 404
    refused = client.post(url("article_add"), said(guide, explains="duty"))
    assert refused.status_code == 422 and "En anden artikel forklarer allerede den side" in refused.text


def test_every_page_that_can_be_explained_has_its_link():
    pages = "".join(p.read_text() for p in Path(settings.BASE_DIR, "templates").rglob("*.html"))
    for key in Explains.values:
        assert f'practice/knowledge/_explained.html" with key="{key}"' in pages, key


def test_search_finds_other_endings_in_title_line_and_text(client, guide):
    client.force_login(guide)
    factories.make_article(guide, title="Uddannelsespålæg", summary="x", body="x")
    factories.make_article(guide, title="B", summary="Om fristerne", body="x")
    factories.make_article(guide, title="C", summary="x", body="Ring til **Åse** om fristen")
    found = {
        asked: {
            article.title
            for article, _due in client.get(url("article_list"), {"q": asked}).context["articles"]
        }
        for asked in ("uddannelser", "frist", "aase frister", "og", "findesikke")
    }
    assert found == {
        "uddannelser": {"Uddannelsespålæg"},
        "frist": {"B", "C"},
        "aase frister": {"C"},
        "og": set(),
        "findesikke": set(),
    }


def test_filters(client, guide, colleague):
    client.force_login(guide)
    factories.make_article(guide, title="Lov", tags=[("area", "skole")])
    factories.make_article(colleague, title="Metode", kind="method", tags=[("group", "x"), ("area", "hjem")])
    factories.make_article(guide, title="Udkast", publish=False)

    def titles(**asked):
        return [article.title for article, _due in client.get(url("article_list"), asked).context["articles"]]

    assert titles() == ["Lov", "Metode"] and titles(sort="-titel") == ["Metode", "Lov"]
    assert titles(art="method") == ["Metode"] and titles(livsomraade="skole") == ["Lov"]
    assert titles(stand="mine") == ["Lov", "Udkast"] and titles(stand="kladder") == ["Udkast"]
    assert titles(art="findesikke") == ["Lov", "Metode"]


def test_the_database_keeps_its_rules(guide):
    article = factories.make_article(guide)
    for wrong in ({"owner": None}, {"unit": None}, {"kind": "course"}, {"course_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**wrong)
    with pytest.raises(ValidationError):
        factories.make_article(guide, owner=None)


def test_two_articles_and_twenty_cost_the_same(client, guide, colleague):
    client.force_login(guide)

    def fill(count):
        for number in range(count):
            factories.make_article(
                colleague if number % 2 else guide,
                title=f"Nummer {number}",
                review_on=DAY,
                tags=[("area", "skole")],
            )

    fill(2)
    few = queries(client, url("article_list"))
    fill(18)
    assert queries(client, url("article_list")) == few <= 12


def test_many_versions_and_files_cost_the_same(client, guide):
    article = factories.make_article(guide)
    client.force_login(guide)

    def grow(count):
        for number in range(count):
            row = Article.objects.get(pk=article.pk)
            actions.edit_article(row, by=guide, expected_version=row.version, body=f"Nummer {number}")
            actions.add_file(article, Accepted(Format.PDF, b"%PDF-1", 1), by=guide, title=f"Fil {number}")

    pages = [article.get_absolute_url(), url("article_versions", article.pk)]
    grow(2)
    few = [queries(client, page) for page in pages]
    grow(8)
    assert [queries(client, page) for page in pages] == few


def sent_file(data=None, name="blanket.pdf"):
    return SimpleUploadedFile(name, factories.pdf(["Til nye"]) if data is None else data)


def test_a_file_is_put_there_fetched_and_taken_away(client, guide, colleague, stranger):
    article = factories.make_article(guide)
    client.force_login(guide)
    assert client.post(url("article_file_add", article.pk), {"file": sent_file()}).status_code == 303
    row = ArticleFile.objects.get()
    assert row.title == "blanket" and "blanket" in client.get(article.get_absolute_url()).text
    client.force_login(colleague)
    got = client.get(url("article_file", article.pk, row.pk))
    assert got["Content-Type"] == "application/pdf" and "attachment" in got["Content-Disposition"]
    assert "sandbox" in got["Content-Security-Policy"] and vault.fingerprint(got.content) == row.sha256
    client.force_login(stranger)
    assert client.get(url("article_file", article.pk, row.pk)).status_code == 404
    client.force_login(colleague)
    assert client.post(url("article_file_remove", article.pk, row.pk)).status_code == 303
    assert client.get(url("article_file", article.pk, row.pk)).status_code == 404
    assert client.post(url("article_file_remove", article.pk, row.pk)).status_code == 404
    with pytest.raises(Taken):
        actions.remove_file(row, by=guide)


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"<script>alert(1)</script>", b"%PDF-1.7 broken"])
def test_a_file_that_is_not_what_it_says_is_not_kept(client, guide, data):
    article = factories.make_article(guide)
    client.force_login(guide)
    refused = client.post(url("article_file_add", article.pk), {"file": sent_file(data), "title": "Min fil"})
    assert (
        refused.status_code == 422 and "file" in refused.context["form"].errors and "Min fil" in refused.text
    )
    assert not ArticleFile.objects.exists()


def test_a_title_of_a_file_holds_no_number(client, guide):
    article = factories.make_article(guide)
    client.force_login(guide)
    refused = client.post(
        url("article_file_add", article.pk), {"file": sent_file(), "title": "Om 010203-4567"}
    )
    assert refused.status_code == 422 and set(refused.context["form"].errors) == {"title"}
    named = client.post(url("article_file_add", article.pk), {"file": sent_file(name="Om 010203-4567.pdf")})
    assert named.status_code == 422 and set(named.context["form"].errors) == {"title"}
    assert not ArticleFile.objects.exists()


def test_ten_files_and_no_more(guide):
    article = factories.make_article(guide)
    for number in range(10):
        actions.add_file(article, Accepted(Format.PNG, b"x", 1), by=guide, title=str(number))
    with pytest.raises(ValidationError):
        actions.add_file(article, Accepted(Format.PNG, b"x", 1), by=guide, title="for mange")
    actions.remove_file(article.files.first(), by=guide)
    actions.add_file(article, Accepted(Format.PNG, b"x", 1), by=guide, title="plads igen")


def test_with_a_scanner_nothing_is_kept_that_it_has_not_found_clean(client, guide, monkeypatch, settings):
    settings.KUI_CLAMD = "tcp://127.0.0.1:1"
    article = factories.make_article(guide)
    client.force_login(guide)

    def away(data):
        raise virus_scan.ScannerUnavailable

    for answer, words in ((away, "svarer ikke"), (lambda data: "Eicar", "Virusscanneren fandt noget")):
        monkeypatch.setattr(virus_scan, "scan", answer)
        refused = client.post(url("article_file_add", article.pk), {"file": sent_file()})
        assert refused.status_code == 422 and words in refused.text
    assert not ArticleFile.objects.exists()
    monkeypatch.setattr(virus_scan, "scan", lambda data: "")
    assert client.post(url("article_file_add", article.pk), {"file": sent_file()}).status_code == 303


def test_the_sweep_of_the_vault_leaves_the_files_of_articles(guide, monkeypatch):
    article = factories.make_article(guide)
    row = actions.add_file(article, Accepted(Format.PNG, b"x", 1), by=guide, title="x")
    stray = vault.keep(b"nobody's")
    monkeypatch.setattr(vault, "ORPHAN_DAYS", -1)
    vault.sweep({path.name for path in vault.files()} - {row.file, stray})
    assert vault.fetch(row.file, row.sha256) == b"x"
    assert stray in vault.missing([stray, row.file]) and row.file not in vault.missing([row.file])


def test_partners_and_young_people_see_nothing_of_it(client, guide, partner_user):
    article = factories.make_article(guide)
    client.force_login(partner_user)
    for page in (url("article_list"), article.get_absolute_url(), url("article_about", "duty")):
        assert client.get(page).status_code == 403


def test_a_course_report_has_its_day_and_a_form_of_its_own(client, guide):
    client.force_login(guide)
    page = client.get(url("article_add"), {"art": "course"}).text
    assert "Del, hvad du lærte på et kursus" in page and '<option value="course" selected>' in page
    with clock.travel(DAY):
        sent = client.post(url("article_add"), said(guide, kind="course", course_on="2026-11-20"))
    assert sent.status_code == 303 and Article.objects.get().course_on == date(2026, 11, 20)
    page = " ".join(client.get(sent["Location"]).text.split())
    assert "Det lærte på kurset skal deles senest 4. dec." in page


def test_an_admin_writes_too(client, admin):
    assert admin.role == Role.ADMIN
    client.force_login(admin)
    assert client.post(url("article_add"), said(admin)).status_code == 303


def test_the_demo_s_articles_are_right_and_of_every_kind(unit, guide, leader, colleague):
    made = demo.load(unit, [leader, guide, colleague])
    assert Article.objects.count() == made >= 40
    assert set(Article.objects.published().values_list("kind", flat=True)) == set(Kind.values)
    assert set(Article.objects.exclude(explains="").values_list("explains", flat=True)) == set(
        Explains.values
    )
    assert Article.objects.drafts().exists() and Article.objects.archived().exists()
    assert Article.objects.due(clock.today()).count() == 4 and ArticleFile.objects.count() == 3
    known = {kind: {code for code, _words in rows} for kind, rows in choices_of(clock.today()).items()}
    for tag in ArticleTag.objects.all():
        assert tag.code in known[tag.kind], tag
    for one in demo.told():
        assert 120 <= len(one.body.split()) <= 350, one.name
        as_page(one.body)
    for name, _days, old, new in demo.REVISIONS:
        (said,) = (one for one in demo.told() if one.name == name)
        assert new in said.body and old not in said.body, name
    for article in Article.objects.filter(version__gt=1):
        texts = list(article.versions.values_list("body", flat=True))
        assert len(set(texts)) == article.version and texts[0] == article.body


def test_the_files_of_an_archived_article_stay_and_the_page_says_why(client, guide):
    article = factories.make_article(guide)
    row = actions.add_file(article, Accepted(Format.PNG, b"x", 1), by=guide, title="blanket")
    actions.archive_article(article, by=guide)
    client.force_login(guide)
    for answer in (
        client.get(url("article_file_add", article.pk)),
        client.post(url("article_file_add", article.pk), {"file": sent_file()}),
    ):
        assert answer.status_code == 409
        assert "Artiklen er i arkivet" in answer.text and url("article_take_up", article.pk) in answer.text
    removed = client.post(url("article_file_remove", article.pk, row.pk), follow=True)
    assert removed.status_code == 200 and "Artiklen er i arkivet" in removed.text
    assert ArticleFile.objects.filter(removed_at=None).count() == 1
    for late in (
        lambda: actions.add_file(article, Accepted(Format.PNG, b"y", 1), by=guide, title="sent"),
        lambda: actions.remove_file(row, by=guide),
    ):
        with pytest.raises(Taken):
            late()


def report(user, day, title="Autisme i praksis", **more):
    """A course report, a draft of its owner's."""
    words = {
        "kind": Kind.COURSE,
        "title": title,
        "summary": "Det vi lærte",
        "body": "Tekst",
        "course_on": day,
    }
    review = {"review_on": clock.today() + timedelta(days=365)}
    return actions.write_article(unit=user.unit, by=user, owner=user, **words, **review, **more)


def test_a_report_that_colleagues_can_read_shares_its_course(client, guide):
    today = clock.today()
    course = add_course(by=guide, title="Autisme", held_on=today - timedelta(days=2))
    later = add_course(by=guide, title="Motivation", held_on=today)
    article = report(guide, course.held_on)
    assert set(Course.objects.awaiting_sharing(today)) == {course, later}, "a draft shares nothing"
    client.force_login(guide)
    assert client.post(url("article_publish", article.pk)).status_code == 303
    course.refresh_from_db()
    assert (course.shared_on, course.shared_where) == (today, "Vidensbanken: Autisme i praksis")
    assert list(Course.objects.awaiting_sharing(today)) == [later]
    assert AuditEvent.objects.filter(action="course.shared").count() == 1


@pytest.mark.parametrize(("before", "shares"), [(-1, False), (0, True), (6, True), (7, False), (None, False)])
def test_a_report_shares_the_course_of_its_day(guide, colleague, before, shares):
    """Of a course of several days any day of the last week is its day; another's course is not shared by it."""
    last = clock.today() - timedelta(days=3)
    course = add_course(by=guide if before is not None else colleague, title="Autisme", held_on=last)
    actions.publish_article(report(guide, last - timedelta(days=before or 0)), by=guide)
    course.refresh_from_db()
    assert bool(course.shared_on) is shares


def test_a_long_title_is_shared_all_the_same(guide):
    course = add_course(by=guide, title="Autisme", held_on=clock.today())
    actions.publish_article(report(guide, clock.today(), title="A" * 120), by=guide)
    course.refresh_from_db()
    assert course.shared_where.endswith("A" * 120)
