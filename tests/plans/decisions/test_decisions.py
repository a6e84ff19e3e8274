"""Formal decisions: kept apart from the plan, with rule, day and how to complain; a mistake is marked and stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Case
from core import clock
from plans.decisions.actions import record_decision
from plans.models import FormalDecision
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(guide):
    return signed_in(guide)


def data(**more):
    return {
        "what": "Støttekontaktperson", "outcome": "granted", "by_whom": "Familieafdelingen", "paragraph": "§ 85",
        "decided_on": clock.today().isoformat(), **more,
    }  # fmt: skip


def url(case):
    return reverse("plans:decision_add", args=[case.pk])


def test_a_decision_stands_on_the_plan_with_its_last_day_to_complain(client, case):
    until = clock.today() + timedelta(days=28)
    said = {"appeal_until": until.isoformat(), "appeal_words": "til afdelingen", "submit_key": "k"}
    for _twice in range(2):
        assert client.post(url(case), data(**said)).status_code == 303
    decision = FormalDecision.objects.get()
    page = reverse("workspace:plan", args=[case.pk])
    text = client.get(page).content.decode()
    assert "Støttekontaktperson" in text and "klage senest" in text and "til afdelingen" in text
    with clock.travel(until):
        assert decision.may_complain
    with clock.travel(until + timedelta(days=1)):
        assert not decision.may_complain
        assert "klagefristen var" in signed_in(case.guide).get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "days"),
    [("decided_on", 1), ("appeal_until", -1)],
    ids=["not yet decided", "before it is decided"],
)
def test_days_that_make_no_sense_stand_beside_their_field(client, case, name, days):
    response = client.post(url(case), data(**{name: (clock.today() + timedelta(days=days)).isoformat()}))
    assert response.status_code == 422 and name in response.context["form"].errors
    assert response.context["form"]["what"].value() == "Støttekontaktperson"
    assert not FormalDecision.objects.exists()


def test_a_mistake_says_what_was_wrong_and_stays(client, case):
    client.post(url(case), data())
    decision = FormalDecision.objects.get()
    mistaken = reverse("plans:decision_mistaken", args=[case.pk, decision.pk])
    assert client.post(mistaken, {"why": " "}).status_code == 422
    assert client.post(mistaken, {"why": "Forkert sag"}).status_code == 303
    assert client.post(mistaken, {"why": "Igen"}).status_code == 422
    text = client.get(reverse("workspace:plan", args=[case.pk])).content.decode()
    assert "Registreret ved en fejl" in text and "Forkert sag" in text
    with pytest.raises(IntegrityError), transaction.atomic():
        FormalDecision.objects.update(mistaken_why="")


def test_a_case_closed_meanwhile_gets_no_decision(case):
    plan = case.plans.get()
    plan.case = case
    Case.objects.filter(pk=case.pk).update(closed_on=clock.today(), close_reason="moved", status="closed")
    values = data() | {"decided_on": clock.today()}
    with pytest.raises(ValidationError):
        record_decision(FormalDecision(plan=plan, **values), by=case.guide)
    assert not FormalDecision.objects.exists()
