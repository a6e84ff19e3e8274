"""Rounds: asked, answered once by each, over, and shown; and nobody finds out who answered what."""

import json
import re
import time
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from core import clock
from core.idempotency import SubmitKey
from practice.barometer.actions import AlreadyAnswered, answer_round, close_round, open_round, type_in_sheet
from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.barometer.results import results, turnout
from practice.barometer.rules import no_answers
from tests.helpers import factories
from tests.helpers.at_once import at_once
from tests.helpers.promises import make_contact

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


@pytest.fixture
def team(unit, leader):
    return [leader, *(factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(6))]


def statements(n=2):
    return list(Statement.objects.filter(set__unit=None)[:n])


@pytest.fixture
def round_(unit, leader, team):
    with clock.travel(DAY):
        return open_round(
            unit=unit, by=leader, title="November", statements=statements(), closes_on=DAY + timedelta(days=3)
        )


def rate(round_, *values):
    return dict(zip(round_.questions.values_list("pk", flat=True), values, strict=True))


def test_the_ready_sets_are_there():
    goals = StatementSet.objects.get(name="Fælles mål")
    assert goals.statements.first().text == "Vi har klart definerede, fælles mål på tværs af faggrupper"
    assert {ready.name for ready in StatementSet.objects.all()} >= {
        "Relationel koordinering",
        "Psykologisk tryghed",
        "Værdier",
    }


def test_it_is_counted_once_and_shown_when_it_is_over(round_, team, leader):
    with clock.travel(DAY):
        for value, user in zip((3, 7, 7, 8, 9), team, strict=False):
            answer_round(round_, rate(round_, value, None), by=user)
        assert results(round_, DAY) == []
        with pytest.raises(AlreadyAnswered):
            answer_round(round_, rate(round_, 10, 10), by=team[0])
        close_round(round_, by=leader)
        round_.refresh_from_db()
        first, second = results(round_, DAY)
    assert (first.staff.median, first.staff.low, first.staff.high, first.staff.answers) == (7, 3, 9, 5)
    # Everybody skipped it.
    assert second.staff is None


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (3, True), (4, False)])
def test_it_takes_answers_from_its_first_day_to_its_last(round_, team, days, is_open):
    on = DAY + timedelta(days=days)
    assert round_.is_open(on) is is_open
    assert Round.objects.open(on).filter(pk=round_.pk).exists() is is_open
    assert Round.objects.over(on).filter(pk=round_.pk).exists() is (days > 3)
    with clock.travel(on):
        if is_open:
            answer_round(round_, rate(round_, 5, 5), by=team[1])
        else:
            with pytest.raises(ValidationError):
                answer_round(round_, rate(round_, 5, 5), by=team[1])
    assert round_.answered.count() == int(is_open)


def test_a_closed_round_takes_no_answer(round_, team, leader):
    with clock.travel(DAY):
        close_round(round_, by=leader)
        with pytest.raises(ValidationError):
            answer_round(round_, rate(round_, 5, 5), by=team[1])
    assert not Answered.objects.exists()


def test_partners_stand_in_a_line_of_their_own_and_only_from_five(unit, leader, team):
    partners = [factories.UserFactory(unit=unit, role=Role.PARTNER) for _n in range(5)]
    with clock.travel(DAY):
        made = open_round(
            unit=unit,
            by=leader,
            title="Med partnere",
            statements=statements(1),
            with_partners=True,
            closes_on=DAY,
        )
        for user in team[:5]:
            answer_round(made, rate(made, 8), by=user)
        for user in partners[:4]:
            answer_round(made, rate(made, 2), by=user)
    after = DAY + timedelta(days=1)
    assert [row.spread and row.spread.median for row in results(made, after)[0].rows] == [8, None]
    with clock.travel(DAY):
        answer_round(made, rate(made, 2), by=partners[4])
    assert [row.spread.median for row in results(made, after)[0].rows] == [8, 2]
    counted = turnout(made)
    assert (counted.staff, counted.partners, counted.asked_staff, counted.asked_partners) == (5, 5, 7, 5)


