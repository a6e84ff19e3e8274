"""The lists: columns, saved and shared views, a purpose for a large export, and one act on many cases."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import exporting
from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.closing import actions as closing_actions
from cases.guides import actions as guides_actions
from cases.models import ActivityPeriod, Assignment, Case, Note
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories
from workspace.lists import bulk_views
from workspace.lists import columns as lists_columns
from workspace.lists.columns import COLUMNS
from workspace.models import BulkAct, SavedView

pytestmark = pytest.mark.django_db


MINE, UNIT, BULK = "/mine-unge/", "/unge/", "/flere/"


@pytest.fixture
def signed_in(client, guide):
    """A client of the guide."""
    client.force_login(guide)
    return client


@pytest.fixture
def as_leader(client, leader):
    """A client of the leader."""
    client.force_login(leader)
    return client


def text(response) -> str:
    return response.content.decode()


def test_every_column_is_drawn_sorted_and_exported(as_leader, guide, leader):
    case = factories.make_case(guide)
    activity_actions.set_activity(case, "fgu", by=guide)
    guides_actions.weigh_case(case, 3, by=leader, reason="Mange møder")
    factories.make_case(None, unit=leader.unit, by=leader)
    shown = as_leader.get(UNIT, {"kol": list(COLUMNS)})
    for column in COLUMNS.values():
        assert str(column.label) in text(shown)
        if column.sort:
            for sort in (column.sort, f"-{column.sort}"):
                assert as_leader.get(UNIT, {"sort": sort}).status_code == 200
    data = as_leader.get(UNIT, {"kol": list(COLUMNS), "format": "csv"}).content.decode("utf-8-sig")
    heading, *lines = data.splitlines()
    assert len(heading.split(";")) == len(COLUMNS) + 3
    assert len(lines) == 2
    assert any(";3;" in line and guide.name in line for line in lines)


def test_columns_that_nobody_knows_leave_the_lists_own(signed_in, case):
    assert [c.key for c in signed_in.get(MINE, {"kol": "person__cpr"}).context["columns"]] == list(
        lists_columns.OWN_LIST
    )


def test_a_list_with_every_column_costs_the_same_and_is_light(signed_in, guide):
    def cost():
        signed_in.get(MINE, {"kol": list(COLUMNS)})
        with CaptureQueriesContext(connection) as captured:
            body = signed_in.get(MINE, {"kol": list(COLUMNS)}).content
        assert len(body) < 100_000
        assert body.count(b"<option") < 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    for _n in range(2):
        factories.make_case(guide)
    few = cost()
    for _n in range(60):
        factories.make_case(guide)
    assert cost() == few <= 9


def test_a_view_keeps_filters_columns_and_order_and_nothing_else(signed_in, guide):
    query = "vis=over-frist&kol=frist&kol=alder&sort=-frist&page=3&format=csv&person__cpr=1&next=//evil"
    response = signed_in.post(
        reverse("workspace:view_save"), {"which": "mine", "name": "Haster", "query": query}
    )
    assert response["Location"] == "/mine-unge/?vis=over-frist&sort=-frist&kol=alder&kol=frist"
    page = signed_in.get(response["Location"])
    (view,) = page.context["views"]
    assert (view["name"], view["is_here"], view["is_own"]) == ("Haster", True, True)
    assert [c.key for c in page.context["columns"]] == ["alder", "frist"]
    assert not signed_in.get(MINE).context["views"][0]["is_here"]


def test_the_same_name_again_takes_the_views_place(signed_in, guide):
    for query, words in (("vis=15-17", "gemt som »Alder«"), ("vis=over-18", "»Alder« er erstattet")):
        sent = {"which": "mine", "name": "Alder", "query": query}
        assert words in signed_in.post(reverse("workspace:view_save"), sent, follow=True).content.decode()
    assert SavedView.objects.get(user=guide).query == "vis=over-18"


def test_the_leader_shares_and_a_guide_does_not(client, leader, guide, colleague, stranger):
    client.force_login(guide)
    client.post(reverse("workspace:view_save"), {"which": "mine", "name": "Min", "query": "", "share": "on"})
    assert not SavedView.objects.exists()
    client.force_login(leader)
    client.post(
        reverse("workspace:view_save"), {"which": "mine", "name": "Alles", "query": "", "share": "on"}
    )
    client.post(reverse("workspace:view_save"), {"which": "mine", "name": "Egen", "query": "vis=15-17"})
    for user, names in ((colleague, ["Alles"]), (stranger, []), (leader, ["Egen", "Alles"])):
        client.force_login(user)
        assert [view["name"] for view in client.get(MINE).context["views"]] == names
    client.force_login(colleague)
    shared = SavedView.objects.get(name="Alles")
    assert client.post(reverse("workspace:view_remove", args=[shared.pk])).status_code == 404


def test_a_guide_keeps_no_view_of_the_units_list(signed_in):
    response = signed_in.post(reverse("workspace:view_save"), {"which": "unit", "name": "Alle", "query": ""})
    assert response.status_code == 403


def test_more_than_fifty_leave_with_a_purpose_that_is_kept(signed_in, guide):
    for _n in range(exporting.ASK_PURPOSE_OVER):
        factories.make_case(guide)
    assert signed_in.get(MINE, {"format": "csv"})["Content-Type"].startswith("text/csv")
    factories.make_case(guide)
    asked = signed_in.get(MINE, {"format": "csv", "sort": "alder"})
    assert asked.content.decode().count(f'href="{MINE}?sort=alder"') == 2, "back is to the list as it stood"
    asked = signed_in.get(MINE, {"format": "csv"})
    assert asked["Content-Type"].startswith("text/html") and "51" in text(asked)
    assert signed_in.post(MINE, {"format": "csv", "formaal": " "}).status_code == 422
    assert AuditEvent.objects.filter(action="cases.exported").count() == 1
    sent = signed_in.post(MINE, {"format": "csv", "formaal": "Møde med jobcentret"})
    assert sent["Content-Type"].startswith("text/csv")
    event = AuditEvent.objects.filter(action="cases.exported").latest("pk")
    assert event.purpose == "mine-unge: Møde med jobcentret"
    assert len(event.changes["cases"]) == 51


def send(client, act, cases, which="mine", **data):
    return client.post(BULK, {"which": which, "act": act, "case": [case.pk for case in cases], **data})


def sure(client, response, **data):
    """What the preview shows filled in, sent."""
    context = response.context
    form = context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    shown |= {"query": context["query"], "efter": context["until"]}
    return send(client, context["act"], context["fits"], context["one"].which, sure="1", **(shown | data))


def test_the_leader_gives_many_cases_a_guide_and_takes_it_back(as_leader, leader, guide, colleague):
    own = [factories.make_case(guide) for _n in range(2)]
    waits = factories.make_case(None, unit=leader.unit, by=leader)
    theirs = factories.make_case(colleague)
    hidden = factories.make_case(guide, shielded=True, first_name="Hemmelig")
    closed = factories.make_case(guide)
    closing_actions.close(closed, by=leader, reason="moved")
    every = [*own, waits, theirs, hidden, closed]
    preview = send(as_leader, "assign", every, "unit")
    assert [case for case, _why in preview.context["left_out"]] == [closed]
    assert "Hemmelig" not in text(preview)
    assert Assignment.objects.filter(user=colleague).count() == 1  # a preview does nothing
    done = sure(as_leader, preview, user=colleague.pk)
    assert done.status_code == 303
    page = as_leader.get(done["Location"])
    assert (page.context["count"], [row[2] for row in page.context["left_out"]]) == (
        3,
        ["De har den allerede."],
    )
    assert set(Case.objects.filter(guide=colleague)) == {*own, waits, theirs}
    acts = AuditEvent.objects.filter(action="case.assigned", actor_id=leader.pk)
    assert sorted(acts.values_list("case_id", flat=True)) == sorted([*(c.pk for c in own), waits.pk])
    bulk = BulkAct.objects.get()
    as_leader.post(reverse("workspace:bulk_undo", args=[bulk.pk]))
    assert set(Case.objects.filter(guide=colleague)) == {theirs}
    assert set(Case.objects.filter(guide=guide, closed_on=None)) == {*own, hidden}
    waits.refresh_from_db()
    assert (waits.guide, waits.status) == (None, "waiting")
    as_leader.post(reverse("workspace:bulk_undo", args=[bulk.pk]))  # a second time does nothing
    assert set(Case.objects.filter(guide=colleague)) == {theirs}


def test_a_guide_writes_the_same_note_on_many_once(signed_in, guide, colleague):
    own = [factories.make_case(guide) for _n in range(3)]
    theirs = factories.make_case(colleague)
    preview = send(signed_in, "note", [*own, theirs])
    assert preview.context["fits"] == sorted(own, key=lambda c: (c.person.sort_name, c.pk))
    for _n in range(3):
        sure(signed_in, preview, text="Inviteret til åbent hus", kind="message")
    assert Note.objects.filter(text="Inviteret til åbent hus").count() == 3
    assert AuditEvent.objects.filter(action="note.added", actor_id=guide.pk).count() == 3
    done = BulkAct.objects.get()
    assert signed_in.get(reverse("workspace:bulk_done", args=[done.pk])).context["may_undo"]
    first = own[0].notes.get(text="Inviteret til åbent hus")
    notes_actions.add_note(own[0], by=guide, text="Kom ikke", addition_to=first)
    page = signed_in.post(reverse("workspace:bulk_undo", args=[done.pk]), follow=True).content.decode()
    struck = Note.objects.filter(text="Inviteret til åbent hus").exclude(struck_at=None)
    assert {note.case for note in struck} == set(own[1:]), "what somebody added to stands"
    assert own[0].person.name in page and "Fortrudt for 2 unge." in page
    assert "Gjort for" not in page, "what is undone is not told as done"
    again = signed_in.post(reverse("workspace:bulk_undo", args=[done.pk]), follow=True).content.decode()
    assert "Fortrudt for" not in again, "nothing was left to undo"


def test_confirming_many_leaves_out_what_is_unknown_and_is_taken_back(signed_in, guide):
    long_ago = clock.today() - timedelta(days=80)
    known, unknown, fresh = (factories.make_case(guide, on=long_ago) for _n in range(3))
    activity_actions.set_activity(known, "fgu", by=guide, on=long_ago)
    activity_actions.set_activity(fresh, "job", by=guide, on=clock.today())
    preview = send(signed_in, "confirm", [known, unknown, fresh])
    assert preview.context["fits"] == [known]
    assert {case.pk for case, _why in preview.context["left_out"]} == {unknown.pk, fresh.pk}
    sure(signed_in, preview)
    known.refresh_from_db()
    assert known.activity_confirmed_on == clock.today()
    url = reverse("workspace:bulk_undo", args=[BulkAct.objects.get().pk])
    assert "Fortrudt for 1 ung." in signed_in.post(url, follow=True).content.decode()
    known.refresh_from_db()
    present = ActivityPeriod.objects.current().get(case=known, until_on=None)
    assert known.activity_confirmed_on == present.confirmed_on == long_ago


def test_it_is_too_late_to_undo_after_an_hour(signed_in, guide):
    case = factories.make_case(guide)
    activity_actions.set_activity(case, "fgu", by=guide, on=clock.today() - timedelta(days=9))
    moment = clock.now()
    with clock.travel(moment):
        sure(signed_in, send(signed_in, "confirm", [case]))
    url = reverse("workspace:bulk_undo", args=[BulkAct.objects.get().pk])
    with clock.travel(moment + guides_actions.UNDO_WINDOW + timedelta(seconds=1)):
        signed_in.post(url)
    case.refresh_from_db()
    assert case.activity_confirmed_on == clock.today()


def test_more_than_one_go_holds_is_said_and_the_rest_is_offered_until_nobody_is_left(
    signed_in, guide, monkeypatch
):
    """Each is done once, though confirming them takes them out of the very filter that found them."""
    monkeypatch.setattr(bulk_views, "MOST", 3)
    long_ago = clock.today() - timedelta(days=200)
    wanted = [factories.make_case(guide, on=long_ago) for _n in range(8)]
    for case in wanted[:7]:
        activity_actions.set_activity(case, "fgu", by=guide, on=long_ago)
    fields = {"which": "mine", "act": "confirm", "omfang": "alle", "query": "vis=ikke-bekraeftet"}
    sizes, answer = [], signed_in.post(reverse("workspace:bulk"), fields)
    assert "Det er ikke alle: der er 5 unge mere" in text(answer)
    while True:
        taken = {case.pk for case in answer.context["fits"]} | {
            c.pk for c, _why in answer.context["left_out"]
        }
        sizes.append(len(taken))
        page = signed_in.get(sure(signed_in, answer)["Location"])
        rest = page.context["rest"]
        if rest is None:
            break
        assert f"Fortsæt med de næste {rest['next']}" in text(page)
        answer = signed_in.post(reverse("workspace:bulk"), rest["fields"])
    assert sizes == [3, 3, 2]
    done = [case_id for row in BulkAct.objects.all() for case_id, why in row.why.items() if not why]
    assert sorted(done) == sorted(str(case.pk) for case in wanted[:7])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?which=mine&efter=x",
        "?which=unit&efter=00000000-0000-0000-0000-000000000000",
        "?which=%00&efter=%00",
    ],
)
def test_nonsense_offers_no_rest(signed_in, guide, query):
    case = factories.make_case(guide)
    sure(signed_in, send(signed_in, "confirm", [case]))
    bulk = BulkAct.objects.create(user=guide, act="confirm", results=[[str(case.pk), ""]])
    page = signed_in.get(reverse("workspace:bulk_done", args=[bulk.pk]) + query)
    assert page.status_code == 200
    assert page.context["rest"] is None


def test_all_that_fit_means_the_filters_of_the_list(signed_in, guide):
    late = factories.make_case(guide)
    factories.make_milestone(late, due_on=clock.today() - timedelta(days=3))
    factories.make_case(guide)
    data = {"which": "mine", "act": "note", "omfang": "alle", "query": "vis=over-frist"}
    assert signed_in.post(BULK, data).context["fits"] == [late]
    data["act"] = "csv"
    assert len(signed_in.post(BULK, data).content.decode().splitlines()) == 2


@pytest.mark.parametrize(
    "data", [{}, {"which": "mine"}, {"which": "mine", "act": "assign"}, {"which": "x", "act": "note"}]
)
def test_an_act_that_is_not_ones_own_is_none(signed_in, data):
    assert signed_in.post(BULK, data).status_code == 404


def test_what_is_offered_for_many_can_be_done_to_those_of_the_list(client, guide, leader, case):
    """A leader writes nothing on guides' cases, and to what is closed nothing is done; nor is that told as done."""
    files = ["csv", "xlsx", "ods"]
    for user, address, acts in (
        (guide, MINE, ["note", "confirm"]),
        (guide, f"{MINE}?status=closed", []),
        (leader, MINE, ["assign", "deputise", "note", "confirm"]),
        (leader, "/unge/", ["assign", "deputise"]),
        (leader, "/unge/?status=closed", []),
    ):
        client.force_login(user)
        assert [key for key, _words in client.get(address).context["acts"]] == acts + files, address
    assert send(client, "note", [case], which="unit").status_code == 404
    preview = send(client, "note", [case]).content.decode()
    assert "Det gælder 0 unge" in preview and "fortryde i en time" not in preview


def test_nothing_ticked_and_nonsense_do_nothing(signed_in, case):
    for ids in ([], ["x"], ["1" * 40]):
        assert signed_in.post(BULK, {"which": "mine", "act": "note", "case": ids})["Location"] == MINE
    assert signed_in.post(BULK, {"which": "unit", "act": "note", "case": [case.pk]}).status_code == 403
