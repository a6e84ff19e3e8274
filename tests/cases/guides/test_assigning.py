"""Who carries a case: a cover with its last day, days within the case's life, and who comes second."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from cases.casefile.actions import set_status
from cases.guides.actions import assign
from cases.models import Assignment, Case, Status
from core import clock
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def _url(case):
    return reverse("cases:case_assign", args=[case.pk])


def _sent(user, **more):
    return {"kind": "guide", "user": user.pk, "on": clock.today().isoformat(), **more}


def test_a_cover_is_given_where_it_is_offered(client, leader, colleague, case):
    client.force_login(leader)
    until = clock.today() + timedelta(days=6)
    answer = client.post(_url(case), _sent(colleague, kind="cover", last_on=until.isoformat()))
    assert answer.status_code == 303
    case.refresh_from_db()
    assert (case.cover, case.cover_until) == (colleague, until + timedelta(days=1))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "last_on"),
        ({"last_on": "2020-01-01"}, "last_on"),
        ({"user": "", "last_on": "2099-01-01"}, "user"),
    ],
)
def test_a_cover_without_an_end_or_a_name_is_asked_about(client, leader, colleague, case, more, field):
    client.force_login(leader)
    answer = client.post(_url(case), _sent(colleague, kind="cover") | more)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_who_sends_an_old_form_is_told_who_carries_the_case_now(client, leader, colleague, case):
    client.force_login(leader)
    stood = client.get(_url(case)).context["form"]["stood"].value()
    assign(Case.objects.get(pk=case.pk), colleague, by=leader)
    sent = _sent(leader, stood=stood)
    answer = client.post(_url(case), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert colleague.name in page and "meanwhile" not in page
    assert Case.objects.get(pk=case.pk).guide == colleague
    seen = answer.context["form"]["stood"].value()
    assert seen != stood
    assert client.post(_url(case), sent | {"stood": seen}).status_code == 303
    assert Case.objects.get(pk=case.pk).guide == leader


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_nobody_carries_a_case_before_it_was_opened(guide, colleague, leader, days, refused):
    case = factories.make_case(None, unit=leader.unit, by=leader, on=clock.today() - timedelta(days=5))
    on = case.opened_on + timedelta(days=days)
    if refused:
        with pytest.raises(ValidationError) as told:
            assign(case, colleague, by=leader, on=on)
        assert list(told.value.error_dict) == ["on"]
    else:
        assign(case, colleague, by=leader, on=on)


def test_nobody_carries_it_from_a_day_to_come_or_while_another_did(case, colleague, guide, leader):
    today = clock.today()
    for on in (today + timedelta(days=1), today - timedelta(days=3)):
        with pytest.raises(ValidationError), transaction.atomic():
            if on < today:
                assign(case, colleague, by=leader, on=today - timedelta(days=2))
                assign(case, guide, by=leader, on=on)
            else:
                assign(case, colleague, by=leader, on=on)
    assert case.assignments.current().filter(until_on=None).count() == 1


def test_a_closed_case_gets_no_guide(case, colleague, leader):
    set_status(case, Status.PAUSED, by=leader)
    Case.objects.filter(pk=case.pk).update(
        status=Status.CLOSED, closed_on=clock.today(), close_reason="moved"
    )
    with pytest.raises(ValidationError, match="lukket"):
        assign(case, colleague, by=leader)
    assert Assignment.objects.filter(case=case, user=colleague).count() == 0


def test_the_number_of_cases_does_not_tell_of_shielded_ones(client, leader, colleague, case):
    factories.make_case(colleague)
    factories.make_case(colleague, shielded=True)
    client.force_login(leader)
    assert f"{colleague.name} (1)" in client.get(_url(case)).content.decode()


def test_of_a_guide_who_has_stopped_it_is_said(client, leader, guide, case):
    client.force_login(leader)
    assert f"Nu: {guide.name}." in client.get(_url(case)).content.decode()
    User.objects.filter(pk=guide.pk).update(is_active=False)
    page = client.get(_url(case)).content.decode()
    assert f"{guide.name} var ungeguide og er stoppet." in page and "Nu:" not in page


@pytest.mark.parametrize(
    ("who", "more", "field", "words"),
    [
        ("guide", {"kind": "deputy"}, "user", "stedfortræder for sig selv"),
        ("guide", {}, "user", "har den allerede"),
        ("colleague", {"kind": "deputy"}, "user", "har den allerede"),
        ("leader", {"last_on": "2030-01-01"}, "last_on", "Kun en dækning har en sidste dag"),
        (
            "leader",
            {"kind": "deputy", "last_on": "2030-01-01"},
            "last_on",
            "Kun en dækning har en sidste dag",
        ),
    ],
)
def test_what_would_do_nothing_or_makes_no_sense_is_said_beside_the_field(
    client, leader, guide, colleague, case, who, more, field, words
):
    assign(case, colleague, by=leader, kind=Assignment.Kind.DEPUTY)
    client.force_login(leader)
    rows = Assignment.objects.count()
    answer = client.post(
        _url(case), _sent({"guide": guide, "colleague": colleague, "leader": leader}[who], **more)
    )
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert Assignment.objects.count() == rows


def test_no_deputy_is_taken_from_a_case_that_has_none(client, leader, guide, colleague, case):
    client.force_login(leader)
    nobody = _sent(guide, kind="deputy") | {"user": ""}
    assert "Sagen har ingen stedfortræder." in client.post(_url(case), nobody).content.decode()
    assign(case, colleague, by=leader, kind=Assignment.Kind.DEPUTY)
    assert client.post(_url(case), nobody).status_code == 303
    assert Case.objects.get(pk=case.pk).deputy is None


def test_nobody_is_their_own_deputy(case, guide, leader):
    with pytest.raises(ValidationError, match="stedfortræder for sig selv"):
        assign(case, guide, by=leader, kind=Assignment.Kind.DEPUTY)


def _weigh(client, case, **data):
    return client.post(reverse("cases:case_weight", args=[case.pk]), data, follow=True).content.decode()


def test_a_new_reason_for_the_same_weight_is_kept_and_nothing_new_says_so(client, leader, case):
    client.force_login(leader)
    saved, same = "Sagens tyngde er gemt.", "Sagens tyngde er, som den var."
    assert same in _weigh(client, case, weight="")
    assert saved in _weigh(client, case, weight="2", reason="Mange møder")
    page = _weigh(client, case, weight="2", reason="Mange møder")
    assert same in page and saved not in page and case.weights.count() == 1
    assert saved in _weigh(client, case, weight="2", reason="Bor langt væk")
    present = case.weights.current().get(until_on=None)
    assert (present.weight, present.reason) == (2, "Bor langt væk")
    assert set(case.weights.current().values_list("reason", flat=True)) == {"Mange møder", "Bor langt væk"}
    assert saved in _weigh(client, case, weight="")
    assert not case.weights.current().filter(until_on=None).exists()