def test_the_same_sentence_is_the_same_statement_in_the_next_round(unit, leader, team):
    made = []
    for days in (0, 30):
        with clock.travel(DAY + timedelta(days=days)):
            own = ["Sparring om torsdagen hjælper mig"]
            one = open_round(
                unit=unit, by=leader, title=str(days), statements=(), own=own, closes_on=clock.today()
            )
            for user in team[:5]:
                answer_round(one, rate(one, 4 + days // 10), by=user)
            made.append(one)
    found = results(made[1], DAY + timedelta(days=31))[0]
    assert found.staff.median == 7
    assert [(earlier.pk, said.median) for earlier, said in found.before] == [(made[0].pk, 4)]


def test_a_round_asks_something(unit, leader):
    with pytest.raises(ValidationError):
        open_round(unit=unit, by=leader, title="Tom", statements=(), closes_on=clock.today())


def test_nobody_finds_out_who_answered_what(client, round_, team):
    """Whoever answered first and last: swap what two people said, and everything that is kept is the same."""
    kept = []
    for values in ((2, 9), (9, 2)):
        Answered.objects.all().delete()
        Question.objects.update(staff=[0] * 10)
        with clock.travel(DAY):
            for value, user in zip(values, team, strict=False):
                client.force_login(user)
                sent = {f"q{pk}": value for pk in round_.questions.values_list("pk", flat=True)}
                answer = client.post(reverse("practice:round_answer", args=[round_.pk]), sent)
                assert answer.status_code == 303
                client.logout()
        kept.append(
            (
                list(Answered.objects.order_by("pk").values_list("round", "user", "seat", "is_partner")),
                list(Question.objects.order_by("pk").values_list("pk", "staff", "partners")),
                AuditEvent.objects.filter(action__startswith="barometer.a").count(),
                SubmitKey.objects.count(),
            )
        )
    assert kept[0] == kept[1]
    assert kept[0][0][0][1] == team[0].pk


def test_a_round_of_five_minus_a_round_of_four_is_nothing(client, unit, leader, team):
    """Whoever could read the four would have the fifth by subtracting; so of the four nothing is said anywhere."""
    made = []
    for days, people in enumerate((team[:4], team[:5])):
        with clock.travel(DAY + timedelta(days=days)):
            one = open_round(
                unit=unit, by=leader, title="R", statements=statements(1), closes_on=clock.today()
            )
            for user in people:
                answer_round(one, rate(one, 2 if user == team[4] else 8), by=user)
            close_round(one, by=leader)
            made.append(one)
    with clock.travel(DAY + timedelta(days=9)):
        (four,), (five,) = (results(one, clock.today()) for one in made)
        assert four.staff is None and five.staff.answers == 5
        assert [said for _asked, said in five.before] == [None]
        client.force_login(leader)
        of_four = made[0].questions.get().pk
        pages = [
            client.get(reverse("practice:round_detail", args=[made[0].pk])),
            client.get(reverse("practice:step_add"), {"udsagn": of_four}),
            client.get(reverse("practice:postcard_add"), {"runde": made[0].pk}),
        ]
    for page in pages:
        assert page.status_code == 200
        assert "median" not in page.text.lower() and 'class="dots"' not in page.text


def test_no_row_is_made_for_an_answer(round_, team):
    """Nothing to join with a person: a second answer adds one row in the whole database, that one has answered."""
    counted = []
    for user in team[:3]:
        with clock.travel(DAY):
            answer_round(round_, rate(round_, 6, 7), by=user)
        counted.append({model: model.objects.count() for model in apps.get_models() if model._meta.managed})
    grown = {model for model in counted[1] if counted[2][model] > counted[1][model]}
    assert grown == {Answered}
    fields = {field.name for field in Answered._meta.get_fields()}
    assert fields == {"id", "round", "user", "seat", "is_partner"}


def test_every_answer_writes_every_counter(round_, team):
    """In the order of a table without an order, the last row written would be the last answer's."""
    with clock.travel(DAY), CaptureQueriesContext(connection) as asked:
        answer_round(round_, rate(round_, None, 4), by=team[0])
    written = [query["sql"] for query in asked if query["sql"].startswith("UPDATE")]
    assert len(written) == 2


def stored(table):
    """Every row of a table as a copy of the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_two_copies_of_the_database_tell_nothing_without_the_key(round_, team):
    """A backup before an answer and one after it: they tell who answered, and never what."""
    seen = []
    for number, user in enumerate(team[:4]):
        with clock.travel(DAY):
            answer_round(round_, rate(round_, 3 if number % 2 else None, 9), by=user)
        seen.append(stored("practice_question"))
    for before, after in pairwise(seen):
        for old, new in zip(before, after, strict=True):
            changed = {name for name in new if new[name] != old[name]}
            assert changed == {"staff", "partners"}, (
                "every counter of both groups, also of a skipped statement"
            )
    kept = [row[group] for copy in seen for row in copy for group in ("staff", "partners")]
    assert len({len(token) for token in kept}) == 1, "nor does their length tell"
    assert len(set(kept)) == len(kept), "the same numbers never look the same"
    key = Fernet(settings.KUI_FIELD_KEYS[0])
    assert {key.extract_timestamp(token.encode()) for token in kept} == {0}, "nor when the last one answered"
    assert Question.objects.get(pk=round_.questions.last().pk).staff == [0, 0, 0, 0, 0, 0, 0, 0, 4, 0]


def test_counters_of_before_are_encrypted_and_open_again_on_the_way_back(round_, leader):
    moved = import_module("practice.migrations.0012_nothing_tells_a_time")
    told = [0, 1, 0, 0, 12, 0, 0, 3, 0, 2]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE practice_question SET staff = %s, partners = %s", [str(told), str(no_answers())]
        )
    moved.encrypt_counters(apps, None)
    question = Question.objects.first()
    assert (question.staff, question.partners) == (told, no_answers())
    assert stored("practice_question")[0]["staff"].startswith("gAAAAA")
    moved.open_counters(apps, SimpleNamespace(connection=connection))
    assert json.loads(stored("practice_question")[0]["staff"]) == told


def test_a_sheet_of_paper_counts_as_one_person(round_, leader):
    with clock.travel(DAY):
        for sheet in ("a", "b", "b"):
            type_in_sheet(round_, rate(round_, 1, 1), sheet=sheet, by=leader)
    assert turnout(round_).staff == 2, "a second click counts nothing"
    assert set(round_.answered.values_list("user", flat=True)) == {None}


def test_how_many_were_typed_in_stands_on_the_page(client, round_, leader, team):
    """Whoever types in four sheets that nobody wrote knows the fifth answer; so everybody sees how many they were."""
    with clock.travel(DAY):
        for sheet in range(4):
            type_in_sheet(round_, rate(round_, 1, 1), sheet=str(sheet), by=leader)
        answer_round(round_, rate(round_, 9, 9), by=team[2])
        client.force_login(team[1])
        page = client.get(reverse("practice:round_detail", args=[round_.pk])).text
    assert "5 af 7 i enheden har svaret, heraf 4 på papir" in " ".join(page.split())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_thirty_phones_at_once(unit, leader):
    """None is lost and none counts twice."""
    made = open_round(
        unit=unit,
        by=leader,
        title="Live",
        statements=statements(3),
        how=Round.How.LIVE,
        closes_on=clock.today(),
    )
    ratings = [rate(made, *(1 + (n + shift) % 10 for shift in range(3))) for n in range(30)]
    assert at_once(30, lambda n: answer_round(made, ratings[n], seat=f"seat-{n}")) == [None] * 30
    assert made.answered.count() == 30
    for question in made.questions.all():
        assert question.staff == [3] * 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_thirty_sessions_post_at_once_and_each_twice(unit, leader):
    """As a room does it: each phone opens the page, and is tapped twice. All within ten seconds."""
    asked = {"unit": unit, "by": leader, "title": "Live", "how": Round.How.LIVE, "closes_on": clock.today()}
    made = open_round(statements=statements(3), **asked)
    here = reverse("practice:live_answer", args=[made.code])
    pks = list(made.questions.values_list("pk", flat=True))
    phones = [Client() for _phone in range(30)]
    for phone in phones:
        phone.get(here)
    sent = [{f"q{pk}": 1 + (n + shift) % 10 for shift, pk in enumerate(pks)} for n in range(30)]
    began = time.monotonic()
    answers = at_once(60, lambda n: phones[n % 30].post(here, sent[n % 30]).status_code)
    assert time.monotonic() - began < 10
    assert set(answers) == {303}
    assert made.answered.count() == 30
    assert [question.staff for question in made.questions.all()] == [[3] * 10] * 3


def test_a_round_costs_the_same_with_many_statements_and_rounds(
    unit, leader, team, django_assert_max_num_queries
):
    asked = statements(20)
    for n in range(4):
        with clock.travel(DAY + timedelta(days=n)):
            last = open_round(unit=unit, by=leader, title=str(n), statements=asked, closes_on=clock.today())
    with django_assert_max_num_queries(4):
        assert len(results(last, DAY + timedelta(days=9))) == len(asked) == 20


def test_a_room_answers_by_its_code_once_from_each_phone(client, unit, leader, team):
    made = open_round(
        unit=unit,
        by=leader,
        title="I salen",
        statements=statements(1),
        how=Round.How.LIVE,
        closes_on=clock.today(),
    )
    question = made.questions.get()
    wrong = "000000" if made.code != "000000" else "111111"
    assert client.post(reverse("practice:live_code"), {"code": wrong}).status_code == 422
    spaced = f"{made.code[:3]} {made.code[3:]}"
    here = client.post(reverse("practice:live_code"), {"code": spaced})["Location"]
    assert "I salen" in client.get(here).content.decode()
    for value in (4, 9):
        client.post(here, {f"q{question.pk}": value})
    question.refresh_from_db()
    assert sum(question.staff) == 1
    assert question.staff[3] == 1
    assert "regnet med" in client.get(here).content.decode()
    wall, close = (reverse(f"practice:{name}", args=[made.pk]) for name in ("round_wall", "round_close"))
    staff = Client()
    staff.force_login(leader)
    (shown,) = re.findall(r'action="([^"]+/luk/[^"]*)"', staff.get(wall).text)
    assert shown.startswith(close) and staff.post(shown)["Location"] == wall, (
        "the wall shows what the room said"
    )
    assert "Runden er afsluttet" in client.get(here).text
    assert "Runden er afsluttet" in client.post(here, {f"q{question.pk}": 3}).text
    question.refresh_from_db()
    assert sum(question.staff) == 1
    with clock.travel(clock.today() + timedelta(days=1)):
        assert client.get(here)["Location"] == reverse("practice:live_code"), "tomorrow it is any other code"


def test_more_sheets_than_people_are_not_counted(client, round_, leader):
    asked = round_.asked_staff
    with clock.travel(DAY):
        for sheet in range(asked):
            type_in_sheet(round_, rate(round_, 1, 1), sheet=str(sheet), by=leader)
        with pytest.raises(ValidationError):
            type_in_sheet(round_, rate(round_, 1, 1), sheet="one more", by=leader)
    assert turnout(round_).staff == asked


def test_what_is_over_or_answered_offers_no_form(client, round_, leader):
    client.force_login(leader)
    here, paper = (reverse(f"practice:{name}", args=[round_.pk]) for name in ("round_answer", "round_paper"))
    with clock.travel(DAY):
        assert client.get(here).status_code == 200
        answer_round(round_, rate(round_, 1, 1), by=leader)
        assert client.get(here).status_code == 303
    with clock.travel(round_.closes_on + timedelta(days=1)):
        assert client.get(here).status_code == client.get(paper).status_code == 303


def test_a_partner_who_has_answered_is_told_before_the_form(client, round_, unit):
    contact = make_contact(unit)
    type(round_).objects.filter(pk=round_.pk).update(with_partners=True)
    client.force_login(contact.user)
    here = reverse("practice:round_answer", args=[round_.pk])
    with clock.travel(DAY):
        assert client.get(here).status_code == 200
        round_.refresh_from_db()
        answer_round(round_, rate(round_, 1, 1), by=contact.user)
        answered = client.get(here)
        assert answered.status_code == 303 and answered["Location"] == reverse("home")


def test_an_empty_sheet_uses_up_no_answer(client, round_, team):
    client.force_login(team[0])
    with clock.travel(DAY):
        here = reverse("practice:round_answer", args=[round_.pk])
        assert client.post(here, {}).status_code == 422
        assert client.post(here, {f"q{round_.questions.first().pk}": "11"}).status_code == 422
    assert not Answered.objects.exists()


def test_before_it_is_over_the_page_says_how_many_and_nothing_more(client, round_, team):
    client.force_login(team[0])
    with clock.travel(DAY):
        for user in team[:5]:
            answer_round(round_, rate(round_, 7, 7), by=user)
        page = client.get(reverse("practice:round_detail", args=[round_.pk])).content.decode()
    assert "5 af 7" in page
    assert "median" not in page
    with clock.travel(DAY + timedelta(days=4)):
        page = client.get(reverse("practice:round_detail", args=[round_.pk])).content.decode()
    assert "5 svar, median 7, fra 7 til 7" in page


def test_the_list_costs_the_same_for_two_rounds_and_twenty(client, unit, leader, team):
    client.force_login(team[0])
    asked = []
    for upto in (2, 20):
        while Round.objects.count() < upto:
            open_round(unit=unit, by=leader, title="Runde", statements=statements(1), closes_on=clock.today())
        client.get(reverse("practice:round_list"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("practice:round_list"))
        asked.append(len(found))
    assert asked[0] == asked[1]
