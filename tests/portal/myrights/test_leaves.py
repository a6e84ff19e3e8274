"""What is told on Min plan and what the guide sees of it, the papers, and everything in one file."""

import json
import re
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import trail
from audit.models import AuditEvent
from cases.access.permissions import Relation
from cases.notes.actions import add_note
from core import clock
from core.plainlanguage.rules import lix, longest_sentence, words
from meetings.minutes.actions import send_minutes
from participation.access.actions import withdraw
from participation.conversation.models import Remark
from plans.models import Goal, Handover, Plan
from practice.ideas.actions import answer_idea, propose_idea
from practice.models import Idea
from progress.models import LifeArea
from progress.scales.actions import Said, record_scales
from progress.wellbeing.actions import record_wellbeing
from tests.helpers import factories
from tests.helpers.entering import HOME, invite_parent, invite_youth, young_case
from tests.helpers.meetings import hold_one, write

pytestmark = pytest.mark.django_db

ROAD, PROGRESS, PAPERS, ALL = (
    "/min-plan/vejen/",
    "/min-plan/udvikling/",
    "/min-plan/papirer/",
    "/min-plan/papirer/alt/",
)
IDEAS, CONTACT = "/min-plan/ideer/", "/min-plan/kontakt/"


@pytest.fixture
def case(guide):
    names = {"first_name": "Sigrid", "last_name": "Holm", "preferred_name": "Sigge"}
    case = young_case(guide, on=clock.today() - timedelta(days=200), **names)
    Plan.objects.filter(case=case).update(dream="Mit eget sted")
    return case


@pytest.fixture
def plan(case):
    return case.plans.get()


