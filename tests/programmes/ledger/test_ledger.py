"""The ledger: a target group that is fixed, targets that are revised and never overwritten, who works there."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from core.constraints import Taken
from core.versions import Conflict
from programmes.ledger import actions
from programmes.members.actions import add_member, sign_out
from programmes.models import Programme, Staff, Target
from tests.helpers.factories import make_case
from tests.helpers.programmes import make_programme

pytestmark = pytest.mark.django_db


def test_the_target_group_is_changed_until_the_programme_begins_and_never_after(leader):
    programme = make_programme(leader, days_ago=-1)
    actions.edit_programme(programme, by=leader, expected_version=1, values={"oldest": 24})
    with clock.travel(programme.from_on):
        for name, value in {"oldest": 23, "target_group": "Alle", "problems": "", "youngest": 12}.items():
            with pytest.raises(ValidationError) as refused:
                actions.edit_programme(programme, by=leader, expected_version=2, values={name: value})
            assert list(refused.value.message_dict) == [name]
        actions.edit_programme(programme, by=leader, expected_version=2, values={"name": "Rute 26"})
    programme.refresh_from_db()
    assert (programme.oldest, programme.name, programme.version) == (24, "Rute 26", 3)
    with pytest.raises(Conflict):
        actions.edit_programme(programme, by=leader, expected_version=1, values={"name": "Rute 27"})


def test_a_revised_target_stands_beside_the_original_with_why(leader):
    programme = make_programme(leader)
    with pytest.raises(ValidationError):
        actions.revise_target(programme, "education", by=leader, number=10, reason=" ")
    with pytest.raises(ValidationError):
        actions.revise_target(programme, "education", by=leader, number=8, reason="Samme")
    actions.revise_target(programme, "education", by=leader, number=10, reason="Flere søger EUD")
    actions.revise_target(programme, "education", by=leader, number=12, reason="Endnu flere")
    actions.revise_target(programme, "preparatory", by=leader, number=3, reason="FGU kom til")
    rows = programme.targets.values_list("aim", "number", "revision", "reason")
    assert list(rows) == [
        ("education", 8, 0, ""),
        ("education", 10, 1, "Flere søger EUD"),
        ("education", 12, 2, "Endnu flere"),
        ("employment", 7, 0, ""),
        ("preparatory", 3, 1, "FGU kom til"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(revision=2).update(reason="")
    seen = AuditEvent.objects.filter(action="programme.target_revised").order_by("pk").first()
    assert seen.purpose == "Flere søger EUD" and seen.changes == {"education": [8, 10]}


def test_staff_is_a_user_or_a_name_and_ends_by_a_row_of_its_own(leader, guide):
    programme = make_programme(leader)
    told = {"part": "job", "team": "Team Nord", "share": 50, "from_on": programme.from_on}
    made = actions.add_staff(programme, by=leader, user=guide, **told)
    actions.add_staff(programme, by=leader, name="Konsulent Kim", **told)
    for wrong in (
        {},
        {"user": guide, "name": "Begge"},
        {"name": "Kim", "share": 0},
        {"name": "Kim", "share": 101},
    ):
        with pytest.raises(ValidationError):
            actions.add_staff(programme, by=leader, **(told | wrong))
    with pytest.raises(ValidationError):
        actions.end_staff(made, by=leader, last_on=programme.from_on - timedelta(days=1))
    actions.end_staff(made, by=leader, last_on=programme.from_on)
    assert Staff.objects.count() == 3 and Staff.objects.current().count() == 2
    ended = Staff.objects.current().get(user=guide)
    assert ended.until_on == programme.from_on + timedelta(days=1) and str(ended) == guide.name
    with pytest.raises(Taken):
        actions.end_staff(made, by=leader, last_on=clock.today())


def sent(**changed):
    day = clock.today() + timedelta(days=10)
    return {
        "name": "Rute 25",
        "target_group": "Unge uden uddannelse og arbejde",
        "youngest": "15",
        "oldest": "25",
        "from_on": f"{day}",
        "until_on": f"{day + timedelta(days=365)}",
        "education": "8",
        "employment": "7",
    } | changed


def test_a_leader_enters_a_programme(client, leader):
    client.force_login(leader)
    page = reverse("programmes:programme_add")
    assert client.get(page).status_code == 200
    answer = client.post(page, sent())
    programme = Programme.objects.get()
    assert answer["Location"] == reverse("reports:programme", args=[programme.pk])
    assert dict(programme.targets.values_list("aim", "number")) == {"education": 8, "employment": 7}
    again = client.post(page, sent())
    assert again.status_code == 422 and "name" in again.context["form"].errors


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"youngest": "26"}, "oldest"),
        ({"oldest": "31"}, "oldest"),
        ({"until_on": "2020-01-01"}, "until_on"),
        ({"education": "", "employment": ""}, "education"),
        ({"education": "-1"}, "education"),
        ({"employment": "mange"}, "employment"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(client, leader, changed, field):
    client.force_login(leader)
    answer = client.post(
        reverse("programmes:programme_add"), sent(target_group="Skrevet med omhu", **changed)
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Skrevet med omhu" in answer.content.decode()
    assert not Programme.objects.exists()


def test_the_form_of_one_that_has_begun_asks_its_name_and_last_day_alone(client, leader):
    with clock.travel(clock.now() - timedelta(hours=1)):
        programme = make_programme(leader)
    client.force_login(leader)
    page = reverse("programmes:programme_edit", args=[programme.pk])
    form = client.get(page).context["form"]
    assert {name for name in form.fields if name not in ("version", "opened")} == {"name", "until_on"}
    asked = {"name": "Rute 26", "until_on": "2020-01-01", "version": "1", "opened": form["opened"].value()}
    assert client.post(page, asked).status_code == 422
    asked["until_on"] = f"{clock.today() + timedelta(days=900)}"
    assert client.post(page, asked).status_code == 303
    programme.refresh_from_db()
    assert programme.name == "Rute 26" and programme.until_on == clock.today() + timedelta(days=900)


def test_targets_and_staff_are_written_on_their_pages(client, leader, guide):
    programme = make_programme(leader)
    client.force_login(leader)
    page = reverse("programmes:target_revise", args=[programme.pk])
    assert client.post(page, {"aim": "education", "number": "10", "reason": ""}).status_code == 422
    assert client.post(page, {"aim": "education", "number": "10", "reason": "Flere"}).status_code == 303
    page = reverse("programmes:staff_add", args=[programme.pk])
    told = {"part": "job", "share": "50", "from_on": f"{programme.from_on}"}
    assert client.post(page, told).status_code == 422
    assert client.post(page, told | {"name": "Kim", "user": f"{guide.pk}"}).status_code == 422
    assert client.post(page, told | {"user": f"{guide.pk}"}).status_code == 303
    staff = Staff.objects.get()
    page = reverse("programmes:staff_end", args=[programme.pk, staff.pk])
    early = f"{programme.from_on - timedelta(days=1)}"
    assert client.post(page, {"last_on": early}).status_code == 422
    assert client.post(page, {"last_on": f"{clock.today()}"}).status_code == 303
    assert client.get(page).status_code == 404  # it has ended
    shown = client.get(reverse("reports:programme", args=[programme.pk])).content.decode()
    assert guide.name in shown and "Flere" in shown


def test_a_cpr_number_stands_in_no_text_of_a_programme(client, leader):
    programme, number = make_programme(leader, days_ago=-9), "Om 010106-1234"
    told = {"part": "job", "from_on": programme.from_on, "by": leader}
    for name, act in {
        "target_group": lambda: make_programme(leader, name="To", target_group=number),
        "problems": lambda: make_programme(leader, name="To", problems=number),
        "name": lambda: actions.add_staff(programme, name=number, **told),
        "team": lambda: actions.add_staff(programme, name="Kim", team=number, **told),
        "reason": lambda: actions.revise_target(programme, "education", by=leader, number=9, reason=number),
        "oldest": lambda: actions.edit_programme(
            programme, by=leader, expected_version=1, values={"problems": number, "oldest": 24}
        ),
    }.items():
        with pytest.raises(ValidationError) as refused:
            act()
        assert list(refused.value.message_dict) == ["problems" if name == "oldest" else name]
    client.force_login(leader)
    url = reverse("programmes:target_revise", args=[programme.pk])
    answer = client.post(url, {"aim": "education", "number": 9, "reason": number})
    assert answer.status_code == 422 and number in answer.content.decode()
    assert Target.objects.filter(revision=1).count() == Staff.objects.count() == 0


def test_a_programme_entered_late_is_put_right_within_the_hour(leader):
    programme = make_programme(leader, days_ago=9)
    assert not programme.is_fixed
    actions.edit_programme(programme, by=leader, expected_version=1, values={"oldest": 24})
    with clock.travel(programme.recorded_at + timedelta(hours=1)), pytest.raises(ValidationError):
        actions.edit_programme(programme, by=leader, expected_version=2, values={"oldest": 23})
    programme.refresh_from_db()
    assert programme.oldest == 24


@pytest.mark.parametrize(
    ("last", "stay", "may"),
    [
        (50, {"planned_until": 51}, False),
        (50, {"planned_until": 50}, True),
        (50, {}, True),
        (-1, {}, False),
        (0, {}, True),
        (-9, {"last_on": -8}, False),
        (-9, {"last_on": -9}, True),
        (-31, {"last_on": -20}, False),
    ],
)
def test_no_last_day_lies_before_a_stay_that_goes_beyond(leader, guide, last, stay, may):
    def day(number):
        return clock.today() + timedelta(days=number)

    programme = make_programme(leader)
    case = make_case(guide, on=day(-300), birth_date=day(-17 * 366))
    planned = day(stay["planned_until"]) if "planned_until" in stay else None
    told = {"case": case, "by": guide, "found_on": day(-30), "begins_on": day(-30), "planned_until": planned}
    member = add_member(programme, **told)
    if "last_on" in stay:
        sign_out(member.stays.get(), by=guide, last_on=day(stay["last_on"]), exit="ended")
    change = {"by": leader, "expected_version": 1, "values": {"until_on": day(last)}}
    if may:
        actions.edit_programme(programme, **change)
        return
    with pytest.raises(ValidationError) as refused:
        actions.edit_programme(programme, **change)
    assert list(refused.value.message_dict) == ["until_on"]


def test_somebody_who_begins_later_is_said_to(client, leader):
    programme = make_programme(leader)
    told = {"part": "job", "name": "Kim", "by": leader}
    actions.add_staff(programme, from_on=clock.today() + timedelta(days=9), **told)
    client.force_login(leader)
    page = client.get(reverse("reports:programme", args=[programme.pk])).content.decode()
    assert '<small class="muted"> fra ' in " ".join(page.split())
