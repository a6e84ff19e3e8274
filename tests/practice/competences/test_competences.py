"""Competences: how a qualification stands, who says and sees what, what the unit lacks, and one list for all."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Role, User
from audit.models import AuditEvent
from cases.guides.proposals import loads_of, propose
from cases.models import GuideKnowledge, GuideProfile, Knowledge
from core import clock
from core.constraints import Taken
from core.versions import Conflict
from practice.competences import demo, reading
from practice.competences.actions import add_course, call_together, describe_self, see_paper, share_course
from practice.competences.models import Competence, Course
from practice.competences.rules import Standing, standing
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 30)
TITLE = "Diplom i vejledning"
CANARY = "KNRbemærkning"


def described(user, **more):
    user.refresh_from_db()
    said = {"knowledge": [], "qualification": "", "expected_version": user.version}
    return describe_self(by=user, **said | more)


def qualified(user, **more):
    return described(user, **{"qualification": TITLE, "kind": "diploma", "since_on": DAY} | more)


def cards(unit, on=None):
    return {card.user.pk: card for card in reading.cards(unit, on or clock.today())}


@pytest.mark.parametrize(
    ("title", "until_on", "seen", "how"),
    [
        ("", None, "", Standing.NONE),
        ("", DAY, "", Standing.UNDER_WAY),
        ("", DAY - timedelta(days=1), "", Standing.LATE),
        (TITLE, None, "", Standing.STATED),
        (TITLE, None, "Master", Standing.STATED),
        (TITLE, None, TITLE, Standing.CONFIRMED),
        # Whose title was taken away is not qualified, whatever was seen.
        ("", None, TITLE, Standing.NONE),
    ],
)
def test_how_a_qualification_stands(title, until_on, seen, how):
    assert standing(title=title, until_on=until_on, seen_title=seen, on=DAY) == how


def test_proposals_for_a_guide_read_what_the_guide_said_of_oneself(guide, leader):
    fields = list(Knowledge.objects.filter(is_active=True)[:2])
    described(guide, knowledge=fields)
    load = next(load for load in loads_of(leader, clock.today()) if load.guide.pk == guide.pk)
    assert set(load.knowledge) == {one.pk for one in fields}
    assert cards(guide.unit)[guide.pk].fields == list(load.knowledge.values())
    best = propose(loads_of(leader, clock.today()), fields[0].pk)[0]
    assert best.guide == guide and str(fields[0]) in best.why
    # One row a field, whoever writes it.
    described(guide, knowledge=fields[:1])
    assert GuideKnowledge.objects.current().filter(user=guide, until_on=None).count() == 1


def test_what_one_says_of_oneself_changes_nothing_that_is_the_leaders(guide):
    GuideProfile.objects.create(user=guide, works_with_intake=False)
    qualified(guide)
    assert not GuideProfile.objects.get(user=guide).works_with_intake
    assert User.objects.get(pk=guide.pk).qualification == TITLE


def test_a_paper_is_seen_by_another_who_leads_and_anew_once_it_says_otherwise(guide, colleague, leader):
    row = qualified(guide)
    guide.refresh_from_db()
    for wrong in (guide, colleague):
        with pytest.raises(ValidationError):
            see_paper(guide, by=wrong, title=TITLE)
    with pytest.raises(ValidationError):
        qualified(leader)
        see_paper(leader, by=leader, title=TITLE)
    with pytest.raises(Taken):
        see_paper(guide, by=leader, title="Master")
    with pytest.raises(Taken):
        see_paper(guide, by=leader, title="")
    see_paper(guide, by=leader, title=TITLE)
    assert cards(guide.unit)[guide.pk].standing == Standing.CONFIRMED
    # A note and an education say nothing of the paper; a day and a title do.
    qualified(guide, note="Ny chef", education="Pædagog")
    assert cards(guide.unit)[guide.pk].standing == Standing.CONFIRMED
    qualified(guide, since_on=DAY - timedelta(days=1))
    assert cards(guide.unit)[guide.pk].standing == Standing.STATED
    row.refresh_from_db()
    assert (row.seen_title, row.seen_on, row.seen_by) == ("", None, None)
    see_paper(guide, by=leader, title=TITLE)
    # Also when an administrator calls it something else.
    User.objects.filter(pk=guide.pk).update(qualification="Master i alt")
    assert cards(guide.unit)[guide.pk].standing == Standing.STATED


def test_a_qualification_has_a_day_and_is_not_under_way(guide):
    with pytest.raises(ValidationError):
        described(guide, qualification=TITLE)
    with pytest.raises(ValidationError):
        described(guide, since_on=DAY)
    with pytest.raises(ValidationError):
        qualified(guide, until_on=DAY)
    assert not Competence.objects.exists() and not User.objects.get(pk=guide.pk).qualification


def test_who_saves_second_is_told(guide):
    version = User.objects.get(pk=guide.pk).version
    qualified(guide)
    with pytest.raises(Conflict):
        describe_self(by=guide, knowledge=[], qualification="", expected_version=version)
    assert User.objects.get(pk=guide.pk).qualification == TITLE


def test_the_database_holds_what_is_always_so(guide, leader):
    row = qualified(guide)
    for wrong in (
        {"until_on": DAY},
        {"seen_title": TITLE},
        {"seen_on": DAY, "seen_by": leader},
        {"seen_title": TITLE, "seen_on": DAY, "seen_by": guide},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Competence.objects.filter(pk=row.pk).update(**wrong)
    course = add_course(by=guide, title="Autisme", held_on=DAY)
    for wrong in (
        {"title": ""},
        {"held_on": date(1206, 1, 1)},
        {"shared_on": DAY},
        {"shared_where": "På mødet"},
        {"shared_on": DAY, "shared_where": "På mødet", "struck_on": DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Course.objects.filter(pk=course.pk).update(**wrong)


def test_the_form_asks_for_what_belongs_to_the_answer(client, guide):
    client.force_login(guide)
    url = reverse("practice:competence_edit")
    today = clock.today()
    sent = {"version": guide.version, "education": "Pædagog", "has": "done", "note": CANARY}
    refused = client.post(url, sent)
    assert refused.status_code == 422 and "Pædagog" in refused.text and CANARY in refused.text
    assert set(refused.context["form"].errors) == {"kind", "qualification", "since_on"}
    late = sent | {"has": "under_way", "kind": "diploma", "until_on": today - timedelta(days=1)}
    assert set(client.post(url, late).context["form"].errors) == {"until_on"}
    assert client.post(url, late | {"until_on": today}).status_code == 303
    row = Competence.objects.get(user=guide)
    assert (row.until_on, row.kind, row.standing(today)) == (today, "diploma", Standing.UNDER_WAY)
    assert row.standing(today + timedelta(days=1)) == Standing.LATE
    guide.refresh_from_db()
    tomorrow = today + timedelta(days=1)
    done = {"has": "done", "kind": "diploma", "qualification": TITLE, "since_on": tomorrow}
    sent["version"] = guide.version
    assert set(client.post(url, sent | done).context["form"].errors) == {"since_on"}
    # What belongs to another answer is left out.
    assert client.post(url, sent | done | {"since_on": today, "until_on": today}).status_code == 303
    row.refresh_from_db()
    assert (row.since_on, row.until_on) == (today, None)
    guide.refresh_from_db()
    neither = {"has": "neither", "kind": "diploma", "qualification": TITLE, "version": guide.version}
    assert client.post(url, sent | neither).status_code == 303
    row.refresh_from_db()
    assert (row.since_on, row.kind, User.objects.get(pk=guide.pk).qualification) == (None, "", "")


def test_a_note_is_its_writers_and_the_leaders_alone(client, guide, colleague, leader, stranger):
    row = described(guide, note=CANARY)
    url = reverse("practice:competence_detail", args=[guide.pk])
    for user, reads in ((guide, True), (leader, True), (colleague, False)):
        client.force_login(user)
        assert (CANARY in client.get(url).text) is reads
        assert CANARY not in client.get(reverse("practice:competence_list")).text
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    told = AuditEvent.objects.filter(action="competence.described")
    assert told.exists() and CANARY not in str(list(told.values_list("changes", flat=True)))
    # The database never sees it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM practice_competence WHERE id = %s", [row.pk])
        assert CANARY not in cursor.fetchone()[0]


def test_what_the_unit_lacks_is_counted_by_its_list(client, guide, colleague, leader, stranger):
    unit, today = guide.unit, clock.today()
    one, two, *_others = Knowledge.objects.filter(is_active=True)
    qualified(guide, knowledge=[one, two])
    described(colleague, knowledge=[one], kind="diploma", until_on=today)
    described(leader, knowledge=[one])
    course = add_course(by=guide, title="Autisme", held_on=today - timedelta(days=15))
    add_course(by=stranger, title="Andres", held_on=today - timedelta(days=90))
    found = reading.gaps(unit, reading.cards(unit, today), today)
    # What a leader knows proposes no guide.
    assert one not in found.unknown and two not in found.unknown and found.alone == [(two, guide)]
    assert [card.user for card in found.unseen] == [guide] and found.not_shared == [course]
    assert found.without == found.late == []
    tomorrow = today + timedelta(days=1)
    later = reading.gaps(unit, reading.cards(unit, tomorrow), tomorrow)
    assert [card.user for card in later.late] == [colleague]
    described(colleague)
    assert [c.user for c in reading.gaps(unit, reading.cards(unit, today), today).without] == [colleague]
    client.force_login(leader)
    page = client.get(reverse("practice:competence_list"))
    shown = page.context["gaps"]
    numbers = {
        "Områder, ingen ungeguide kender til": len(shown.unknown),
        "Ungeguider uden vejlederuddannelse": len(shown.without),
        "Beviser, lederen ikke har set": len(shown.unseen),
        "Kurser, der ikke er delt inden fristen": len(shown.not_shared),
    }
    for title, number in numbers.items():
        assert f'{title} <span class="count">{number}</span>' in " ".join(page.text.split())
    client.force_login(guide)
    assert client.get(reverse("practice:competence_list")).context["gaps"] is None


@pytest.mark.parametrize("days", [-1, 0, 13, 14, 15])
def test_a_course_is_to_be_shared_within_a_fortnight_of_its_last_day(guide, days):
    today = clock.today()
    course = add_course(by=guide, title="Autisme", held_on=today - timedelta(days=days))
    assert course.share_by == course.held_on + timedelta(days=14)
    awaited, late = days >= 0, days > 14
    assert Course.objects.awaiting_sharing(today).exists() is course.awaits_sharing(today) is awaited
    assert Course.objects.late(today).exists() is course.is_late(today) is late


def test_a_course_is_shared_once_from_its_last_day_until_today(client, guide, colleague):
    today = clock.today()
    course = add_course(by=guide, title="Autisme", held_on=today - timedelta(days=3))
    for day in (course.held_on - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(ValidationError):
            share_course(course, by=guide, on=day, where="På mødet")
    url = reverse("practice:course_share", args=[course.pk])
    client.force_login(colleague)
    assert client.get(url).status_code == 404
    client.force_login(guide)
    refused = client.post(url, {"on": course.held_on, "where": "", "submit_key": "a"})
    assert refused.status_code == 422
    sent = {"on": course.held_on, "where": "På mødet", "submit_key": "b"}
    assert [client.post(url, sent).status_code for _n in range(3)] == [303, 303, 303]
    course.refresh_from_db()
    assert (course.shared_on, course.shared_where, course.version) == (course.held_on, "På mødet", 2)
    assert client.post(url, sent | {"submit_key": "c"}).status_code == 409
    assert client.get(url).status_code == 404
    with pytest.raises(Taken):
        share_course(course, by=guide, on=today, where="Igen")
    assert not Course.objects.awaiting_sharing(today).exists()


def test_a_course_that_was_a_mistake_is_struck(client, guide, colleague):
    course = add_course(by=guide, title="Autisme", held_on=clock.today())
    url = reverse("practice:course_strike", args=[course.pk])
    client.force_login(colleague)
    assert client.post(url).status_code == 404
    client.force_login(guide)
    assert client.post(url).status_code == 303
    course.refresh_from_db()
    assert course.struck_on and not course.awaits_sharing(clock.today())
    assert not Course.objects.awaiting_sharing(clock.today()).exists()
    assert "Autisme" not in client.get(reverse("practice:competence_list")).text


@pytest.mark.parametrize(("days", "asked"), [(60, True), (61, False)])
def test_a_course_written_down_long_after_asks_for_no_sharing(client, guide, days, asked):
    today = clock.today()
    course = add_course(by=guide, title="Autisme", held_on=today - timedelta(days=days))
    assert Course.objects.awaiting_sharing(today).exists() is course.awaits_sharing(today) is asked
    assert Course.objects.late(today).exists() is course.is_late(today) is asked
    client.force_login(guide)
    page = client.get(reverse("practice:competence_detail", args=[guide.pk])).text
    assert "Autisme" in page and ("deles senest" in page) is asked
    assert (reverse("practice:course_share", args=[course.pk]) in page) is asked
    assert (client.get(reverse("practice:course_share", args=[course.pk])).status_code == 200) is asked


def test_the_latest_course_is_one_that_was_held(guide):
    today = clock.today()
    held = add_course(by=guide, title="Autisme", held_on=today)
    add_course(by=guide, title="Rusmidler", held_on=today + timedelta(days=1))
    assert cards(guide.unit)[guide.pk].courses == [held]


@pytest.mark.parametrize(("minutes", "told"), [(59, True), (60, False)])
def test_striking_a_course_says_that_its_meeting_is_called_off(client, guide, minutes, told):
    course = add_course(by=guide, title="Autisme", held_on=clock.today())
    now = clock.now()
    meets = now + timedelta(hours=1)
    call_together(course, meets, meets + timedelta(minutes=30), people=[guide], by=guide)
    with clock.travel(now + timedelta(minutes=minutes)):
        client.force_login(guide)
        url = reverse("practice:course_strike", args=[course.pk])
        page = client.post(url, follow=True).text
    assert "Kurset er streget ud" in page
    assert ("aflyst i dine kollegers kalendere" in page) is told


def test_a_course_that_is_to_come_is_not_shared_yet(client, guide):
    course = add_course(by=guide, title="Autisme", held_on=clock.today() + timedelta(days=1))
    client.force_login(guide)
    assert client.get(reverse("practice:course_share", args=[course.pk])).status_code == 404
    assert client.get(reverse("workspace:course_call", args=[course.pk])).status_code == 404


def test_the_leader_says_on_the_page_that_the_paper_is_seen(client, guide, leader):
    qualified(guide)
    client.force_login(leader)
    url = reverse("practice:paper_seen", args=[guide.pk])
    client.post(url, {"title": "Noget andet"})
    assert not Competence.objects.get(user=guide).seen_on
    client.post(url, {"title": TITLE})
    row = Competence.objects.get(user=guide)
    assert (row.seen_title, row.seen_by, row.seen_on) == (TITLE, leader, clock.today())


def test_two_colleagues_and_twenty_cost_the_same_queries(client, guide, leader):
    field = Knowledge.objects.filter(is_active=True).first()

    def fill(count):
        for _n in range(count):
            user = factories.UserFactory(unit=guide.unit, role=Role.GUIDE)
            qualified(user, knowledge=[field])
            see_paper(user, by=leader, title=TITLE)
            for ago in (1, 20):
                add_course(by=user, title="Autisme", held_on=clock.today() - timedelta(days=ago))

    client.force_login(leader)
    urls = [reverse("practice:competence_list"), reverse("practice:competence_detail", args=[guide.pk])]
    fill(2)
    few = [queries(client, url) for url in urls]
    fill(18)
    assert [queries(client, url) for url in urls] == few
    assert max(few) <= 16


def test_the_demo_has_every_standing_and_courses_not_shared(unit, leader):
    guides = [factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(7)]
    demo.load(guides, leader)
    today = clock.today()
    found = {card.standing for card in reading.cards(unit, today) if card.is_asked_of}
    assert {Standing.NONE, Standing.UNDER_WAY, Standing.STATED, Standing.CONFIRMED} == found
    assert Course.objects.awaiting_sharing(today).count() == 2
    assert Course.objects.late(today).count() == 1
