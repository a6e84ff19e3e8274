"""The case page tells what happened to the case: where it came from, what was handed over, who asked to close it."""

import pytest
from django.urls import reverse

from cases.closing import actions as closing
from cases.models import Case
from intake.inquiries import actions as inquiries
from intake.models import Inquiry, TargetGroup
from plans.handover.actions import hand_over
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    return factories.make_case(guide)


def page(client, case) -> str:
    return client.get(reverse("workspace:case_detail", args=[case.pk])).text


def took_in(guide, **fields) -> Case:
    person = factories.make_person(guide.unit)
    said = {
        "first_name": person.first_name,
        "asked_by": "parent",
        "asked_by_name": "Mona Mor",
        "received_by": guide,
    }
    said |= {"asked_by_contact": "20 11 22 33", "reason": "Går ikke i skole", "unit": guide.unit} | fields
    inquiry = Inquiry(**said)
    inquiry.derive()
    inquiry.save()
    return inquiries.take_in_inquiry(inquiry, person, by=guide, reason="Vi kan hjælpe", guide=guide)


def test_who_called_the_target_group_and_why_stay_on_the_case(client, guide):
    group = TargetGroup.objects.first() or TargetGroup.objects.create(code="x", name_da="Unge i mistrivsel")
    made = took_in(guide, target_group=group)
    client.force_login(guide)
    text = page(client, made)
    for words in ("Mona Mor", "20 11 22 33", group.name_da, "Går ikke i skole", "Henvendelse"):
        assert words in text, words
    Case.objects.filter(pk=made.pk).update(reason="Rettet senere")
    text = page(client, made)
    assert "Går ikke i skole" in text and "Rettet senere" in text


def test_an_inquiry_is_told_to_those_only_who_may_read_it(client, guide, colleague):
    made = took_in(guide)
    Case.objects.filter(pk=made.pk).update(shielded=True)
    client.force_login(colleague)
    assert client.get(reverse("workspace:case_detail", args=[made.pk])).status_code == 404


def test_a_request_to_close_and_its_answer_stand_in_the_timeline(client, guide, leader, case):
    assert "har bedt" not in page(client, case)
    row = closing.ask_to_close(case, by=guide, reason="moved", note="Flytter til Odense")
    text = page(client, case)
    assert "Flytter til Odense" in text and f"{guide.name} har bedt" in text
    closing.send_back_closing(row, by=leader, words="Ring til den nye kommune")
    text = page(client, case)
    assert "Ring til den nye kommune" in text and f"{guide.name} har bedt" not in text


def test_a_plan_that_was_handed_over_stands_in_the_timeline(client, guide, case):
    factories.make_milestone(case)
    assert "Planen er udleveret" not in page(client, case)
    hand_over(case.plans.get(), "youth", by=guide)
    assert "Planen er udleveret" in page(client, case)
    assert (
        "Planen er udleveret"
        not in client.get(reverse("workspace:case_detail", args=[case.pk]), {"vis": "noter"}).text
    )