@pytest.fixture
def entry(case):
    return invite_youth(case)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, path: str) -> str:
    response = browser(user).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def text_in(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<[^>]+>", "\n", main)


def handed(plan, audience="youth", *, number=1, **fields) -> Handover:
    fields = {"pdf": b"%PDF-a paper", "sha256": "1" * 64, "plan_version": 1, "by": plan.case.guide} | fields
    return Handover.objects.create(plan=plan, audience=audience, number=number, **fields)


def asked(case, *, on, now=5, because="") -> None:
    """The young person answered a scale."""
    record_scales(case, {"skole": Said(now, 9, because)}, by=case.guide, voice="youth", on=on)


def minuted(case, text: str, *, ago=0):
    meeting = hold_one(case, on=clock.today() - timedelta(days=ago))
    minutes = write(meeting, youth_text=text)
    send_minutes(minutes, by=case.guide, comment_until=clock.today() + timedelta(days=7))
    return minutes


def shown(case, leaf="") -> str:
    return f"/sager/{case.pk}/min-plan/som-den-unge/{f'{leaf}/' if leaf else ''}"


# --- what is told ---


def test_an_empty_case_says_so_kindly(entry):
    assert "Planen begyndte" in page(entry.user, ROAD)
    assert "Ingen har spurgt dig" in page(entry.user, PROGRESS)
    assert "Du har ikke fået din plan på papir endnu" in page(entry.user, PAPERS)


def test_how_it_goes_is_told_as_one_talks(case, entry):
    today = clock.today()
    asked(case, on=today - timedelta(days=90), now=3)
    asked(case, on=today, now=6)
    told = page(entry.user, PROGRESS)
    assert "<svg" in told and "Du var på 3" in told and "<table" in told and "Wrong?" not in told
    assert "/maaling" not in told and f"/sager/{case.pk}" not in told


def test_a_protected_address_stands_on_none_of_them(case, entry, plan):
    type(case.person).objects.filter(pk=case.person.pk).update(
        address="Skovvej 7", city="Humlebæk", address_protected=True
    )
    Goal.objects.create(plan=plan, text="Mål", status="now")
    asked(case, on=clock.today(), because="Fordi jeg bor på Skovvej 7")
    minuted(case, "Vi ses på Skovvej 7")
    Plan.objects.filter(pk=plan.pk).update(dream="Et hus på Skovvej 7")
    for path in (ROAD, PROGRESS, PAPERS):
        assert "Skovvej" not in page(entry.user, path), path
    with ZipFile(BytesIO(b"".join(browser(entry.user).get(ALL).streaming_content))) as archive:
        for name in archive.namelist():
            assert b"Skovvej" not in archive.read(name), name


@pytest.mark.parametrize("path", [ROAD, PROGRESS, PAPERS, ALL])
def test_a_parent_has_none_of_them(case, path):
    assert browser(invite_parent(case).user).get(path).status_code == 403


@pytest.mark.parametrize("path", [ROAD, PROGRESS, PAPERS, ALL])
def test_whose_access_is_withdrawn_has_none_of_them(case, entry, guide, path):
    client = browser(entry.user)
    assert client.get(path).status_code == 200
    withdraw(entry, by=guide, reason="Misbrugt")
    assert client.get(path).status_code in (302, 403)


# --- papers ---


def test_what_they_were_handed_is_fetched_byte_for_byte(case, entry, plan):
    row = handed(plan)
    assert "Plan nummer 1" in page(entry.user, PAPERS)
    response = browser(entry.user).get(f"{PAPERS}{row.pk}/")
    assert response.content == b"%PDF-a paper" and "no-store" in response["Cache-Control"]
    assert "Holm" not in response["Content-Disposition"]
    assert AuditEvent.objects.filter(action="plan.handover_fetched", actor_id=entry.user.pk).count() == 1


def test_of_others_copies_they_are_told_and_of_other_cases_nothing(case, entry, plan, guide):
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Nord")
    theirs = handed(plan, "partner", partner=partner, number=2)
    custody = handed(plan, "custody", number=3)
    strange = handed(young_case(guide).plans.get())
    told = page(entry.user, PAPERS)
    assert "FGU Nord" in told and "Dine forældre" in told
    for row in (theirs, custody, strange):
        assert str(row.pk) not in told
        assert browser(entry.user).get(f"{PAPERS}{row.pk}/").status_code == 404


def test_a_copy_that_shows_a_protected_address_stays_with_the_guide(case, entry, plan):
    old, new = handed(plan), handed(plan, number=2, hides_address=True)
    client = browser(entry.user)
    assert client.get(f"{PAPERS}{old.pk}/").status_code == 200
    type(case.person).objects.filter(pk=case.person.pk).update(address_protected=True)
    assert client.get(f"{PAPERS}{old.pk}/").status_code == 404
    assert client.get(f"{PAPERS}{new.pk}/").status_code == 200
    told = client.get(PAPERS).content.decode()
    assert str(old.pk) not in told and str(new.pk) in told and "hemmelig" in told


def test_minutes_are_there_once_they_are_shared(case, entry):
    meeting = hold_one(case)
    minutes = write(meeting, youth_text="Vi ringer til skolen", text="KANARIE-til-voksne", outcome="KANARIE")
    assert "Vi ringer til skolen" not in page(entry.user, PAPERS)
    send_minutes(minutes, by=case.guide, comment_until=clock.today() + timedelta(days=7))
    told = page(entry.user, PAPERS)
    assert "Vi ringer til skolen" in told and "KANARIE" not in told


def test_everything_in_one_file(case, entry, plan, guide):
    handed(plan)
    handed(plan, "custody", number=2, pdf=b"KANARIE")
    minuted(case, "Vi ringer til skolen")
    asked(case, on=clock.today(), now=7)
    goal = Goal.objects.create(plan=plan, text="Et kørekort")
    Remark.objects.create(case=case, goal=goal, voice="youth", how="page", text="Det haster", by=entry.user)
    add_note(case, by=guide, text="KANARIE-notat")
    trail.record("case.look", by=guide, case_id=case.pk, relation=Relation.OWN)
    response = browser(entry.user).get(ALL)
    assert response["Content-Type"] == "application/zip" and "no-store" in response["Cache-Control"]
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len([name for name in names if name.endswith(".pdf")]) == 1
        pdf = next(name for name in names if name.endswith(".pdf"))
        assert archive.read(pdf) == b"%PDF-a paper"
        told = json.loads(archive.read("min-plan.json"))
        text = archive.read("min-plan.txt").decode()
        for name in names:
            assert b"KANARIE" not in archive.read(name), name
    assert told["plan"]["dream"] == "Mit eget sted" and told["said"][0]["text"] == "Det haster"
    assert told["progress"] and told["looks"] and "svg" not in json.dumps(told)
    for word in (
        "Mit eget sted",
        "Vi ringer til skolen",
        "Et kørekort",
        "Det haster",
        "Din guide",
        "&quot;",
    ):
        assert (word in text) is (word != "&quot;"), word
    assert AuditEvent.objects.filter(action="my_plan.taken_along", case_id=case.pk).count() == 1


def test_a_long_file_is_made_with_as_many_queries(case, entry, plan):
    client, costs = browser(entry.user), []
    for upto in (2, 20):
        for number in range(len(costs) * 2 + 1, upto + 1):
            handed(plan, number=number)
            Remark.objects.create(
                case=case,
                goal=Goal.objects.create(plan=plan, text="Et mål"),
                voice="staff",
                text="Ja",
                by=case.guide,
            )
        for path in (ALL, PAPERS):
            client.get(path)
            with CaptureQueriesContext(connection) as told:
                client.get(path)
            costs.append(len(told))
    assert costs[:2] == costs[2:]


# --- what the guide sees ---


def parts(page: str) -> str:
    """What stands between the frame, without addresses that the guide does not need."""
    found = page[page.index("<main") : page.index("</main>")]
    if 'class="shown"' in found:
        found = found[found.index('class="shown"') :]
        found = found[found.index(">") + 1 :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)).strip()


