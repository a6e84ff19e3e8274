"""Giving cases over: the pages, the drafted note, and what both guides are told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.users.actions import close_user
from cases.access.actions import name_persons
from cases.activity import actions as activity_actions
from cases.guides import actions as guides_actions
from cases.guides import covering
from cases.models import Case, Guardian, Note
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from core.templatetags.kui import day as drawn_day
from meetings.planning.actions import cancel_meeting
from plans.milestones.actions import move_milestone
from progress.wellbeing.actions import follow_up, record_wellbeing
from tests.helpers import factories
from tests.helpers.meetings import hold_one, plan_one
from tests.helpers.queries import queries
from workspace.day import day
from workspace.lists.actions import do_to_many, undo_many
from workspace.models import Transfer
from workspace.sources.meetings import passed_words
from workspace.transfer import actions as transfer_actions
from workspace.transfer.note import draft_notes

pytestmark = [pytest.mark.django_db, pytest.mark.once]


URL = "/overdrag/"


@pytest.fixture
def two(guide):
    return [factories.make_case(guide, first_name=name, last_name="Lind") for name in ("Alba", "Birk")]


def sent(guide, to, cases, **changes):
    today = clock.today()
    return {
        "fra": guide.pk,
        "kind": "cover",
        "to": to.pk,
        "from_on": today.isoformat(),
        "last_on": (today + timedelta(days=6)).isoformat(),
        "reason": "Syg til og med søndag",
        "cases": [str(case.pk) for case in cases],
        "submit_key": "n1",
        **changes,
    }


def test_a_leader_sees_it_first_and_then_lets_somebody_cover(client, leader, guide, colleague, two):
    client.force_login(leader)
    assert "Alba Lind" in client.get(f"{URL}?fra={guide.pk}").content.decode()
    preview = client.post(URL, sent(guide, colleague, two))
    assert "Det vigtigste at vide" in preview.content.decode() and not Transfer.objects.exists()
    data = {**sent(guide, colleague, two), "step": "send", f"note-{two[0].pk}": "Ring til mor først"}
    for _n in range(3):
        response = client.post(URL, data)
        assert response.status_code == 303
    row = Transfer.objects.get()
    assert response["Location"] == reverse("workspace:transfer_done", args=[row.pk])
    assert (row.last_day - row.from_on).days == 6
    assert Note.objects.get(case=two[0]).text == "Ring til mor først"
    assert not Note.objects.filter(case=two[1]).exists()
    for who in (leader, guide, colleague):
        client.force_login(who)
        assert "Ring til mor først" in client.get(response["Location"]).content.decode()


def test_both_guides_are_told_on_min_dag_and_it_ends_by_itself(client, leader, guide, colleague, two):
    until = clock.today() + timedelta(days=7)
    transfer_actions.transfer_cases(two, colleague, by=leader, reason="Syg", until_on=until)
    for who, words in (
        (guide, "Kim Kollega dækker 2 sager for dig"),
        (colleague, "Du dækker 2 sager for Gitte Guide"),
    ):
        client.force_login(who)
        assert words in client.get("/min-dag/").content.decode()
    client.force_login(colleague)
    assert "Alba Lind" in client.get("/mine-unge/").content.decode()
    with clock.travel(until):
        client.force_login(colleague)
        assert "Alba Lind" not in client.get("/mine-unge/").content.decode()
        assert "Du dækker" not in client.get("/min-dag/").content.decode()


def test_a_new_guide_says_hello_and_the_line_is_gone(guide, colleague, leader, two):
    transfer_actions.transfer_cases(two, colleague, by=leader, reason="Nyt job")

    def hellos():
        standing, _away = day.tasks_of(day.own_cases(colleague), colleague.unit, clock.today(), colleague)
        return {task.case.person.first_name for task in standing if task.kind == "taken-over"}

    assert hellos() == {"Alba", "Birk"}
    notes_actions.add_note(two[0], by=colleague, text="Sagde hej", kind="phone")
    assert hellos() == {"Birk"}
    guides_actions.assign(Case.objects.get(pk=two[1].pk), leader, by=leader)
    assert hellos() == set()


def test_a_guide_gives_cover_for_own_cases_and_nothing_for_good(client, guide, colleague, leader, two):
    theirs = factories.make_case(leader)
    client.force_login(guide)
    data = {**sent(guide, colleague, two), "fra": leader.pk, "step": "send"}
    assert client.post(URL, {**data, "cases": [str(theirs.pk)]}).status_code == 422
    assert client.post(URL, {**data, "kind": "for_good"}).status_code == 422
    page = client.post(URL, data, follow=True).content.decode()
    assert "Kim Kollega dækker 2 sager." in page and "overdraget" not in page
    assert set(Case.objects.filter(cover=colleague)) == set(two)


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_on": "2020-01-01"},
        {"from_on": "2020-01-01"},
        {"last_on": ""},
        {"last_on": "9999-12-31"},
        {"last_on": (clock.today() + timedelta(days=366)).isoformat()},
        {"cases": []},
        {"reason": ""},
        {"to": ""},
    ],
)
def test_what_is_missing_or_makes_no_sense_is_said_beside_the_field(
    client, leader, guide, colleague, two, wrong
):
    client.force_login(leader)
    response = client.post(URL, {**sent(guide, colleague, two), **wrong})
    assert response.status_code == 422 and not Transfer.objects.exists()


def test_when_one_cannot_go_nothing_goes_and_the_notes_are_kept(client, leader, guide, colleague, two):
    transfer_actions.cover(
        two[1], leader, by=leader, from_on=clock.today(), until_on=clock.today() + timedelta(days=2)
    )
    client.force_login(leader)
    data = {**sent(guide, colleague, two), "step": "send", f"note-{two[0].pk}": "Mit eget ord"}
    response = client.post(URL, data)
    text = response.content.decode()
    assert response.status_code == 422 and "Mit eget ord" in text and "dækkes allerede" in text
    assert not Transfer.objects.exists()


def test_undone_and_ended_from_the_page(client, leader, guide, colleague, two):
    until = clock.today() + timedelta(days=7)
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Syg", until_on=until)
    client.force_login(colleague)
    assert client.post(reverse("workspace:transfer_end", args=[row.pk])).status_code == 404
    client.force_login(guide)
    assert client.post(reverse("workspace:transfer_end", args=[row.pk])).status_code == 303
    assert not Case.objects.filter(cover=colleague).exists()
    client.force_login(leader)
    again = transfer_actions.transfer_cases(
        list(Case.objects.filter(guide=guide).select_related("guide", "unit")),
        colleague, by=leader, reason="Nyt job",
    )  # fmt: skip
    text = client.post(reverse("workspace:transfer_undo", args=[again.pk]), follow=True).content.decode()
    assert "Fortrudt" in text
    assert Case.objects.filter(guide=guide).count() == 2


def test_a_cover_that_was_ended_says_so_and_offers_nothing_more(client, leader, guide, colleague, two):
    today = clock.today()
    until = today + timedelta(days=15)
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Syg", until_on=until)
    client.force_login(leader)
    url, end, undo = (
        reverse(f"workspace:transfer_{name}", args=[row.pk]) for name in ("done", "end", "undo")
    )
    page = client.get(url).content.decode()
    assert "Kim Kollega dækker for Gitte Guide" in page and end in page and undo in page
    page = client.post(end, follow=True).content.decode()
    assert "Dækningen er slut" in page and "Kim Kollega dækkede for Gitte Guide" in page
    assert f"Afsluttet {drawn_day(today)}" in page and "til og med" not in page
    assert end not in page and undo not in page
    assert "Dækningen var allerede slut." in client.post(end, follow=True).content.decode()
    page = client.post(undo, follow=True).content.decode()
    assert "Fortrudt" not in page and "Der er ikke noget tilbage at fortryde" in page
    row.refresh_from_db()
    assert row.undone_at is None


def test_a_cover_that_was_ended_before_it_began_says_so(client, leader, colleague, two):
    first = clock.today() + timedelta(days=3)
    days = {"from_on": first, "until_on": first + timedelta(days=5)}
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Ferie", **days)
    client.force_login(leader)
    url = reverse("workspace:transfer_end", args=[row.pk])
    page = client.post(url, follow=True).content.decode()
    assert "Afsluttet, før den begyndte." in page and "Dækningen er aflyst." in page
    assert "Kim Kollega skulle have dækket for Gitte Guide" in page and "dækkede for" not in page


def test_a_cover_that_was_undone_is_said_to_be_none(client, leader, colleague, two):
    until = clock.today() + timedelta(days=5)
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Ferie", until_on=until)
    client.force_login(leader)
    page = client.post(reverse("workspace:transfer_undo", args=[row.pk]), follow=True).content.decode()
    assert "Kim Kollega skulle have dækket for Gitte Guide" in page and "Dette blev fortrudt." in page


def test_a_hand_over_whose_cases_have_all_moved_on_is_not_offered_back(client, leader, colleague, two):
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Nyt job")
    for case in two:
        guides_actions.assign(Case.objects.get(pk=case.pk), leader, by=leader)
    client.force_login(leader)
    page = client.get(reverse("workspace:transfer_done", args=[row.pk])).content.decode()
    assert reverse("workspace:transfer_undo", args=[row.pk]) not in page


def test_the_former_guide_reads_no_case_on_the_page_of_the_transfer(client, leader, guide, colleague, two):
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Nyt job")
    client.force_login(guide)
    text = client.get(reverse("workspace:transfer_done", args=[row.pk])).content.decode()
    assert "Alba" not in text and "2 sager kan du ikke åbne" in text


def test_a_leader_gives_over_what_they_may_see_and_no_shielded_case(client, leader, guide, colleague, two):
    factories.make_case(guide, shielded=True, first_name="Skjult")
    client.force_login(leader)
    text = client.get(f"{URL}?fra={guide.pk}").content.decode()
    assert "Skjult" not in text and "Gitte Guide (2)" in text


def test_no_number_tells_who_carries_a_shielded_case(client, admin, leader, guide, colleague, two):
    """The same number in every picker, with it and without it; and none among the covers."""
    gone, today = factories.UserFactory(unit=leader.unit, role="guide"), clock.today()
    factories.make_case(gone)
    factories.make_case(colleague)
    hidden = factories.make_case(colleague, shielded=True)
    name_persons(hidden, [guide], by=admin)
    covering.cover(hidden, guide, by=admin, from_on=today, until_on=today + timedelta(days=3))
    close_user(gone, by=admin)
    client.force_login(leader)
    for page in (f"{URL}?fra={colleague.pk}", f"/hvem-overtager/bruger/{gone.pk}/"):
        assert f"{colleague.name} (1)" in client.get(page).content.decode(), page
    shown = client.post(URL, sent(guide, colleague, two)).content.decode()
    assert f"{colleague.name} har 1 sag nu" in shown
    assert "Ingen dækker for nogen" in client.get(URL).content.decode()
    client.force_login(guide)
    assert f"{guide.name} for {colleague.name}" in client.get(URL).content.decode()


def test_who_cannot_open_a_case_yet_is_offered_as_such(client, leader, guide, two):
    new = factories.UserFactory(unit=leader.unit, role="guide", to_confirm_since=clock.now())
    client.force_login(leader)
    for page in (f"{URL}?fra={guide.pk}", f"/sager/{two[0].pk}/fordel/"):
        assert f"{new.name} (0), ikke bekræftet endnu" in client.get(page).content.decode(), page


def test_the_note_is_made_from_the_case(guide, leader, two):
    case = two[0]
    activity_actions.set_activity(case, "fgu", by=guide, place="FGU Nord")
    factories.make_milestone(case, own_words="Jeg ringer til mester", due_on=clock.today())
    Guardian.objects.create(person=case.person, name="Mor Lind", relation="Mor", phone="20111111")
    club = factories.PartnerFactory(unit=guide.unit, name="Ungdomsklubben", phone="20123035")
    network_actions.add_participation(case, club, by=guide)
    text = draft_notes(two, guide.unit, clock.today(), guide)[case.pk]
    for word in (
        "FGU Nord",
        "Jeg ringer til mester",
        "Mor Lind (Mor), 20 11 11 11",
        "Ungdomsklubben, 20 12 30 35",
    ):
        assert word in text
    assert "<" not in text


def test_the_note_gives_nobodys_number_whom_the_young_person_must_not_meet(guide, two):
    case, day = two[0], timedelta(days=1)
    for name, said in {
        "Far Lind": {"contact_ban": True},
        "Onkel Lind": {"contact_wish": "not"},
        "Moster Lind": {"until_on": clock.today() + day},
        "Papfar Lind": {"until_on": clock.today()},
    }.items():
        Guardian.objects.create(person=case.person, name=name, phone="20111111", **said)
    stuck = factories.make_milestone(case, own_words="Jeg ringer til mester", due_on=clock.today())
    move_milestone(stuck, "cannot_yet", by=guide, reason="Er syg")
    text = draft_notes(two, guide.unit, clock.today(), guide)[case.pk]
    for word in (
        "Far Lind: må ikke have kontakt",
        "Onkel Lind: vi kontakter ikke",
        "Moster Lind, 20 11 11 11",
    ):
        assert word in text
    assert "Papfar" not in text and text.count("20 11 11 11") == 1
    assert "Jeg ringer til mester (Kan ikke endnu)" in text


def test_the_note_tells_of_calls_that_wait_and_meetings_that_are_planned(guide, leader, two):
    case, other = two
    asked = clock.today() - timedelta(days=1)
    with clock.travel(asked):
        record_wellbeing(case, (1, 2, 1, 2, 2), by=guide)
        done = record_wellbeing(other, (0, 0, 0, 0, 0), by=guide)
    father = Guardian.objects.create(
        person=case.person, name="Far Lind", relation="far", phone="20111111", contact_ban=True
    )
    coming = plan_one(
        case, place="Ungehuset", online="Ring 31 41 51 61", people=("youth", f"adult-{father.pk}")
    )
    passed = plan_one(case, on=clock.today() - timedelta(days=3))
    cancel_meeting(plan_one(case, place="Aflyst sted"), by=guide, why="Syg")
    hold_one(case, place="Holdt sted")
    follow_up(done.follow_up, by=guide, how="called", words="Talte med ham")
    notes = draft_notes(two, guide.unit, clock.today(), guide)
    text = notes[case.pk]
    assert f"Opkald, der venter:\n– Ring: lavt svar om trivsel {drawn_day(asked)}" in text
    assert f"{coming.type}, {drawn_day(coming.on)} 10.00, Ungehuset, ledes af {guide.name}, kladde" in text
    assert passed_words(str(passed.type), passed.on) in text
    for word in ("32", "WHO", "31 41 51 61", "20 11 11 11", "Aflyst sted", "Holdt sted"):
        assert word not in text, word
    assert text.count("Far Lind") == 1 and "Far Lind (far): må ikke have kontakt" in text
    assert "Opkald" not in notes[other.pk] and "Planlagte møder" not in notes[other.pk]


def test_no_note_tells_a_leader_of_a_shielded_case(client, leader, guide, colleague, two):
    case = two[0]
    record_wellbeing(case, (0, 0, 0, 0, 0), by=guide)
    plan_one(case, place="Kanariefuglen")
    client.force_login(leader)
    shown = client.post(URL, sent(guide, colleague, two)).content.decode()
    assert "Kanariefuglen" in shown and "Ring: lavt svar om trivsel" in shown
    Case.objects.filter(pk=case.pk).update(shielded=True)
    for answer in (
        client.post(URL, sent(guide, colleague, two)),
        client.post(URL, sent(guide, colleague, two, scope="alle")),
    ):
        shown = answer.content.decode()
        assert (
            "Kanariefuglen" not in shown and "Ring: lavt svar om trivsel" not in shown and "Alba" not in shown
        )


def test_the_way_back_from_the_preview_keeps_what_was_chosen_and_written(
    client, leader, guide, colleague, two
):
    client.force_login(leader)
    note = {f"note-{two[0].pk}": "Ring til mor først"}
    back = client.post(URL, sent(guide, colleague, two[:1]) | note | {"step": "back"})
    form = back.context["form"]
    assert back.status_code == 200 and form["cases"].value() == [str(two[0].pk)]
    assert (form["reason"].value(), form["to"].value()) == (
        sent(guide, colleague, [])["reason"],
        str(colleague.pk),
    )
    assert "Ring til mor først" in back.content.decode() and not Transfer.objects.exists()
    again = client.post(URL, sent(guide, colleague, two) | note)
    notes = {row["case"]: row["note"] for row in again.context["rows"]}
    assert notes[two[0]] == "Ring til mor først" and "Det vigtigste" in notes[two[1]]


def test_sixty_cases_cost_the_same_queries_as_two(client, leader, guide, two):
    client.force_login(leader)
    few = queries(client, f"{URL}?fra={guide.pk}")
    for _n in range(18):
        factories.make_case(guide)
    assert queries(client, f"{URL}?fra={guide.pk}") == few <= 12


def test_nothing_is_chosen_beforehand_but_what_the_case_itself_asked_for(client, leader, guide, two):
    client.force_login(leader)
    page = client.get(f"{URL}?fra={guide.pk}").content.decode()
    assert page.count('type="checkbox"') == 2 and 'checkbox" checked' not in " ".join(page.split())
    form = client.get(f"{URL}?fra={guide.pk}&sag={two[0].pk}").context["form"]
    assert form["cases"].value() == [str(two[0].pk)]


def test_namesakes_are_told_apart_where_they_are_chosen(client, leader, guide, two):
    for born, name in ((date(2009, 2, 1), "Alba"), (date(2010, 3, 2), "Alba")):
        factories.make_case(guide, first_name=name, last_name="Krog", birth_date=born)
    client.force_login(leader)
    names = [
        name for _pk, name in client.get(f"{URL}?fra={guide.pk}").context["form"].fields["cases"].choices
    ]
    born = ["Alba Krog, født 1. feb 2009", "Alba Krog, født 2. mar 2010"]
    assert sorted(names) == [*born, "Alba Lind", "Birk Lind"]


def test_all_of_them_are_those_that_the_preview_shows(client, leader, guide, colleague, two):
    client.force_login(leader)
    sent_all = sent(guide, colleague, [], scope="alle")
    assert client.post(URL, sent(guide, colleague, [])).status_code == 422
    preview = client.post(URL, sent_all)
    assert [row["case"] for row in preview.context["rows"]] == two
    factories.make_case(guide)  # comes while the leader reads
    hidden = {}
    for name, value in preview.context["hidden"]:
        hidden.setdefault(name, []).append(value)
    client.post(URL, {**hidden, "step": "send"})
    assert Transfer.objects.get().lines.count() == 2


def test_a_cover_is_told_of_while_it_runs_however_it_was_made_and_not_after(
    client, leader, guide, colleague, two
):
    def said(who):
        client.force_login(who)
        return client.get(URL).content.decode()

    assert "Ingen dækker for nogen" in said(leader) and "Ingen dækker for dig" in said(colleague)
    today = clock.today()
    transfer_actions.cover(two[0], colleague, by=leader, from_on=today, until_on=today + timedelta(days=3))
    for who in (leader, guide, colleague):
        assert "Kim Kollega for Gitte Guide" in said(who)
    row = transfer_actions.transfer_cases(
        [two[1]], colleague, by=leader, reason="Syg", until_on=today + timedelta(days=7)
    )
    assert said(guide).count("Kim Kollega for Gitte Guide") == 2
    assert reverse("workspace:transfer_done", args=[row.pk]) in said(guide)
    transfer_actions.end_transfer(row, by=guide)
    assert said(guide).count("Kim Kollega for Gitte Guide") == 1
    assert "Kim Kollega dækker 1 sag" not in client.get("/min-dag/").content.decode()


def test_a_notice_is_put_away_by_who_read_it_and_stays_for_the_other(client, leader, guide, colleague, two):
    until = clock.today() + timedelta(days=7)
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Syg", until_on=until)
    other = factories.make_case(guide)
    guides_actions.assign(other, colleague, by=leader, kind="deputy")
    client.force_login(colleague)
    page = client.get("/min-dag/").content.decode()
    assert "Du dækker 2 sager" in page and "Du er stedfortræder for 1 sag" in page
    away = reverse("workspace:notice_put_away")
    for key in (str(row.pk), "stedfortraeder", str(row.pk)):
        assert client.post(away, {"besked": key}).status_code == 303
    page = client.get("/min-dag/").content.decode()
    assert "Du dækker 2 sager" not in page and "Du er stedfortræder" not in page
    assert client.post(away, {"besked": "vrøvl"}).status_code == 404
    client.force_login(guide)
    assert "Kim Kollega dækker 2 sager for dig" in client.get("/min-dag/").content.decode()


def notices(client, who):
    """What stands above the day of ``who``."""
    client.force_login(who)
    return [notice.words for notice in client.get("/min-dag/").context["notices"]]


def given(cases, to, leader, how):
    """Give running cases to another guide, as a leader does beside Overdrag; and the way to undo it."""
    for case in cases:
        case.may = {"assign"}
    if how == "in bulk":
        bulk = do_to_many(cases, "assign", by=leader, user=to)
        return lambda: undo_many(bulk, cases, by=leader)
    for case in cases:
        guides_actions.assign(case, to, by=leader)
    return lambda: [guides_actions.undo_assign(case, by=leader) for case in cases]


@pytest.mark.parametrize("how", ["in bulk", "one by one"])
def test_both_guides_are_told_however_a_running_case_was_given_and_not_after_an_undo(
    client, leader, guide, colleague, two, how
):
    undo = given(two, colleague, leader, how)
    assert notices(client, colleague) == ["Du har overtaget 2 sager fra Gitte Guide."]
    assert notices(client, guide) == ["Kim Kollega har overtaget 2 sager fra dig."]
    assert notices(client, leader) == []
    undo()
    assert notices(client, colleague) == notices(client, guide) == []


def test_a_running_case_that_was_given_is_read_about_by_each_for_themselves(
    client, leader, guide, colleague, two
):
    guides_actions.assign(two[0], colleague, by=leader)
    client.force_login(colleague)
    (notice,) = client.get("/min-dag/").context["notices"]
    assert notice.url == two[0].get_absolute_url()
    away = reverse("workspace:notice_put_away")
    assert client.post(away, {"besked": notice.key}).status_code == 303
    assert notices(client, colleague) == []
    client.force_login(guide)
    (notice,) = client.get("/min-dag/").context["notices"]
    assert client.post(away, {"besked": notice.key}).status_code == 303
    assert notices(client, guide) == []
    assert client.post(away, {"besked": "afgivet-x"}).status_code == 404


def test_nothing_is_told_twice(client, leader, guide, colleague, two):
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Nyt job")
    assert notices(client, colleague) == ["Du har overtaget 2 sager fra Gitte Guide."]
    assert notices(client, guide) == ["Kim Kollega har overtaget 2 sager fra dig."]
    transfer_actions.undo_transfer(row, by=leader)
    assert notices(client, colleague) == notices(client, guide) == []


@pytest.mark.parametrize("many", [1, 2])
def test_a_case_that_nobody_had_is_told_of_as_new_until_it_is_read(
    client, leader, guide, colleague, two, many
):
    for _n in range(many):
        waits = factories.make_case(None, unit=leader.unit, by=leader)
        guides_actions.assign(waits, colleague, by=leader)
    guides_actions.assign(two[0], colleague, by=leader)
    words = "Lene Leder har givet dig 1 ny sag." if many == 1 else "Lene Leder har givet dig 2 nye sager."
    assert notices(client, colleague) == [words, "Du har overtaget 1 sag fra Gitte Guide."]
    assert notices(client, guide) == ["Kim Kollega har overtaget 1 sag fra dig."]
    assert notices(client, leader) == [], "who gave them knows"
    client.force_login(colleague)
    key = client.get("/min-dag/").context["notices"][0].key
    assert client.post(reverse("workspace:notice_put_away"), {"besked": key}).status_code == 303
    assert notices(client, colleague) == ["Du har overtaget 1 sag fra Gitte Guide."]


def test_a_deputy_whom_an_undo_gave_back_is_not_told_anew(client, leader, guide, colleague, two):
    other = factories.UserFactory(unit=leader.unit)
    guides_actions.assign(two[0], colleague, by=colleague, kind="deputy")
    two[0].may = {"assign"}
    undo_many(do_to_many(two[:1], "deputise", by=leader, user=other), two[:1], by=leader)
    assert Case.objects.get(pk=two[0].pk).deputy == colleague
    assert notices(client, colleague) == notices(client, other) == []


@pytest.mark.parametrize("how", ["by itself", "before its time"])
def test_the_guide_who_is_back_sees_what_was_done_meanwhile(client, leader, guide, colleague, two, how):
    today, until = clock.today(), clock.today() + timedelta(days=7)
    notes_actions.add_note(two[0], by=guide, text="Før ferien")
    row = transfer_actions.transfer_cases(two, colleague, by=leader, reason="Ferie", until_on=until)
    client.force_login(colleague)
    client.get(f"/sager/{two[1].pk}/")  # to look is not to do
    notes_actions.add_note(two[0], by=colleague, text="Vi talte om praktik")
    back = until if how == "by itself" else today + timedelta(days=2)
    with clock.travel(back):
        if how != "by itself":
            transfer_actions.end_transfer(row, by=guide)
        else:
            notes_actions.add_note(two[1], by=colleague, text="Efter ferien")
        client.force_login(guide)
        day_page = client.get("/min-dag/").content.decode()
        assert "Kim Kollega har dækket 2 sager for dig" in day_page
        url = reverse("workspace:transfer_done", args=[row.pk])
        assert url in day_page
        lines = {line["name"]: line["done"] for line in client.get(url).context["lines"]}
        told = [one.what for one in lines["Alba Lind"]]
        assert told.count("skrev et notat") == 1
        assert not [one for one in lines["Birk Lind"] if "notat" in one.what or "så" in one.what]
        client.post(reverse("workspace:notice_put_away"), {"besked": str(row.pk)})
        assert "har dækket" not in client.get("/min-dag/").content.decode()
    with clock.travel(until + timedelta(days=14)):
        client.force_login(guide)
        assert "har dækket" not in client.get("/min-dag/").content.decode()


def test_another_note_under_the_same_key_is_not_dropped(client, leader, guide, colleague, two):
    client.force_login(leader)
    data = sent(guide, colleague, two[:1]) | {"step": "send", f"note-{two[0].pk}": "Ring til mor først"}
    assert client.post(URL, data).status_code == 303
    other = client.post(URL, data | {f"note-{two[0].pk}": "Ring til far først"})
    assert other.status_code == 422
    assert "Ring til far først" in other.content.decode()
    assert "er allerede gemt" in other.content.decode()
    assert dict(other.context["hidden"])["submit_key"] not in ("", "n1")


def test_given_over_for_good_twice_in_a_row_leads_to_the_same_receipt(client, leader, guide, colleague, two):
    client.force_login(leader)
    data = sent(guide, colleague, two, kind="for_good", last_on="") | {"step": "send"}
    first, second = client.post(URL, data), client.post(URL, data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert (
        second["Location"]
        == first["Location"]
        == reverse("workspace:transfer_done", args=[Transfer.objects.get().pk])
    )
