"""You said, we did: nobody can find who proposed what, and the unit answers."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from core.constraints import Taken
from overview.waiting.leader import LEADER
from overview.waiting.source import waiting_for
from practice.ideas import demo
from practice.ideas.actions import answer_idea, propose_idea
from practice.ideas.reading import answered_ideas, late, unanswered
from practice.models import Idea

pytestmark = pytest.mark.django_db

TEXT = "Kanariefuglen synger om en sofa"
OCTOBER = date(2026, 10, 15)


def at(*when):
    return clock.travel(datetime(*when, tzinfo=UTC))


def three(unit, on=OCTOBER):
    with clock.travel(on):
        for number in range(3):
            propose_idea(unit, f"{TEXT} {number}")
    return list(Idea.objects.filter(unit=unit))


def every_word_that_is_kept(without=()) -> str:
    """All that the database holds in words and numbers of rows, but for the tables named."""
    found = []
    for model in apps.get_models():
        if model._meta.label not in without and model._meta.managed:
            found += [str(row) for row in model._base_manager.order_by().values_list()]
    return " ".join(found)


def test_nothing_that_is_kept_tells_who_proposed_it(client, guide, unit):
    client.force_login(guide)
    client.get(reverse("practice:idea_add"))
    before = every_word_that_is_kept(without={"practice.Idea", "sessions.Session"})
    rows = AuditEvent.objects.count()
    with at(2026, 10, 15, 9):
        sent = client.post(reverse("practice:idea_add"), {"text": TEXT})
    assert sent.status_code == 303
    assert AuditEvent.objects.count() == rows, "a row of the trail has a moment and an actor"
    after = every_word_that_is_kept(without={"practice.Idea", "sessions.Session"})
    assert after == before, "no key of a form, no draft, no job and no mail"
    idea = Idea.objects.get()
    names = {field.name for field in Idea._meta.concrete_fields}
    assert names == {
        "id", "unit", "month", "text", "digest", "status", "answer", "answered_on", "answered_by", "version",
    }  # fmt: skip
    assert idea.month == date(2026, 10, 1) and idea.answered_by is None and idea.version == 1
    assert not any(isinstance(field, models.DateTimeField) for field in Idea._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM practice_idea")
        stored = str(cursor.fetchall())
    assert "Kanariefuglen" not in stored and guide.name not in stored
    assert told_second() == 0, "nor does what encrypts it"


def told_second() -> int:
    """The clock that a token begins with, in the open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM practice_idea")
        (token,) = cursor.fetchone()
    return Fernet(settings.KUI_FIELD_KEYS[0]).extract_timestamp(token.encode())


def test_ideas_of_before_no_longer_tell_their_second(unit):
    propose_idea(unit, TEXT)
    token = Fernet(settings.KUI_FIELD_KEYS[0]).encrypt(TEXT.encode()).decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE practice_idea SET text = %s", [token])
    assert told_second() > 0
    import_module("practice.migrations.0012_nothing_tells_a_time").forget_the_second(apps, None)
    assert told_second() == 0
    idea = Idea.objects.get()
    assert idea.text == TEXT


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not number what wrote a row")
def test_the_database_numbers_no_idea_by_when_it_came(unit):
    """PostgreSQL keeps with each row which transaction wrote it: beside a row of the trail that tells the time."""
    three(unit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT xmin::text) FROM practice_idea")
        assert cursor.fetchone() == (3, 1)


def test_the_same_idea_from_two_writers_at_two_moments_is_the_same_row_but_for_its_text(
    client, unit, guide, leader
):
    for number, (writer, hour) in enumerate(((guide, 8), (leader, 21))):
        client.force_login(writer)
        with at(2026, 10, 3 + 20 * number, hour):
            client.post(reverse("practice:idea_add"), {"text": f"en bus nummer {number}"})
    told = Idea.objects.values_list(
        "unit", "month", "status", "answer", "answered_on", "answered_by", "version"
    )
    assert len(set(told)) == 1 and len(told) == 2


def test_neither_ids_nor_lists_are_in_the_order_of_writing(unit):
    """Of forty written one after the other, hardly any list would stand in that order, or in its reverse."""
    with clock.travel(OCTOBER):
        for number in range(40):
            propose_idea(unit, f"{number:02}")
    for rows in (unanswered(unit, date(2026, 11, 1)),):
        order = [found.idea.text for found in rows]
        assert sorted(order) not in (order, order[::-1]) and len(order) == 40
    order = [idea.text for idea in Idea.objects.filter(unit=unit)]
    assert sorted(order) not in (order, order[::-1])


def test_a_name_is_asked_about_once_and_a_number_is_refused(client, guide, unit):
    client.force_login(guide)
    url = reverse("practice:idea_add")
    asked = client.post(url, {"text": "det er godt, at Mette ringer"})
    assert asked.status_code == 422 and "Mette" in asked.text and "at Mette ringer" in asked.text
    assert client.post(url, {"text": "det er godt, at Mette ringer", "sure": "on"}).status_code == 303
    number = client.post(url, {"text": "mit nummer er 010203-4567", "sure": "on"})
    assert number.status_code == 422
    with pytest.raises(ValidationError):
        propose_idea(unit, "0102034567")
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  \n", "x" * 1001])
def test_it_says_something_and_not_too_much(unit, text):
    with pytest.raises(ValidationError):
        propose_idea(unit, text)