def test_the_guide_sees_the_very_same(case, entry, guide, plan):
    factories.make_milestone(case, own_words="Besøge FGU", responsible="youth")
    Goal.objects.create(plan=plan, text="At komme på FGU")
    asked(case, on=clock.today(), now=7)
    invite_parent(case)
    minuted(case, "Vi ringer til skolen")
    theirs = parts(page(entry.user, HOME))
    theirs = theirs.removeprefix('id="content" tabindex="-1">').strip()
    assert theirs and parts(page(guide, shown(case))) == theirs
    for leaf in ("vejen", "udvikling"):
        assert parts(page(guide, shown(case, leaf))) == parts(page(entry.user, f"/min-plan/{leaf}/"))
    assert "Vi ringer til skolen" in page(guide, shown(case, "papirer"))
    assert ALL not in page(guide, shown(case, "papirer")), "to take along is theirs"


def test_the_guide_sees_it_in_their_language(case, entry, guide):
    entry.user.language = "en"
    entry.user.save(update_fields=["language"])
    told = page(guide, shown(case))
    assert "præcis det" in told and 'class="shown" lang="en"' in told
    assert "Hi Sigge" in told


def test_when_they_last_looked(case, guide):
    told = page(guide, shown(case))
    assert "Sigge har ikke set den endnu" in told and "ingen adgang" in told
    entry = invite_youth(case)
    page(entry.user, ROAD)
    told = page(guide, shown(case))
    assert "kiggede sidst" in told and "ingen adgang" not in told
    assert "kiggede sidst" not in page(guide, shown(young_case(guide))), "another's look is none"


def test_a_parents_look_is_not_theirs(case, guide):
    page(invite_parent(case).user, HOME)
    assert "har ikke set den endnu" in page(guide, shown(case))


def test_no_such_page(case, guide):
    assert browser(guide).get(shown(case, "noget")).status_code == 404


# --- how it is made ---


@pytest.mark.parametrize("path", [ROAD, PROGRESS, PAPERS])
def test_the_pages_cost_the_same_for_two_and_twenty(case, entry, plan, path):
    client, costs, number = browser(entry.user), [], 0
    for upto in (2, 20):
        while number < upto:
            number += 1
            handed(plan, number=number)
            asked(case, on=clock.today() - timedelta(days=number))
            minuted(case, f"Møde {number}", ago=number)
            factories.make_milestone(case, own_words="Et skridt")
        client.get(path)
        with CaptureQueriesContext(connection) as told:
            client.get(path)
        costs.append(len(told))
    assert costs[0] == costs[1]
    assert costs[0] <= 40


# --- ideas and help ---


def test_an_idea_is_sent_and_nobody_can_tell_by_whom(case, entry, guide):
    client = browser(entry.user)
    before = AuditEvent.objects.count()
    assert client.get(IDEAS).status_code == 200
    response = client.post(IDEAS, {"text": "en sofa i venterummet"})
    assert response.status_code in (302, 303) and response["Location"] == IDEAS
    idea = Idea.objects.get()
    assert idea.text == "en sofa i venterummet" and idea.unit == guide.unit
    assert AuditEvent.objects.count() == before, "a row's moment would tell"
    assert "Tak. Ingen kan se" in client.get(IDEAS).content.decode()


