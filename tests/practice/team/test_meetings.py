"""The rhythm, the agenda of the next meeting, and what was said at it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from core import clock
from core.constraints import Taken
from practice.barometer.actions import close_round, open_round
from practice.ideas.actions import answer_idea, propose_idea
from practice.iglo.actions import agree_step
from practice.iglo.models import Level, Step
from practice.models import Idea, Rhythm, TeamMeeting
from practice.postcards.actions import write_postcard
from practice.rhythm.actions import add_rhythm, begin, end_rhythm, hold_meeting
from practice.rhythm.reading import coming, next_of
from practice.sparring.actions import mark_case
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

# A Tuesday; the team meets on Mondays.
DAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def tuesday():
    with clock.travel(DAY):
        yield


@pytest.fixture
def team(unit, leader):
    begin(unit, by=leader)
    return Rhythm.objects.get(kind="team")


def step(unit, by, days, text="Vi ringer først"):
    said = {"level": Level.GROUP, "text": text, "sign": "Færre mails", "owner": by}
    return agree_step(unit=unit, by=by, due_on=clock.today() + timedelta(days=days), **said)


def agenda(client, user, rhythm) -> dict:
    client.force_login(user)
    found = client.get(reverse("practice:team_agenda", args=[rhythm.pk])).context["agenda"]
    return {str(title): [item.words for item in items] for title, items in found}


def test_a_leader_begins_with_the_ready_rows_and_each_has_its_next_day(client, unit, guide, leader):
    client.force_login(guide)
    page = client.get(reverse("practice:rhythm_list")).content.decode()
    assert "KUI på teammødet" in page and reverse("practice:rhythm_begin") not in page
    assert not Rhythm.objects.exists(), "a look sets up nothing"
    client.force_login(leader)
    assert reverse("practice:rhythm_begin") in client.get(reverse("practice:rhythm_list")).content.decode()
    for _twice in range(2):
        assert client.post(reverse("practice:rhythm_begin")).status_code == 303
    found = {one.rhythm.kind: one.on for one in coming(unit, DAY)}
    assert found == {
        "sparring": date(2026, 11, 26), "team": MONDAY, "barometer": MONDAY, "theme": date(2026, 11, 25),
    }  # fmt: skip
    assert "25. nov" in client.get(reverse("practice:home")).content.decode()


def test_what_is_once_of_a_kind_is_once_until_it_ends(unit, leader, team):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rhythm.objects.create(unit=unit, kind="team", owner=leader)
    end_rhythm(team, by=leader)
    end_rhythm(team, by=leader)
    assert AuditEvent.objects.filter(action="rhythm.ended").count() == 1
    assert next_of(unit, "team", DAY) is None
    begin(unit, by=leader)
    assert next_of(unit, "team", DAY).on == MONDAY
    assert set(Rhythm.objects.in_use()) == {row for row in Rhythm.objects.all() if row.ended_on is None}


def test_who_keeps_one_changes_it_and_no_other(client, unit, guide, colleague, leader, team):
    Rhythm.objects.filter(pk=team.pk).update(owner=guide)
    url = reverse("practice:rhythm_edit", args=[team.pk])
    sent = {
        "title": "",
        "owner": guide.pk,
        "every": "weeks",
        "weekday": 1,
        "weeks": 2,
        "from_on": "2026-12-01",
    }
    client.force_login(colleague)
    assert client.post(url, {**sent, "version": 1}).status_code == 404
    client.force_login(guide)
    opened = client.get(url).context["form"].initial["opened"]
    assert client.post(url, {**sent, "version": 1, "opened": opened, "weeks": 1}).status_code == 422
    assert client.post(url, {**sent, "version": 1, "opened": opened}).status_code == 303
    team.refresh_from_db()
    assert (team.every, team.weekday, team.version) == ("weeks", 1, 2)
    assert next_of(unit, "team", DAY).on == date(2026, 12, 1)
    client.force_login(leader)
    both = client.post(url, {**sent, "weekday": 2, "version": 1, "opened": opened})
    assert both.status_code == 409
    assert client.get(reverse("practice:rhythm_add")).status_code == 200


def test_something_else_needs_a_name(client, unit, leader, team):
    client.force_login(leader)
    url = reverse("practice:rhythm_add")
    sent = {
        "kind": "other",
        "owner": leader.pk,
        "every": "month",
        "weekday": 4,
        "weeks": 2,
        "from_on": "2026-12-04",
    }
    assert client.post(url, {**sent, "title": ""}).status_code == 422
    assert client.post(url, {**sent, "kind": "team"}).status_code == 422
    assert client.post(url, {**sent, "title": "Morgenmad"}).status_code == 303
    assert str(Rhythm.objects.get(kind="other")) == "Morgenmad"


def test_the_agenda_is_what_is_there_since_the_last_meeting(client, unit, guide, leader, team):
    hold_meeting(team, by=leader, held_on=date(2026, 11, 23))
    assert agenda(client, guide, team) == {}
    step(unit, guide, 6)
    step(unit, guide, 7, "Senere")
    asked = {"unit": unit, "by": leader, "statements": [], "own": ["Vi ringer"]}
    old, new = (
        open_round(title=title, closes_on=DAY + timedelta(days=9), **asked) for title in ("Gammel", "Ny")
    )
    with clock.travel(date(2026, 11, 22)):
        close_round(old, by=leader)
    close_round(new, by=leader)
    open_round(title="Åben", closes_on=DAY + timedelta(days=9), **asked)
    mark_case(factories.make_case(guide), by=guide, question="?")
    mark_case(factories.make_case(guide, shielded=True), by=guide, question="?")
    with clock.travel(date(2026, 8, 3)):
        for text in ("en bus", "en sofa", "en hund"):
            propose_idea(unit, text)
    for idea, when in zip(
        Idea.objects.order_by("pk"), (date(2026, 11, 22), date(2026, 11, 23)), strict=False
    ):
        with clock.travel(when):
            answer_idea(idea, "done", by=leader, answer=f"Ja {when:%d}", expected_version=1)
    found = agenda(client, guide, team)
    assert [words[:15] for words in found["Skridt med frist"]] == ["Vi ringer først"]
    assert [words.split()[0] for words in found["Barometer"]] == ["Ny", "Åben"]
    assert found["Sparring"] == ["1 sag er meldt til sparring"]
    said = next(words for title, words in found.items() if "sagde" in title.lower())
    assert len(said) == 2 and "Ja 23" in said[0] and said[1].startswith("1 forslag")


def test_a_meeting_is_held_with_minutes_and_steps_follow(client, unit, guide, leader, team):
    client.force_login(guide)
    url = reverse("practice:team_hold", args=[team.pk])
    assert client.get(url).status_code == 404, "its owner or a leader"
    client.force_login(leader)
    sent = {"held_on": "2026-11-23", "minutes": f"Vi talte om sparring. {guide.name} tager den."}
    for wrong in (
        {"held_on": "2026-11-25"},
        {"minutes": "Om 010203-4455"},
        {"minutes": "Om vores Frederikke"},
    ):
        response = client.post(url, {**sent, **wrong})
        assert response.status_code == 422
        assert wrong.get("minutes", "") in response.content.decode()
    response = client.post(url, sent)
    meeting = TeamMeeting.objects.get()
    assert response["Location"] == reverse("practice:team_detail", args=[meeting.pk])
    assert client.post(url, sent).status_code == 409
    with connection.cursor() as cursor:
        cursor.execute("SELECT minutes FROM practice_teammeeting")
        assert "sparring" not in str(cursor.fetchall())
    add = f"{reverse('practice:step_add')}?moede={meeting.pk}"
    said = {"level": "group", "text": "Vi deler kalender", "sign": "Ingen spørger"}
    client.post(add, {**said, "owner": guide.pk, "due_on": "2026-12-20"})
    assert Step.objects.get().meeting == meeting
    page = client.get(response["Location"]).content.decode()
    assert "Vi talte om sparring" in page and "Vi deler kalender" in page
    assert next_of(unit, "team", DAY).on == MONDAY


def test_held_twice_on_a_day_is_held_once(unit, leader, team):
    hold_meeting(team, by=leader, held_on=DAY)
    with pytest.raises(Taken):
        hold_meeting(team, by=leader, held_on=DAY)
    assert next_of(unit, "team", DAY).on == MONDAY
    hold_meeting(team, by=leader, held_on=MONDAY - timedelta(days=8))
    assert TeamMeeting.objects.count() == 2


def test_what_has_its_own_page_has_no_agenda(client, leader, team):
    client.force_login(leader)
    for kind in ("sparring", "barometer"):
        rhythm = Rhythm.objects.get(kind=kind)
        assert client.get(reverse("practice:team_agenda", args=[rhythm.pk])).status_code == 404
        assert client.get(rhythm.url).status_code == 200


def test_a_step_of_another_units_meeting_is_not_agreed_on(client, team, leader, stranger):
    meeting = hold_meeting(team, by=leader, held_on=DAY)
    client.force_login(stranger)
    assert client.get(f"{reverse('practice:step_add')}?moede={meeting.pk}").status_code == 404


def test_home_tells_what_waits(client, unit, guide, leader, team):
    step(unit, guide, 14, "Nu")
    step(unit, guide, 15, "Endnu ikke")
    for days, text in ((60, "snart"), (61, "senere")):
        write_postcard(unit=unit, by=guide, text=text, opens_on=DAY + timedelta(days=days))
    client.force_login(guide)
    context = client.get(reverse("practice:home")).context
    assert [row.text for row in context["steps"]] == ["Nu"]
    assert [row.opens_on for row in context["cards"]] == [DAY + timedelta(days=60)]
    for room in context["rooms"]:
        assert client.get(reverse(room.url_name)).status_code == 200


def test_the_pages_cost_the_same_for_two_rows_and_twenty(client, unit, leader, team):
    urls = [reverse(f"practice:{name}") for name in ("home", "rhythm_list", "team_list")]
    urls.append(reverse("practice:team_agenda", args=[team.pk]))
    client.force_login(leader)
    costs = []
    for upto in (2, 20):
        for number in range(Step.objects.count(), upto):
            owner = factories.UserFactory(unit=unit, role=Role.GUIDE)
            step(unit, owner, 3)
            add_rhythm(
                unit, by=leader, kind="other", title=f"Nr. {number}", owner=owner, every="month", weekday=1
            )
            held = hold_meeting(team, by=leader, held_on=DAY - timedelta(days=number))
            Step.objects.filter(owner=owner).update(meeting=held)
            open_round(
                unit=unit, by=leader, title="R", statements=[], own=["x"], closes_on=DAY + timedelta(days=3)
            )
            write_postcard(unit=unit, by=owner, text="x", opens_on=DAY + timedelta(days=9))
        costs.append([queries(client, url) for url in urls])
    assert costs[0] == costs[1]


@pytest.fixture
def held(team, guide):
    return hold_meeting(team, by=guide, held_on=DAY, minutes="Vi ringer først")


def correction(client, meeting, text):
    url = reverse("practice:team_correct", args=[meeting.pk])
    sent = {name: client.get(url).context["form"].initial[name] for name in ("version", "opened")}
    return client.post(url, sent | {"minutes": text})


def test_minutes_are_corrected_and_what_they_said_stays(client, guide, leader, held):
    client.force_login(guide)
    assert correction(client, held, "Vi skriver først").status_code == 303
    with clock.travel(DAY + timedelta(days=1)):
        client.force_login(leader)
        assert correction(client, held, "Vi mødes først").status_code == 303
    held.refresh_from_db()
    assert (held.minutes, held.corrected_by, held.by) == ("Vi mødes først", leader, guide)
    assert [(one.minutes, one.by) for one in held.earlier.all()] == [
        ("Vi skriver først", guide),
        ("Vi ringer først", guide),
    ]
    page = client.get(reverse("practice:team_detail", args=[held.pk])).content.decode()
    assert "Vi mødes først" in page and "Vi ringer først" in page and f"af {leader.name}" in page
    assert AuditEvent.objects.filter(action="team_meeting.corrected").count() == 2
    assert "mødes" not in str(
        AuditEvent.objects.filter(action="team_meeting.corrected").values_list("changes")
    )


def test_saying_the_same_corrects_nothing(client, leader, held):
    client.force_login(leader)
    assert correction(client, held, "Vi ringer først").status_code == 303
    held.refresh_from_db()
    assert held.corrected_at is None and not held.earlier.exists()


def test_who_wrote_them_keeps_the_rhythm_or_leads_corrects_them(client, unit, guide, leader, held):
    other = factories.UserFactory(unit=unit, role=Role.GUIDE)
    client.force_login(other)
    url = reverse("practice:team_correct", args=[held.pk])
    assert client.get(url).status_code == 404
    assert url not in client.get(reverse("practice:team_detail", args=[held.pk])).content.decode()
    for user in (guide, leader):
        client.force_login(user)
        assert client.get(url).status_code == 200


def test_two_who_correct_at_once_lose_nothing(client, guide, leader, held):
    url = reverse("practice:team_correct", args=[held.pk])
    client.force_login(guide)
    sent = {name: client.get(url).context["form"].initial[name] for name in ("version", "opened")}
    client.force_login(leader)
    correction(client, held, "Lederens")
    client.force_login(guide)
    answer = client.post(url, sent | {"minutes": "Vejlederens"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Lederens" in page and "Vejlederens" in page
    held.refresh_from_db()
    assert held.minutes == "Lederens" and held.earlier.count() == 1


def test_a_name_in_corrected_minutes_is_asked_about(client, leader, held):
    client.force_login(leader)
    answer = correction(client, held, "så kom Amalie")
    assert answer.status_code == 422 and "Amalie" in answer.content.decode()
    held.refresh_from_db()
    assert held.minutes == "Vi ringer først"


def test_where_nothing_was_written_it_is_written_and_not_corrected(client, leader, team):
    meeting = hold_meeting(team, held_on=clock.today() - timedelta(days=1), minutes="", by=leader)
    client.force_login(leader)
    for page in ("practice:team_detail", "practice:team_correct"):
        content = client.get(reverse(page, args=[meeting.pk])).content.decode()
        assert "Skriv referatet" in content and "Ret referatet" not in content
