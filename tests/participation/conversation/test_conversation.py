"""The conversation: two views stand side by side, dated, and what waits for an answer is seen."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from participation.conversation.actions import mark_read, say, say_oneself
from participation.conversation.reading import marks_of, thread_of
from participation.models import Remark
from plans.closing.actions import close_case
from plans.models import Goal, PromiseReport
from plans.plan.actions import add_goal
from plans.promises.rules import ReportKind
from tests.helpers import factories
from tests.helpers.entering import invite_youth
from workspace.day.day import day_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    return factories.make_case(guide, first_name="Amira", preferred_name="")


@pytest.fixture
def step(case):
    made = factories.make_milestone(case, own_words="Jeg vil på FGU")
    made.plan.case = case
    return made


@pytest.fixture
def goal(case, guide):
    made = add_goal(Goal(plan=case.plans.get(), text="Ro om aftenen"), by=guide)
    made.plan.case = case
    return made


def url(case, part, act=""):
    kind = "maal" if isinstance(part, Goal) else "milepael"
    return reverse(f"participation:conversation{act}", args=[case.pk, kind, part.pk])


def lines(guide, kind="remark", on=None):
    day = day_of(guide, on or clock.today())
    found = [line for group in day.groups for line in group.tasks]
    return [task.words for task in found if task.kind == kind]


def test_both_views_stand_in_the_order_of_their_days(client, case, step, guide):
    yesterday = clock.today() - timedelta(days=1)
    say(step, "Jeg synes, det går godt.", by=guide)
    say(step, "Jeg vil hellere vente.", by=guide, voice="youth", how="phone", on=yesterday)
    turns = thread_of(step)
    assert [(turn.voice, turn.who) for turn in turns] == [("youth", "Amira"), ("staff", guide.name)]
    page = client.get(url(case, step)).text
    assert page.index("Jeg vil hellere vente.") < page.index("Jeg synes, det går godt.")
    assert "I telefonen" in page


def test_who_leaves_the_form_is_back_where_they_came_from(client, case, step):
    here = url(case, step)
    for address, back in (
        (here, reverse("workspace:plan", args=[case.pk])),
        (f"{here}?next=/min-dag/", "/min-dag/"),
    ):
        assert re.search(rf'class="btn btn-quiet" href="{back}">\s*Annullér', client.get(address).text), (
            address
        )


def test_a_form_asks_how_they_said_it_and_keeps_what_was_typed(client, case, goal):
    sent = {"voice": "youth", "text": "Jeg er uenig", "said_on": clock.today().isoformat(), "submit_key": "k"}
    refused = client.post(url(case, goal, "_say"), sent)
    assert refused.status_code == 422 and "Jeg er uenig" in refused.text
    for _ in range(5):
        assert client.post(url(case, goal, "_say"), sent | {"how": "meeting"}).status_code == 303
    row = Remark.objects.get()
    assert (row.goal, row.how, row.is_unread, row.is_theirs) == (goal, "meeting", False, True)
    assert AuditEvent.objects.filter(action="conversation.said", case_id=case.pk).count() == 1


def test_what_they_wrote_waits_until_somebody_has_read_it(client, case, step, goal, guide):
    say_oneself(step, "Hvornår begynder jeg?", by=guide)
    say_oneself(step, "Er der nogen?", by=guide)
    say_oneself(goal, "Det er mit mål", by=guide)
    assert Remark.objects.unread().filter(voice="youth").count() == 3
    assert marks_of(case)[None, step.pk].unread == 2 and marks_of(case)[goal.pk, None].count == 1
    assert len(lines(guide)) == 2, "one line a part"
    assert "Amira har skrevet om »Jeg vil på FGU«" in " ".join(lines(guide))
    plan = client.get(reverse("workspace:plan", args=[case.pk])).text
    assert "2 nye" in plan
    assert client.post(url(case, step, "_read")).status_code == 303
    assert client.post(url(case, step, "_read")).status_code == 303, "said again it changes nothing"
    assert AuditEvent.objects.filter(action="conversation.read").count() == 1
    assert len(lines(guide)) == 1
    say(goal, "Det ser jeg nu.", by=guide)
    assert lines(guide) == [], "who answers has read"
    assert Remark.objects.unread().get().voice == "staff"
    assert mark_read(goal, by=guide, of="staff") == 1


def test_what_was_written_to_them_and_not_read_is_told_after_ten_days(client, case, step, guide):
    said = date(2026, 11, 9)
    with clock.travel(said):
        say(step, "Vil du selv ringe til skolen?", by=guide)
    unread = partial(lines, guide, "not-read")
    assert unread(on=said + timedelta(days=30)) == [], "who cannot enter Min plan is asked in other ways"
    with clock.travel(said):
        invite_youth(case)
    assert unread(on=said + timedelta(days=9)) == []
    assert unread(on=said + timedelta(days=10)) == ["Amira har ikke læst, hvad du skrev om »Jeg vil på FGU«"]
    assert lines(guide, on=said + timedelta(days=10)) == [], "it is not their words that wait"
    assert client.post(url(case, step, "_read")).status_code == 303
    assert len(unread(on=said + timedelta(days=10))) == 1, "having read theirs says nothing of ours"
    assert client.post(url(case, step, "_read"), {"of": "staff"}).status_code == 303
    assert unread(on=said + timedelta(days=10)) == []


def test_who_answers_has_read_whoever_wrote_it_down(step, guide):
    say(step, "Vil du selv ringe til skolen?", by=guide)
    say(step, "Ja, i morgen", by=guide, voice="youth", how="phone")
    assert not Remark.objects.unread().exists()
    say(step, "Godt", by=guide)
    say_oneself(step, "Jeg ringede", by=guide)
    assert [row.text for row in Remark.objects.unread()] == ["Jeg ringede"]


def test_who_told_it_has_been_heard_and_leaves_what_they_wrote_unread_by_nobody(step, guide):
    say(step, "Ja", by=guide, voice="youth", how="meeting")
    assert not Remark.objects.unread().exists()


def test_min_dag_gives_three_days_counted_in_copenhagen(step, guide):
    # A quarter to midnight UTC is the next day in Copenhagen.
    with clock.travel(datetime(2026, 11, 20, 23, 45, tzinfo=UTC)):
        say_oneself(step, "Hej", by=guide)
    # For today until the last of three days has passed, and late from the day after.
    for today, due in ((21, 21), (24, 24), (25, 24), (28, 24)):
        day = day_of(guide, date(2026, 11, today))
        task = next(task for group in day.groups for task in group.tasks if task.kind == "remark")
        assert task.due == date(2026, 11, due)


def test_each_guide_has_the_line_of_their_own_case_on_the_same_day(step, guide, colleague):
    """What is asked is put together once a day, for whoever asks first."""
    theirs = factories.make_milestone(factories.make_case(colleague))
    today = clock.today()

    def lines(user):
        return [
            task.case for group in day_of(user, today).groups for task in group.tasks if task.kind == "remark"
        ]

    assert lines(guide) == lines(colleague) == []
    for part in (step, theirs):
        say_oneself(part, "Hej", by=guide)
    assert lines(guide) == [step.plan.case]
    assert lines(colleague) == [theirs.plan.case]


def test_partners_words_are_read_from_what_they_report_and_are_not_told_on(case, guide, unit):
    contact = factories.ContactFactory(partner__unit=unit, partner__name="FGU Havnen", name="Karin")
    step = factories.make_milestone(case, responsible="partner", contact=contact)
    step.plan.case = case
    user = factories.UserFactory(unit=unit, role="partner", name="Karin Kontakt")
    report = {"partner": contact.partner, "by": user, "kind": "showed_up", "words": "Kom til tiden"}
    PromiseReport.objects.create(milestone=step, **(report | {"kind": ReportKind.values[0]}))
    say(step, "Godt", by=guide)
    assert [turn.voice for turn in thread_of(step)] == ["partner", "staff"]
    assert [turn.voice for turn in thread_of(step, partners=False)] == ["staff"]


@pytest.mark.parametrize(
    ("days", "refused"),
    [(1, True), (0, False), (-60, False), (-61, True)],
    ids=["tomorrow", "today", "first", "before"],
)
def test_a_day_lies_in_the_life_of_the_case(step, guide, days, refused):
    on = clock.today() + timedelta(days=days)
    if not refused:
        assert say(step, "Hej", by=guide, on=on).said_on == on
        return
    with pytest.raises(ValidationError):
        say(step, "Hej", by=guide, on=on)


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_it_says_something_and_not_too_much(step, guide, text):
    with pytest.raises(ValidationError):
        say(step, text, by=guide)
    assert not Remark.objects.exists()


def test_the_database_knows_what_a_remark_is(step, goal, guide):
    said = {"case": step.plan.case, "by": guide, "text": "Hej"}
    for wrong in (
        {"milestone": step, "goal": goal, "voice": "staff"},
        {"voice": "staff"},
        {"milestone": step, "voice": "youth"},
        {"milestone": step, "voice": "staff", "how": "phone"},
        {"milestone": step, "voice": "staff", "text": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Remark.objects.create(**(said | wrong))


def test_a_closed_case_is_spoken_of_no_more(case, step, guide, leader):
    close_case(case, by=leader, reason="moved")
    with pytest.raises(ValidationError):
        say(step, "Hej", by=guide)


@pytest.mark.parametrize("ref", ["0", "abc", "9" * 40, "٣", "2f3b"])
@pytest.mark.parametrize("kind", ["maal", "milepael", "andet"])
def test_what_is_no_part_of_the_case_is_not_found(client, case, kind, ref):
    assert client.get(reverse("participation:conversation", args=[case.pk, kind, ref])).status_code == 404


def test_another_cases_part_is_not_found_under_this_one(client, case, guide):
    foreign = factories.make_milestone(factories.make_case(guide))
    assert client.get(url(case, foreign)).status_code == 404
    sent = {"voice": "staff", "text": "x", "said_on": clock.today().isoformat()}
    assert client.post(url(case, foreign, "_say"), sent).status_code == 404


def test_two_remarks_and_twenty_cost_the_same(client, case, goal, step, guide):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def fill(count):
        for _ in range(count):
            say(step, "Hej", by=guide)
            say(goal, "Hej", by=guide, voice="youth", how="phone")
            say_oneself(factories.make_milestone(case), "Hej", by=guide)

    pages = [url(case, step), reverse("workspace:plan", args=[case.pk]), reverse("workspace:my_day")]
    fill(2)
    [client.get(page) for page in pages]
    few = [cost(page) for page in pages]
    fill(18)
    assert [cost(page) for page in pages] == few