def test_a_name_is_asked_about_and_what_was_typed_is_kept(entry, guide):
    client = browser(entry.user)
    response = client.post(IDEAS, {"text": f"Bed {guide.name} om en sofa"})
    told = response.content.decode()
    assert response.status_code == 422 and "om en sofa</textarea>" in told and 'name="sure"' in told
    assert not Idea.objects.exists()
    assert client.post(IDEAS, {"text": "Min bror har 0101901234"}).status_code == 422


def test_answers_are_read_and_who_answered_is_not(case, entry, guide, leader):
    propose_idea(guide.unit, "en sofa")
    propose_idea(guide.unit, "KANARIE-ubesvaret")
    propose_idea(factories.UnitFactory(), "KANARIE-anden-enhed")
    idea = next(row for row in Idea.objects.all() if row.text == "en sofa")
    answer_idea(idea, "done", by=leader, answer="Den står der nu", expected_version=idea.version)
    told = page(entry.user, IDEAS)
    assert "en sofa" in told and "Den står der nu" in told
    assert "KANARIE" not in told and leader.name not in told


def test_ideas_are_the_young_persons(case, guide, entry):
    assert browser(guide).get(IDEAS).status_code == 403
    assert browser(invite_parent(case).user).get(IDEAS).status_code == 403
    withdraw(entry, by=guide, reason="Misbrugt")
    assert browser(entry.user).get(IDEAS).status_code in (302, 403)


def test_whom_to_call(case, entry):
    for told in (page(entry.user, CONTACT), page(invite_parent(case).user, CONTACT)):
        for word in ("Gitte Guide", "20 12 34 56", "112", "116 111", "Livslinien"):
            assert word in told, word
    type(case).objects.filter(pk=case.pk).update(guide=None, status="waiting")
    assert "116 111" in page(entry.user, CONTACT)


# --- all pages of Min plan: on a slow line, without a script, easy to read ---

OURS = [ROAD, PROGRESS, PAPERS, IDEAS, CONTACT, "/min-plan/samtykker/", "/min-plan/hvem-har-set/", HOME]


@pytest.mark.parametrize("path", OURS)
def test_a_page_weighs_little_and_needs_no_script(case, entry, plan, path):
    today = clock.today()
    for ago in (180, 90, 1):
        day = today - timedelta(days=ago)
        areas = {
            area.code: Said(4 + ago % 3, 8, "Fordi det er sådan") for area in LifeArea.objects.in_force(today)
        }
        record_scales(case, areas, by=case.guide, voice="youth", on=day)
        record_scales(case, areas, by=case.guide, voice="guide", on=day)
        record_wellbeing(case, [3, 3, 2, 3, 3], by=case.guide, on=day)
    for number in range(1, 9):
        handed(plan, number=number)
        factories.make_milestone(case, own_words=f"Et skridt mere, nummer {number}")
    told = page(entry.user, path)
    assert "<script" not in told and "http-equiv" not in told
    linked = {name.partition("#")[0] for name in re.findall(r'(?:href|src)="/static/([^"]+)"', told)}
    assert linked <= {"kui/favicon.svg", "portal/my_plan.css", "kui/icons.svg"}, linked
    css = Path(finders.find("portal/my_plan.css")).read_text(encoding="utf-8")
    fonts = {f"vendor/{name}" for name in re.findall(r'url\("\.\./vendor/([^"]+)"', css)}
    loaded = sum((settings.BASE_DIR / "var" / name).stat().st_size for name in fonts)
    loaded += sum(Path(finders.find(name)).stat().st_size for name in linked)
    # Text is sent packed, by whoever stands before us (deploy) or by ourselves.
    assert loaded + len(zlib.compress(told.encode(), 6)) <= 100_000, (loaded, len(told))


@pytest.mark.parametrize("path", OURS)
def test_what_we_write_is_easy_to_read(case, entry, path):
    text = text_in(page(entry.user, path))
    assert lix(text) <= 25, (lix(text), text)
    assert len(words(longest_sentence(text))) <= 15, longest_sentence(text)
