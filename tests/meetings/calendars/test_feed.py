"""The feed: off until it is asked for, times and numbers alone, and gone when it is ended."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from icalendar import Calendar

from audit.models import AuditEvent
from core import clock
from meetings.calendars.actions import make_feed
from meetings.calendars.models import CalendarFeed
from meetings.calendars.rules import case_number
from meetings.planning.actions import cancel_meeting
from tests.helpers import factories
from tests.helpers.invitations import make_meeting, meeting_type


@pytest.fixture(autouse=True)
def noon():
    """Standing still."""
    with clock.travel(clock.today()):
        yield


@pytest.fixture
def as_guide(client, guide):
    """Signed in as the guide."""
    client.force_login(guide)
    return client


def switch_on(client):
    """The path of the feed, as the page shows it."""
    page = client.post("/kalender/feed/")
    assert page.status_code == 200
    return re.search(r'value="https?://[^/]+(/kalender/feed/kui_[\w-]+\.ics)"', page.content.decode())[1]


def events(response):
    """The events of the feed."""
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_it_is_off_made_replaced_and_ended(as_guide, guide):
    assert "Den er slået fra" in as_guide.get("/kalender/").content.decode()
    first = switch_on(as_guide)
    assert as_guide.get(first).status_code == 200
    second = switch_on(as_guide)
    assert (as_guide.get(first).status_code, as_guide.get(second).status_code) == (404, 200)
    assert "Slået til" in as_guide.get("/kalender/").content.decode()
    assert as_guide.post("/kalender/feed/sluk/").status_code == 303
    assert as_guide.get(second).status_code == 404
    assert as_guide.post("/kalender/feed/sluk/").status_code == 303
    acts = AuditEvent.objects.filter(actor_id=guide.pk, action__startswith="calendar.feed").order_by("pk")
    assert [event.action.removeprefix("calendar.feed_") for event in acts] == [
        "made",
        "fetched",
        "made",
        "fetched",
        "ended",
    ]
    # Only hashes are kept.
    assert all(re.fullmatch("[0-9a-f]{64}", row.secret_hash) for row in CalendarFeed.objects.all())


def test_it_is_never_shown_twice(as_guide):
    path = switch_on(as_guide)
    assert path.rpartition("/")[2].removesuffix(".ics") not in as_guide.get("/kalender/").content.decode()


def test_it_tells_times_and_case_numbers_and_nothing_else(client, as_guide, guide):
    case = factories.make_case(guide, first_name="Knrfornavn")
    kind = meeting_type("knrmisbrug", name_da="Knrmisbrug")
    meeting = make_meeting(case, "youth", type=kind, place="Knrsted", online="https://knronline.example")
    off = make_meeting(case, "youth")
    cancel_meeting(off, by=guide, why="Knrgrund")
    make_meeting(case, "youth", invited=False)
    path = switch_on(as_guide)
    client.logout()
    got = client.get(path)
    one, other = sorted(events(got), key=lambda event: str(event["status"]), reverse=True)
    assert str(one["uid"]) == str(meeting.pk) and one["dtstart"].dt == meeting.starts_at
    assert str(one["summary"]) == f"Møde · sag {case_number(case.pk)}"
    assert (str(other["uid"]), str(other["status"])) == (str(off.pk), "CANCELLED")
    text = got.content.decode().replace("\r\n ", "").lower()
    assert [
        word
        for word in ("knr", guide.name.lower(), guide.email, case.person.cpr, str(case.pk))
        if word in text
    ] == []
    assert set(one) == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS", "SUMMARY", "CLASS"}
    assert "no-store" in got["Cache-Control"]


def test_what_has_not_changed_is_not_sent_again(client, as_guide, case):
    make_meeting(case, "youth")
    path = switch_on(as_guide)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with clock.travel(clock.now() + timedelta(hours=5)):
        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    make_meeting(case, "youth")
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert AuditEvent.objects.filter(action="calendar.feed_fetched").count() == 2


def test_the_past_month_stays_and_what_is_older_goes(client, as_guide, case):
    with clock.travel(clock.now() - timedelta(days=40)):
        make_meeting(case, "youth", at=clock.now() + timedelta(days=8))
        make_meeting(case, "youth", at=clock.now() + timedelta(days=10))
    assert len(events(client.get(switch_on(as_guide)))) == 1


@pytest.mark.parametrize(
    "changes", [{"is_active": False}, {"role": "admin"}, {"to_confirm_since": clock.now()}]
)
def test_who_has_left_has_no_feed(client, as_guide, guide, changes):
    path = switch_on(as_guide)
    type(guide).objects.filter(pk=guide.pk).update(**changes)
    client.logout()
    assert client.get(path).status_code == 404


def test_wrong_addresses_are_slowed_down_and_right_ones_are_not(client, as_guide):
    path = switch_on(as_guide)
    for number in range(30):
        assert client.get(f"/kalender/feed/kui_{number}.ics").status_code == 404
    assert client.get("/kalender/feed/kui_30.ics").status_code == 429
    assert client.get(path).status_code == 200


def test_one_address_at_a_time_is_a_rule_of_the_database(guide):
    make_feed(by=guide)
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        CalendarFeed.objects.create(user=guide, secret_hash="0" * 64)


def test_two_meetings_cost_what_twenty_do(client, as_guide, guide, django_assert_num_queries):
    path = switch_on(as_guide)
    make_meeting(factories.make_case(guide), "youth")
    client.logout()
    for _round in range(2):
        with django_assert_num_queries(4):
            events(client.get(path))
        for _number in range(10):
            make_meeting(factories.make_case(guide), "youth")


def test_no_row_of_the_trail_keeps_the_address(client, as_guide):
    client.get(switch_on(as_guide))
    event = AuditEvent.objects.get(action="calendar.feed_fetched")
    assert event.path == "/kalender/feed/[secret].ics"
    assert not any("kui_" in str(row) for row in AuditEvent.objects.values())
