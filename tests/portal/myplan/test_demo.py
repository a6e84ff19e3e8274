"""The demo's young person has something on every page of Min plan."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from meetings.models import Meeting
from participation.access.actions import invite
from participation.access.demo import YOUTH
from plans.models import Handover
from portal.myplan import demo
from tests.helpers.factories import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_page_has_something(unit, guide):
    day = clock.today()
    case = make_case(guide, on=day - timedelta(days=400), birth_date=day - timedelta(days=15 * 366))
    entry = invite(case, by=guide, channel="mail", destination=YOUTH)
    demo.load(unit)
    assert case.scalerounds.count() == 2
    assert Meeting.objects.filter(case=case).count() == 2
    assert Handover.objects.filter(plan__case=case, audience="youth").count() == 1
    client = Client()
    client.force_login(entry.user)
    for page, words in (
        ("my_steps", demo.STEPS[0][0]),
        ("my_progress", "Du var på 4"),
        ("my_papers", "Plan nummer 1"),
    ):
        answer = client.get(reverse(f"portal:{page}"))
        assert answer.status_code == 200 and words in answer.text, page
    assert "Der er ingen møder lige nu." not in client.get(reverse("portal:my_meetings")).text


def test_nobody_invited_gets_nothing(unit):
    demo.load(unit)
    assert not Meeting.objects.exists()