def test_the_same_form_five_times_is_one_idea_and_next_month_another(unit):
    for _ in range(5):
        with clock.travel(OCTOBER):
            propose_idea(unit, f" {TEXT} ")
    assert Idea.objects.count() == 1
    # The last moment of the month in Copenhagen, and the first of the next.
    with at(2026, 10, 31, 22, 59):
        propose_idea(unit, TEXT)
    assert Idea.objects.count() == 1
    with at(2026, 10, 31, 23, 0):
        propose_idea(unit, TEXT)
    assert Idea.objects.count() == 2


def test_the_database_knows_no_day_and_no_answer_without_its_giver(unit, guide):
    made = {"unit": unit, "text": "x", "month": date(2026, 10, 1)}
    for number, wrong in enumerate(
        (
            {"month": date(2026, 10, 2)},
            {"status": "heard"},
            {"status": "not_now", "answered_on": OCTOBER, "answered_by": guide},
            {"answered_on": OCTOBER},
        )
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Idea.objects.create(digest=str(number), **(made | wrong))


def test_staff_reads_it_when_the_month_is_over_and_not_before(client, guide, stranger, unit):
    three(unit)
    client.force_login(guide)
    url = reverse("practice:idea_list")
    with clock.travel(date(2026, 10, 31)):
        page = client.get(url).text
        assert TEXT not in page
        pk = Idea.objects.first().pk
        assert client.get(reverse("practice:idea_answer", args=[pk])).status_code == 404
    with clock.travel(date(2026, 11, 1)):
        assert client.get(url).text.count(TEXT) == 6  # the text, and the name of its button
        client.force_login(stranger)
        assert TEXT not in client.get(url).text
        assert client.get(reverse("practice:idea_answer", args=[pk])).status_code == 404


def test_the_unit_answers_and_may_answer_otherwise(client, guide, unit):
    idea = three(unit)[0]
    client.force_login(guide)
    url = reverse("practice:idea_answer", args=[idea.pk])
    with clock.travel(date(2026, 11, 3)):
        refused = client.post(url, {"status": "not_now", "answer": "", "version": 1})
        assert refused.status_code == 422
        assert client.post(url, {"status": "heard", "version": 1}).status_code == 303
        late_one = client.post(url, {"status": "doing", "answer": "I marts", "version": 1})
        assert late_one.status_code == 409 and "I marts" in late_one.text
        again = {
            "status": "doing",
            "answer": "I marts",
            "version": late_one.context["form"]["version"].value(),
        }
        assert client.post(url, again).status_code == 303
    idea.refresh_from_db()
    assert (idea.status, idea.answer, idea.answered_on, idea.answered_by) == (
        "doing", "I marts", date(2026, 11, 3), guide,
    )  # fmt: skip
    assert list(answered_ideas(unit)) == [idea]
    event = AuditEvent.objects.filter(action="idea.answered").latest("pk")
    assert event.actor_id == guide.pk and "Kanariefuglen" not in str(event.changes)


def test_an_answer_that_is_none(unit, guide):
    idea = three(unit)[0]
    for status in ("new", "", "x"):
        with pytest.raises(ValidationError):
            answer_idea(idea, status, by=guide, expected_version=1)
    with pytest.raises(Taken):
        answer_idea(idea, "heard", by=guide, expected_version=7)


@pytest.mark.parametrize(("day", "count"), [(14, 0), (15, 3)])
def test_the_leader_is_reminded_after_a_fortnight(client, leader, guide, unit, day, count):
    ideas = three(unit)
    with clock.travel(date(2026, 11, day)):
        waits = {found.source.key: found for found in waiting_for(leader, clock.today(), LEADER, named=True)}
        assert (waits["ideas"].count if count else "ideas" not in waits) == (count or True)
        if count:
            assert len(waits["ideas"].rows) == len(late(unit, clock.today())) == count
            answer_idea(ideas[0], "heard", by=guide, expected_version=1)
            assert len(late(unit, clock.today())) == 2


def test_the_partial_for_young_people_names_nobody_of_the_staff(unit, guide):
    from django.template.loader import render_to_string

    answer_idea(three(unit)[0], "done", by=guide, expected_version=1, answer="Sofaen står der nu")
    drawn = render_to_string(
        "practice/ideas/_answered.html", {"ideas": answered_ideas(unit), "may_answer": False}
    )
    assert "Sofaen står der nu" in drawn and guide.name not in drawn


def test_two_ideas_and_twenty_cost_the_same_queries(client, guide, unit):
    client.force_login(guide)

    def fill(count):
        with clock.travel(clock.today() - timedelta(days=100)):
            for number in range(count):
                propose_idea(unit, f"{count} {number}")
        for found in unanswered(unit, clock.today())[: count // 2]:
            answer_idea(found.idea, "heard", by=guide, expected_version=1)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("practice:idea_list")).status_code == 200
        return len(queries)

    fill(4)
    cost()
    few = cost()
    fill(16)
    assert cost() == few <= 8


def test_the_demo_has_answered_ones_and_ones_that_wait(unit, leader):
    made = demo.load(unit, by=leader)
    statuses = set(Idea.objects.values_list("status", flat=True))
    assert Idea.objects.count() == made and {"new", "done", "doing", "heard", "not_now"} <= statuses
