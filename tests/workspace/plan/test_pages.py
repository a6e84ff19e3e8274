"""The plan's pages and fragments, with and without htmx: what they show, what they cost, and who comes second."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.models import Draft
from core import clock
from plans.milestones import actions as milestones_actions
from plans.milestones.actions import move_milestone
from plans.models import MOVES, OPEN_STATUSES, Destination, Goal, Milestone, MilestoneMove, Outcome, Plan
from plans.plan import actions as plan_actions
from tests.helpers.factories import ContactFactory, make_case, make_milestone

pytestmark = pytest.mark.django_db

# How a young person's own words are changed.
WITH_THEM = {"took_part": "meeting"}


HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, guide):
    client.force_login(guide)
    return client


@pytest.fixture
def plan_url(case):
    return f"/sager/{case.pk}/plan/"


def milestone_url(milestone, act):
    return f"/sager/{milestone.plan.case_id}/plan/milepael/{milestone.pk}/{act}/"


def queries(client, url, **kwargs):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = getattr(client, "post" if "data" in kwargs else "get")(url, **kwargs)
    assert response.status_code in (200, 204, 302), response.status_code
    return len(captured)


def test_milestone_move_in_place_lets_the_page_fetch_itself(signed_in, case):
    milestone = make_milestone(case)
    response = signed_in.post(milestone_url(milestone, "flyt"), {"status": "reached"}, headers=HTMX)
    assert response.status_code == 204
    assert "announce" in response["HX-Trigger"] and "page-changed" in response["HX-Trigger"]


def test_milestone_move_without_htmx_leads_back_to_the_milestone(signed_in, case, plan_url):
    milestone = make_milestone(case)
    response = signed_in.post(milestone_url(milestone, "flyt"), {"status": "under_way"})
    assert (response.status_code, response["Location"]) == (303, f"{plan_url}#milestone-{milestone.pk}")


@pytest.mark.parametrize(
    ("wanted", "leads_home"), [("/", True), ("https://ond.example/", False), ("//ond.example", False)]
)
def test_milestone_move_leads_back_to_our_own_lists_only(signed_in, case, wanted, leads_home):
    milestone = make_milestone(case)
    response = signed_in.post(milestone_url(milestone, "flyt"), {"status": "reached", "next": wanted})
    assert (response["Location"] == wanted) == leads_home


def test_milestone_move_five_times_is_one_move(signed_in, case):
    milestone = make_milestone(case)
    for _ in range(5):
        assert (
            signed_in.post(milestone_url(milestone, "flyt"), {"status": "reached"}, headers=HTMX).status_code
            == 204
        )
    assert MilestoneMove.objects.filter(milestone=milestone, new_status="reached").count() == 1


def test_milestone_move_that_the_table_does_not_know_is_told(signed_in, case, guide):
    milestone = make_milestone(case)
    move_milestone(milestone, "dropped", by=guide)
    response = signed_in.post(milestone_url(milestone, "flyt"), {"status": "reached"}, headers=HTMX)
    assert response.status_code == 422
    milestone.refresh_from_db()
    assert milestone.status == "dropped"


def test_milestone_move_to_a_day_that_has_not_come_is_refused(signed_in, case):
    milestone = make_milestone(case)
    tomorrow = clock.today() + timedelta(days=1)
    data = {"status": "reached", "on": tomorrow.isoformat()}
    assert signed_in.post(milestone_url(milestone, "flyt"), data, headers=HTMX).status_code == 422
    data["on"] = (tomorrow - timedelta(days=5)).isoformat()
    assert signed_in.post(milestone_url(milestone, "flyt"), data, headers=HTMX).status_code == 204
    milestone.refresh_from_db()
    assert milestone.reached_on == tomorrow - timedelta(days=5)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "i går"])
def test_days_that_cannot_be_are_told_and_not_kept(signed_in, case, plan_url, day):
    milestone = make_milestone(case)
    move = {"status": "reached", "on": day}
    assert signed_in.post(milestone_url(milestone, "flyt"), move, headers=HTMX).status_code == 422
    later = {"due_on": day, "version": 1, "reason": "x"}
    assert signed_in.post(milestone_url(milestone, "ny-dato"), later).status_code == 422
    data = {"own_words": "x", "responsible": "youth", "due_on": day}
    assert signed_in.post(f"{plan_url}milepael/ny/", data).status_code == 422
    assert signed_in.get(plan_url).status_code == 200


@pytest.mark.parametrize("status", list(MOVES))
def test_buttons_and_choices_come_from_the_table(signed_in, case, plan_url, status):
    milestone = make_milestone(case)
    today = clock.today()
    days = {"reached": {"reached_on": today}, "dropped": {"dropped_on": today}}
    days["cannot_yet"] = {"cannot_on": today, "cannot_because": "Venter"}
    Milestone.objects.filter(pk=milestone.pk).update(status=status, **days.get(status, {}))
    text = signed_in.get(plan_url).content.decode()
    options = re.findall(r'<option value="(planned|under_way|cannot_yet|reached|dropped)"', text)
    # That it cannot be done yet has a form of its own, which asks why.
    assert options == [str(new) for new in MOVES[status] if new != "cannot_yet"]
    buttons = re.findall(r'name="status" value="(\w+)"', text)
    assert set(buttons) <= set(options)


@pytest.mark.parametrize("status", OPEN_STATUSES)
def test_the_case_page_offers_what_the_table_allows(signed_in, case, status):
    milestone = make_milestone(case)
    cannot = {"cannot_on": clock.today(), "cannot_because": "Venter"} if status == "cannot_yet" else {}
    Milestone.objects.filter(pk=milestone.pk).update(status=status, **cannot)
    text = signed_in.get(case.get_absolute_url()).content.decode()
    assert milestone.own_words in text
    assert ('value="reached"' in text) is ("reached" in MOVES[status])


@pytest.mark.parametrize("others", [1, 20])
def test_milestone_move_costs_at_most_twelve_queries_however_long_the_plan(signed_in, case, unit, others):
    for _ in range(others):
        make_milestone(case, responsible="partner", contact=ContactFactory(partner__unit=unit))
    milestone = make_milestone(case)
    cost = queries(signed_in, milestone_url(milestone, "flyt"), data={"status": "reached"}, headers=HTMX)
    assert cost <= 12 + savepoints()


def savepoints() -> int:
    """The test case holds the real transaction: BEGIN and COMMIT of the view, and of the session with the receipt,
    are savepoints here.
    """
    return 4


def test_the_milestones_stand_before_efforts_and_programmes(signed_in, case, plan_url):
    """What is moved most days is not below what is written once."""
    make_milestone(case)
    page = signed_in.get(plan_url).content.decode()
    goals, milestones, efforts = (
        page.index(f'id="{name}"') for name in ("h-goals", "h-milestones", "h-efforts")
    )
    assert goals < milestones < efforts


def test_plan_page_costs_the_same_for_two_and_for_twenty_milestones(signed_in, case, guide, unit):
    def fill(n):
        made = make_case(guide)
        for _ in range(n):
            milestone = make_milestone(
                made, responsible="partner", contact=ContactFactory(partner__unit=unit)
            )
            move_milestone(milestone, "under_way", by=guide)
            plan_actions.add_goal(Goal(plan=made.plans.get(), text="Mål"), by=guide)
        return f"/sager/{made.pk}/plan/"

    two, twenty = fill(2), fill(20)
    signed_in.get(two)
    assert queries(signed_in, two) == queries(signed_in, twenty) <= 20


def test_milestone_undo_twice_undoes_once(signed_in, case):
    milestone = make_milestone(case)
    signed_in.post(milestone_url(milestone, "flyt"), {"status": "reached"}, headers=HTMX)
    move = milestone.history.order_by("-pk").first()
    for _ in range(2):
        response = signed_in.post(milestone_url(milestone, "fortryd"), {"move": move.pk}, headers=HTMX)
        assert response.status_code == 204
    milestone.refresh_from_db()
    assert milestone.status == "planned" and milestone.history.count() == 3


@pytest.mark.parametrize("move", ["", "abc", "999999", "-1"])
def test_milestone_undo_of_nothing_is_404(signed_in, case, move):
    milestone = make_milestone(case)
    assert signed_in.post(milestone_url(milestone, "fortryd"), {"move": move}).status_code == 404


def test_what_is_saved_as_it_stood_is_told_so(signed_in, case):
    milestone = make_milestone(case)
    for act in ("ret", "ny-dato"):
        address = milestone_url(milestone, act)
        form = signed_in.get(address).context["form"]
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        told = signed_in.post(address, data, follow=True).content.decode()
        assert "Der er ikke ændret noget." in told and "Gemt." not in told, act
        assert milestone.history.count() == 1
    address = reverse("plans:plan_edit", args=[case.pk])
    form = signed_in.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert "Der er ikke ændret noget." in signed_in.post(address, data, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "days", "told"),
    [
        ("due_on", -1, "Sagen blev oprettet senere end det."),
        ("due_on", 365 * 12, "Se på årstallet en gang til. Dagen kan ligge fra"),
        ("start_on", 365 * 12, "Se på årstallet en gang til. Dagen kan ligge fra"),
        ("start_on", -1, "Sagen blev oprettet senere end det."),
    ],
)
def test_a_day_of_another_time_is_no_day_of_a_milestone(signed_in, case, name, days, told):
    milestone, day = make_milestone(case), case.opened_on + timedelta(days=days)
    said = {"own_words": "Jeg vil på kursus", "responsible": "guide", "took_part": "together"}
    for act in ("ret", "ny-dato")[: 1 if days < 0 or name == "start_on" else 2]:
        answer = signed_in.post(milestone_url(milestone, act), said | {name: day.isoformat(), "version": 1})
        assert answer.status_code == 422 and told in answer.context["form"].errors[name][0]
    answer = signed_in.post(reverse("plans:milestone_add", args=[case.pk]), said | {name: day.isoformat()})
    assert told in answer.context["form"].errors[name][0]


def test_a_day_that_stood_before_the_bound_is_left_alone(signed_in, case):
    milestone = make_milestone(case)
    before = case.opened_on - timedelta(days=90)
    Milestone.objects.update(start_on=before, due_on=before)
    address = milestone_url(milestone, "ret")
    form = signed_in.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    told = signed_in.post(address, data | {"professional": "Med mentor"}, follow=True).content.decode()
    assert "Gemt." in told


def test_milestone_postpone_asks_why_and_keeps_it(signed_in, case):
    milestone = make_milestone(case)
    later = milestone.due_on + timedelta(days=10)
    data = {"due_on": later.isoformat(), "version": milestone.version}
    assert signed_in.post(milestone_url(milestone, "ny-dato"), data, headers=HTMX).status_code == 422
    response = signed_in.post(
        milestone_url(milestone, "ny-dato"), data | {"reason": "Ferie hos mester"}, headers=HTMX
    )
    assert response.status_code == 204
    milestone.refresh_from_db()
    assert milestone.due_on == later and milestone.history.first().reason == "Ferie hos mester"
    history = signed_in.get(f"/sager/{case.pk}/plan/milepael/{milestone.pk}/").content.decode()
    assert "Ferie hos mester" in history


def test_milestone_postpone_from_another_list_leads_back_to_it(signed_in, case):
    milestone = make_milestone(case, due_on=clock.today() - timedelta(days=2))
    day = signed_in.get("/min-dag/").content.decode()
    link = re.search(rf'href="(/sager/[^"]*{milestone.pk}/ny-dato/[^"]*)"', day)[1]
    form = signed_in.get(link).content.decode()
    back = re.search(r'name="next" value="([^"]*)"', form)[1]
    data = {"due_on": clock.today().isoformat(), "version": 1, "reason": "Syg", "next": back}
    response = signed_in.post(milestone_url(milestone, "ny-dato"), data)
    assert response["Location"] == "/min-dag/"


def test_milestone_postpone_by_who_read_an_older_version_shows_how_it_stands(signed_in, case, guide):
    milestone = make_milestone(case)
    data = {"due_on": milestone.due_on.isoformat(), "version": milestone.version, "reason": "x"}
    move_milestone(milestone, "under_way", by=guide)
    data["due_on"] = (milestone.due_on + timedelta(days=1)).isoformat()
    response = signed_in.post(milestone_url(milestone, "ny-dato"), data, headers=HTMX)
    # Sent without fingerprints one is asked.
    assert response.status_code == 409 and response.context["form"].conflict
    opened = signed_in.get(milestone_url(milestone, "ny-dato")).context["form"]
    move_milestone(Milestone.objects.get(pk=milestone.pk), "planned", by=guide)
    data |= {"version": opened["version"].value(), "opened": opened["opened"].value()}
    assert signed_in.post(milestone_url(milestone, "ny-dato"), data, headers=HTMX).status_code == 204


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 204)])
def test_milestone_is_not_moved_to_a_day_that_has_passed(signed_in, case, days, status):
    milestone = make_milestone(case, due_on=clock.today() + timedelta(days=5))
    day = clock.today() + timedelta(days=days)
    data = {"due_on": day.isoformat(), "version": milestone.version}
    assert signed_in.post(milestone_url(milestone, "ny-dato"), data, headers=HTMX).status_code == status
    data |= {"own_words": milestone.own_words, "responsible": "youth"}
    data["version"] = Milestone.objects.get(pk=milestone.pk).version
    assert signed_in.post(milestone_url(milestone, "ret"), data, headers=HTMX).status_code == status


def test_milestone_that_was_overdue_keeps_its_day_when_its_words_are_changed(signed_in, case):
    milestone = make_milestone(case, due_on=clock.today() - timedelta(days=5))
    data = {"due_on": milestone.due_on.isoformat(), "version": 1, "own_words": "Ny", "responsible": "youth"}
    data |= WITH_THEM
    assert signed_in.post(milestone_url(milestone, "ret"), data, headers=HTMX).status_code == 204


def said_on(page) -> list[str]:
    """The receipts that stand on the page."""
    return [str(message) for message in page.context["messages"]]


def test_milestone_add_five_times_is_one_milestone(signed_in, case, plan_url):
    data = {"own_words": "Jeg vil se FGU", "responsible": "youth", "submit_key": "k1"}
    answers = {signed_in.post(f"{plan_url}milepael/ny/", data)["Location"] for _ in range(5)}
    made = Milestone.objects.get(plan__case=case)
    assert said_on(signed_in.get(plan_url)) == ["Gemt."], "once, however often it is sent"
    assert answers == {f"{plan_url}#milestone-{made.pk}"}
    assert AuditEvent.objects.filter(action="milestone.added", object_id=str(made.pk)).count() == 1


def test_milestone_add_sets_no_more_than_its_form_says(signed_in, case, plan_url):
    data = {
        "own_words": "Jeg vil se FGU",
        "responsible": "youth",
        "status": "reached",
        "reached_on": "2026-01-01",
        "position": "77",
        "version": "9",
    }
    signed_in.post(f"{plan_url}milepael/ny/", data)
    made = Milestone.objects.get(plan__case=case)
    assert (made.status, made.reached_on, made.position, made.version) == ("planned", None, 1, 1)


def test_milestone_add_takes_no_goal_or_contact_of_others(signed_in, case, plan_url, guide):
    elsewhere = Goal.objects.create(plan=make_case(guide).plans.get(), text="Et andet mål")
    stranger = ContactFactory()
    data = {"own_words": "x", "responsible": "partner", "contact": stranger.pk, "goal": elsewhere.pk}
    response = signed_in.post(f"{plan_url}milepael/ny/", data)
    assert response.status_code == 422
    assert {"goal", "contact"} <= set(response.context["form"].errors)


def test_milestone_form_offers_those_around_and_finds_the_others_by_name(
    signed_in, case, plan_url, unit, guide
):
    near = ContactFactory(partner__unit=unit, partner__name="Nær Skole")
    make_milestone(case, responsible="partner", contact=near)
    far = ContactFactory(partner__unit=unit, partner__name="Aaben Skole", name="Ene Fjern")
    text = signed_in.get(f"{plan_url}milepael/ny/").content.decode()
    assert "Nær Skole" in text and "Aaben Skole" not in text
    data = {"own_words": "Jeg vil i praktik", "responsible": "partner", "contact-q": "ene fjern"}
    signed_in.post(f"{plan_url}milepael/ny/", data)
    assert Milestone.objects.get(own_words="Jeg vil i praktik").contact == far


def test_milestone_edit_in_place(signed_in, case):
    milestone = make_milestone(case)
    url = milestone_url(milestone, "ret")
    form = signed_in.get(url, headers=HTMX).content.decode()
    assert f'id="milestone-{milestone.pk}"' in form and "<html" not in form
    data = {"own_words": "Jeg vil svømme", "responsible": "guide", "insight": "on", "version": 1} | WITH_THEM
    data["due_on"] = milestone.due_on.isoformat()
    assert signed_in.post(url, data, headers=HTMX).status_code == 204
    assert "Jeg vil svømme" in signed_in.get(f"/sager/{case.pk}/plan/").text
    milestone.refresh_from_db()
    assert (milestone.own_words, milestone.responsible, milestone.insight) == (
        "Jeg vil svømme",
        "guide",
        True,
    )


def test_milestone_edit_by_who_comes_second_shows_both_texts(signed_in, case, guide):
    milestone = make_milestone(case)
    data = {"own_words": "Min egen tekst", "responsible": "youth", "version": milestone.version} | WITH_THEM
    data["due_on"] = milestone.due_on.isoformat()
    milestones_actions.edit_milestone(
        milestone, by=guide, expected_version=1, values={"own_words": "En andens tekst"}, took_part="meeting"
    )
    response = signed_in.post(milestone_url(milestone, "ret"), data)
    text = response.content.decode()
    assert response.status_code == 409 and "Min egen tekst" in text and "En andens tekst" in text
    again = data | {"version": re.search(r'name="version" value="(\d+)"', text)[1]}
    assert signed_in.post(milestone_url(milestone, "ret"), again).status_code == 303
    milestone.refresh_from_db()
    assert milestone.own_words == "Min egen tekst"


def test_a_milestone_of_another_case_is_not_found_under_this_one(signed_in, case, guide):
    foreign = make_milestone(make_case(guide))
    for act, method in (("flyt", "post"), ("ret", "get"), ("ny-dato", "get"), ("plads", "post")):
        url = f"/sager/{case.pk}/plan/milepael/{foreign.pk}/{act}/"
        assert getattr(signed_in, method)(url).status_code == 404


def test_order_by_buttons_and_by_dragging(signed_in, case, plan_url):
    a, b = make_milestone(case, own_words="Alfa"), make_milestone(case, own_words="Beta")
    response = signed_in.post(milestone_url(b, "plads"), {"direction": "up"}, headers=HTMX)
    text = response.content.decode()
    assert text.index("Beta") < text.index("Alfa") and f'id="up-{b.pk}"' in text  # the focus finds its button
    assert "announce" in response["HX-Trigger"]
    signed_in.post(f"{plan_url}raekkefoelge/", {"milestone": [str(a.pk), str(b.pk)]})
    text = signed_in.get(plan_url).content.decode()
    assert text.index(f'id="milestone-{a.pk}"') < text.index(f'id="milestone-{b.pk}"')


def test_a_tag_filters_and_never_hides_the_count(signed_in, case, plan_url):
    make_milestone(case, own_words="Med udsyn", outlook=True)
    make_milestone(case, own_words="Uden maerke")
    text = signed_in.get(f"{plan_url}?tag=outlook").content.decode()
    assert "Med udsyn" in text and "Uden maerke" not in text.split('id="milestones"')[1]
    assert re.search("0 (af|of) 2", text)
    assert signed_in.get(f"{plan_url}?tag=%27").status_code == 200


def dream_form(plan, dream):
    return {
        "dream": dream,
        "destination": "",
        "destination_note": "",
        "small_step": "",
        "version": plan.version,
        **WITH_THEM,
    }


def test_plan_edit_by_who_comes_second_shows_both_dreams(signed_in, case, plan_url, guide):
    plan = case.plans.get()
    mine = dream_form(plan, "Jeg vil være smed")
    plan_actions.edit_plan(
        plan, by=guide, expected_version=1, values={"dream": "Jeg vil være kok"}, took_part="meeting"
    )
    response = signed_in.post(f"{plan_url}ret/", mine)
    text = response.content.decode()
    assert response.status_code == 409 and "Jeg vil være smed" in text and "Jeg vil være kok" in text
    again = mine | {"version": re.search(r'name="version" value="(\d+)"', text)[1]}
    assert signed_in.post(f"{plan_url}ret/", again).status_code == 303
    assert Plan.objects.get(pk=plan.pk).dream == "Jeg vil være smed"


def test_plan_draft_is_kept_for_its_writer_and_gone_when_saved(signed_in, case, plan_url, client):
    typed = {"form": "plan.dream", "text": "Jeg vil fl"}
    assert signed_in.post(f"/sager/{case.pk}/kladde/", typed).status_code == 200
    assert "Jeg vil fl" in signed_in.get(f"{plan_url}ret/").content.decode()
    assert case.plans.get().dream == ""
    signed_in.post(f"{plan_url}ret/", dream_form(case.plans.get(), "Jeg vil flyve"))
    assert not Draft.objects.exists()
    assert case.plans.get().dream == "Jeg vil flyve"


def test_goal_add_and_edit(signed_in, case, plan_url):
    for _ in range(3):
        signed_in.post(f"{plan_url}maal/nyt/", {"text": "Komme op om morgenen", "submit_key": "g"})
    goal = Goal.objects.get(plan__case=case)
    assert said_on(signed_in.get(plan_url)) == ["Gemt."]
    for version, said in ((1, "Gemt."), (2, "Der er ikke ændret noget.")):
        signed_in.post(f"{plan_url}maal/{goal.pk}/", {"text": "Komme op", "version": version} | WITH_THEM)
        assert said_on(signed_in.get(plan_url)) == [said]
    goal.refresh_from_db()
    assert (goal.text, goal.status, goal.version) == ("Komme op", "now", 2)
    late = signed_in.post(f"{plan_url}maal/{goal.pk}/", {"text": "Min tekst", "version": 1} | WITH_THEM)
    assert late.status_code == 409 and "Min tekst" in late.content.decode()


def test_outcome_add_and_end(signed_in, case, plan_url):
    destination = Destination.objects.get(code="eud")
    began = clock.today() - timedelta(days=100)
    data = {
        "destination": destination.pk,
        "started_on": began.isoformat(),
        "evidence": "Brev",
        "submit_key": "o",
    }
    for _ in range(2):
        signed_in.post(f"{plan_url}naaet/", data)
    outcome = Outcome.objects.get(case=case)
    url = f"{plan_url}naaet/{outcome.pk}/ophoert/"
    too_early = signed_in.post(url, {"ended_on": (began - timedelta(days=1)).isoformat()})
    assert too_early.status_code == 422 and Outcome.objects.get().ended_on is None
    signed_in.post(url, {"ended_on": clock.today().isoformat()})
    assert Outcome.objects.get().ended_on == clock.today()
    assert "Det er registreret." in said_on(signed_in.get(plan_url))
    assert "Erhvervsuddannelse" in signed_in.get(plan_url).content.decode()


def test_outcome_cannot_begin_tomorrow(signed_in, case, plan_url):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    data = {"destination": Destination.objects.get(code="eud").pk, "started_on": tomorrow}
    assert signed_in.post(f"{plan_url}naaet/", data).status_code == 422
    assert not Outcome.objects.exists()


def test_the_proposal_is_there_and_says_where_it_comes_from(db):
    assert Destination.objects.count() == 31
    assert not Destination.objects.filter(source="").exists()
    assert not Destination.objects.get(code="epx").is_active
    assert Destination.objects.get(code="eud").counts_as_positive == "yes"


def destination_form(row, **changes):
    fields = ("name_da", "name_en", "group", "counts_as_positive", "sustained_days", "source", "position")
    return (
        {name: getattr(row, name) for name in fields} | {"is_active": "on", "version": row.version} | changes
    )


def test_destination_edit_is_audited_and_refuses_who_comes_second(client, admin):
    client.force_login(admin)
    row = Destination.objects.get(code="fgu")
    url = f"/tabeller/destinationer/{row.pk}/"
    data = destination_form(row, counts_as_positive="yes", source="Børneudvalget 3. marts 2026")
    assert client.post(url, data).status_code == 303
    row.refresh_from_db()
    assert row.counts_as_positive == "yes"
    changes = AuditEvent.objects.get(action="destination.edited").changes
    assert changes["counts_as_positive"] == ["interim", "yes"]
    late = client.post(url, data | {"sustained_days": 182})
    assert late.status_code == 409 and Destination.objects.get(pk=row.pk).sustained_days == 91


def test_destination_out_of_use_stays_on_the_plans_that_name_it(signed_in, case, plan_url, guide):
    plan, row = case.plans.get(), Destination.objects.get(code="fgu")
    plan_actions.edit_plan(plan, by=guide, expected_version=1, values={"destination": row})
    Destination.objects.filter(pk=row.pk).update(is_active=False)
    assert "FGU (AGU/PGU/EGU)" in signed_in.get(plan_url).content.decode()
    assert f'value="{row.pk}" selected' in signed_in.get(f"{plan_url}ret/").content.decode()
