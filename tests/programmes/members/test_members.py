"""A young person in a programme: every step is a row of its own, within the life of the case and the programme."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models import Case
from core import clock
from core.constraints import Taken
from plans.closing.actions import close_case
from programmes.members import actions
from programmes.models import Member, Stay
from tests.helpers.factories import make_case
from tests.helpers.programmes import join, make_programme
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


def ago(days):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def programme(leader):
    return make_programme(leader)


@pytest.fixture
def case(guide):
    return make_case(guide, on=ago(500), birth_date=ago(17 * 366))


def test_everything_that_happens_stays_written(programme, case, guide):
    member = actions.add_member(programme, case=case, by=guide, found_on=ago(390), begins_on=ago(300))
    stay = actions.move_start(member.stays.get(), by=guide, from_on=ago(290), reason="Var syg")
    stay = actions.extend(stay, by=guide, planned_until=ago(100), reason="Det går godt")
    stay = actions.sign_out(stay, by=guide, last_on=ago(200), exit="absent")
    stay = actions.remove_end(stay, by=guide, reason="Skrevet på den forkerte")
    actions.sign_out(stay, by=guide, last_on=ago(150), exit="ill", reason="Indlagt")
    actions.begin(member, by=guide, from_on=ago(60))
    rows = [(row.step, row.from_on, row.last_on, row.exit, row.reason) for row in member.stays.order_by("pk")]
    assert rows == [
        ("began", ago(300), None, "", ""),
        ("start_moved", ago(290), None, "", "Var syg"),
        ("extended", ago(290), None, "", "Det går godt"),
        ("signed_out", ago(290), ago(200), "absent", ""),
        ("end_removed", ago(290), None, "", "Skrevet på den forkerte"),
        ("signed_out", ago(290), ago(150), "ill", "Indlagt"),
        ("came_back", ago(60), None, "", ""),
    ]
    member = Member.objects.prefetch_related("stays").get()
    assert [(row.from_on, row.last_on) for row in member.standing_stays] == [
        (ago(290), ago(150)),
        (ago(60), None),
    ]
    assert member.latest.is_open
    with pytest.raises(Taken):
        actions.begin(member, by=guide, from_on=ago(10))
    with pytest.raises(ValidationError):  # they have come back since
        actions.remove_end(member.standing_stays[0], by=guide, reason="Fejl")


def test_who_is_of_another_age_is_added_with_why(programme, guide):
    old = make_case(guide, on=ago(500), birth_date=ago(28 * 366))
    with pytest.raises(ValidationError) as refused:
        actions.add_member(programme, case=old, by=guide, found_on=ago(10))
    assert list(refused.value.message_dict) == ["outside_reason"]
    member = actions.add_member(
        programme, case=old, by=guide, found_on=ago(10), outside_reason="Søster er med"
    )
    assert member.outside_reason == "Søster er med"


def test_one_is_in_a_programme_once_unless_it_was_a_mistake(programme, case, guide):
    member = join(programme, case, guide, begins=None)
    with pytest.raises(Taken):
        join(programme, case, guide, begins=None)
    actions.take_back(member, by=guide)
    again = join(programme, case, guide, begins=None)
    with clock.travel(clock.now() + timedelta(hours=1)), pytest.raises(ValidationError):
        actions.take_back(again, by=guide)
    assert Member.objects.standing().get() == again


def test_days_lie_within_the_case_and_the_programme(leader, guide):
    programme = make_programme(leader, days_ago=100, lasts=50)
    case = make_case(guide, on=ago(80), birth_date=ago(17 * 366))
    for found_on, field in ((ago(81), "found_on"), (ago(49), "found_on"), (ago(-1), "found_on")):
        with pytest.raises(ValidationError) as refused:
            actions.add_member(programme, case=case, by=guide, found_on=found_on)
        assert list(refused.value.message_dict) == [field]
    member = actions.add_member(programme, case=case, by=guide, found_on=ago(80))
    for from_on in (ago(81), ago(49)):
        with pytest.raises(ValidationError):
            actions.begin(member, by=guide, from_on=from_on)
    stay = actions.begin(member, by=guide, from_on=ago(50))
    with pytest.raises(ValidationError):
        actions.sign_out(stay, by=guide, last_on=ago(51), exit="ill")
    with pytest.raises(ValidationError):
        actions.sign_out(stay, by=guide, last_on=ago(-1), exit="ill")
    stay = actions.sign_out(stay, by=guide, last_on=ago(50), exit="ill")
    with pytest.raises(ValidationError):
        actions.extend(stay, by=guide, planned_until=ago(0), reason="Mere")
    with pytest.raises(ValidationError):
        actions.move_start(stay, by=guide, from_on=ago(49), reason="Senere")


def test_who_never_began_has_a_reason_until_they_begin(programme, case, guide):
    member = join(programme, case, guide, begins=None)
    actions.say_not_begun(member, by=guide, why="declined")
    with pytest.raises(ValidationError):
        actions.say_not_begun(member, by=guide, why="fordi")
    member = Member.objects.get()
    assert member.not_begun == "declined"
    actions.begin(member, by=guide, from_on=ago(5))
    assert Member.objects.get().not_begun == ""
    with pytest.raises(ValidationError):
        actions.say_not_begun(member, by=guide, why="declined")


def test_the_ledger_tells_of_closed_cases_too(programme, case, guide, leader):
    close_case(case, by=leader, reason="destination", on=ago(5))
    member = join(programme, case, guide, begins=150)
    with pytest.raises(ValidationError):  # the case was closed before that
        actions.sign_out(member.stays.get(), by=leader, last_on=ago(4), exit="education")
    actions.sign_out(member.stays.get(), by=leader, last_on=ago(5), exit="education")
    assert Stay.objects.current().get().exit == "education"


def test_the_guide_does_it_on_pages(client, programme, case, guide):
    client.force_login(guide)
    add = reverse("programmes:member_add", args=[case.pk])
    told = {"programme": f"{programme.pk}", "found_on": f"{ago(20)}", "planned_until": f"{ago(-90)}"}
    refused = client.post(add, told)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["begins_on"]
    answer = client.post(add, told | {"begins_on": f"{ago(10)}"})
    member = Member.objects.get()
    assert answer["Location"] == reverse("programmes:member", args=[case.pk, member.pk])

    def page(act):
        return reverse(f"programmes:member_{act}", args=[case.pk, member.pk])

    assert client.post(page("move_start"), {"from_on": f"{ago(9)}", "reason": ""}).status_code == 422
    assert client.post(page("move_start"), {"from_on": f"{ago(9)}", "reason": "Bussen"}).status_code == 303
    assert client.post(page("extend"), {"planned_until": f"{ago(-99)}", "reason": "God"}).status_code == 303
    assert client.post(page("sign_out"), {"last_on": f"{ago(2)}"}).status_code == 422
    assert client.post(page("sign_out"), {"last_on": f"{ago(2)}", "exit": "absent"}).status_code == 303
    assert client.post(page("remove_end"), {"reason": "Forkert"}).status_code == 303
    assert client.post(page("remove_end"), {"reason": "Igen"}).status_code == 422
    shown = client.get(reverse("programmes:member", args=[case.pk, member.pk])).content.decode()
    for words in ("Bussen", "God", "Forkert", "Udeblev"):
        assert words in shown
    for there in (reverse("workspace:plan", args=[case.pk]), case.get_absolute_url()):
        assert "Rute 25" in client.get(there).content.decode()
    assert client.post(page("take_back")).status_code == 303
    assert client.get(reverse("programmes:member", args=[case.pk, member.pk])).status_code == 404


def test_a_case_of_another_unit_is_nowhere(client, programme, stranger):
    foreign = make_case(stranger, on=ago(100), birth_date=ago(17 * 366))
    client.force_login(stranger)
    add = reverse("programmes:member_add", args=[foreign.pk])
    answer = client.post(add, {"programme": f"{programme.pk}", "found_on": f"{ago(20)}"})
    assert answer.status_code == 422 and not Member.objects.exists()
    assert client.get(reverse("programmes:programme_candidates", args=[programme.pk])).status_code == 404


def test_those_who_may_be_added_are_seen_of_the_age_and_not_in_it(
    client, programme, guide, colleague, leader
):
    born = ago(17 * 366)
    mine = make_case(guide, on=ago(100), birth_date=born, first_name="Min")
    taken = make_case(guide, on=ago(100), birth_date=born)
    join(programme, taken, guide, begins=None)
    make_case(guide, on=ago(100), birth_date=ago(27 * 366))
    theirs = make_case(colleague, on=ago(100), birth_date=born, first_name="Deres")
    page = reverse("programmes:programme_candidates", args=[programme.pk])
    client.force_login(guide)
    assert [case.pk for case in client.get(page).context["page"]] == [mine.pk]
    client.force_login(leader)
    assert {case.pk for case in client.get(page).context["page"]} == {mine.pk, theirs.pk}
    assert [case.pk for case in client.get(f"{page}?q=deres").context["page"]] == [theirs.pk]


def test_the_candidates_cost_the_same_for_two_and_twenty(client, programme, guide):
    client.force_login(guide)
    page, costs = reverse("programmes:programme_candidates", args=[programme.pk]), []
    for upto in (2, 20):
        while Case.objects.count() < upto:
            make_case(guide, on=ago(100), birth_date=ago(17 * 366))
        costs.append(queries(client, page))
    assert costs[0] == costs[1]


def test_who_never_turned_up_on_a_day_to_come_is_said_not_to_take_part(programme, case, guide):
    member = actions.add_member(programme, case=case, by=guide, found_on=ago(20), begins_on=ago(2))
    actions.move_start(member.stays.get(), by=guide, from_on=ago(-1), reason="Syg")
    actions.say_not_begun(member, by=guide, why="not_reached")
    member = Member.objects.get()
    assert member.not_begun == "not_reached" and member.latest is None and member.stays.count() == 2
    actions.begin(member, by=guide, from_on=clock.today())
    with pytest.raises(ValidationError):
        actions.say_not_begun(member, by=guide, why="declined")


def test_the_page_offers_it_while_the_first_day_is_to_come(client, programme, case, guide):
    member = actions.add_member(programme, case=case, by=guide, found_on=ago(20), begins_on=ago(-1))
    client.force_login(guide)
    page = reverse("programmes:member", args=[case.pk, member.pk])
    way = reverse("programmes:member_not_begun", args=[case.pk, member.pk])
    assert way in client.get(page).content.decode()
    with clock.travel(ago(-1)):
        assert way not in client.get(page).content.decode()


def test_the_planned_last_day_lies_within_the_programme(programme, case, guide):
    told = {"case": case, "by": guide, "found_on": ago(20), "begins_on": ago(9)}
    late = programme.until_on + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        actions.add_member(programme, planned_until=late, **told)
    assert list(refused.value.message_dict) == ["planned_until"]
    Member.objects.all().delete()
    member = actions.add_member(programme, planned_until=programme.until_on, **told)
    with pytest.raises(ValidationError):
        actions.extend(member.stays.get(), by=guide, planned_until=late, reason="Mere tid")


def test_no_reason_holds_a_cpr_number(programme, case, guide):
    number, told = "Bror til 010106-1234", {"case": case, "by": guide, "found_on": ago(20)}
    with pytest.raises(ValidationError) as refused:
        actions.add_member(programme, outside_reason=number, **told)
    assert list(refused.value.message_dict) == ["outside_reason"]
    member = actions.add_member(programme, begins_on=ago(9), **told)
    with pytest.raises(ValidationError) as refused:
        actions.sign_out(member.stays.get(), by=guide, last_on=ago(1), exit="other", reason=number)
    assert list(refused.value.message_dict) == ["reason"]
