"""Calendar files, a golden one for each rule that calendars force, and parsed back.

Regenerate with ``KUI_GOLDEN=write``, and read the difference.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from core import clock
from meetings.invitations import ics

GOLDEN = Path(__file__).parent / "golden"
STAMP = datetime(2026, 11, 28, 8, 30, 15, 999, tzinfo=UTC)
UNIT = ics.Organizer("Ungeenheden Odsherred", "unge@odsherred.example")
STARTS = clock.at(datetime(2026, 12, 3).date(), 10)
ONE = ics.Appointment(
    uid="3f0e9a52-6d0b-4a51-9c6c-8a2e5d9f1b77",
    sequence=0,
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=60),
    summary="Møde med Ungeenheden Odsherred",
    description="Stedet, og hvordan du svarer, står bag linket i mailen.",
    location="Se linket",
)
MOVED = replace(
    ONE, sequence=1, starts_at=STARTS + timedelta(days=1), ends_at=STARTS + timedelta(days=1, hours=1)
)
OFF = replace(MOVED, sequence=2, is_cancelled=True, description="Mødet er aflyst.", location="")
# The night between 24 and 25 October 2026 has two hours from two to three; the meeting is after it.
WINTER = clock.at(datetime(2026, 10, 25).date(), 9)
SUMMER = clock.at(datetime(2026, 10, 24).date(), 9)

FILES = {
    "request": ics.request(ONE, UNIT, "sigrid@hjemme.example", STAMP),
    "change": ics.request(MOVED, UNIT, "sigrid@hjemme.example", STAMP),
    "cancel": ics.cancel(OFF, UNIT, "sigrid@hjemme.example", STAMP),
    "another-recipient": ics.request(ONE, UNIT, "kontakt@skolen.example", STAMP),
    "winter-time": ics.request(
        replace(ONE, starts_at=WINTER, ends_at=WINTER + timedelta(hours=1)), UNIT, "a@b.example", STAMP
    ),
    "summer-time": ics.request(
        replace(ONE, starts_at=SUMMER, ends_at=SUMMER + timedelta(hours=1)), UNIT, "a@b.example", STAMP
    ),
    "feed": ics.feed(
        "Møder i KUI",
        [
            (replace(ONE, summary="Møde · sag 3F0E9A", description="", location=""), STAMP),
            (replace(OFF, uid="2", summary="Møde · sag 7B21C0", description=""), STAMP),
        ],
    ),
}


def parsed(text: str):
    """The calendar, its method and its events."""
    made = Calendar.from_ical(text)
    return made, str(made["method"]), made.walk("VEVENT")


@pytest.mark.parametrize("name", FILES)
def test_it_is_the_golden_file(name):
    path = GOLDEN / f"{name}.ics"
    if os.environ.get("KUI_GOLDEN") == "write":
        path.write_bytes(FILES[name].encode())
    assert FILES[name].encode() == path.read_bytes()


@pytest.mark.parametrize("name", [name for name in FILES if name != "feed"])
def test_one_recipient_and_the_unit_as_organiser(name):
    _made, method, (event,) = parsed(FILES[name])
    assert method == ("CANCEL" if name == "cancel" else "REQUEST")
    attendee = event["attendee"]
    assert not isinstance(attendee, list) and attendee.params["RSVP"] == "FALSE"
    # Nobody's name but the unit's: not even the recipient's own.
    assert "CN" not in attendee.params
    assert (str(event["organizer"]), event["organizer"].params["CN"]) == (f"mailto:{UNIT.address}", UNIT.name)
    addresses = {line for line in FILES[name].replace("\r\n ", "").split("\r\n") if "mailto:" in line}
    assert len(addresses) == 2


def test_a_change_and_a_cancellation_hit_the_same_event():
    events = [parsed(FILES[name])[2][0] for name in ("request", "change", "cancel")]
    assert {str(event["uid"]) for event in events} == {ONE.uid}
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert len({str(event["organizer"]) for event in events}) == 1
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize("name", FILES)
def test_moments_in_utc_without_time_zones_or_repetition(name):
    made, _method, events = parsed(FILES[name])
    assert not made.walk("VTIMEZONE") and "TZID" not in FILES[name] and "RRULE" not in FILES[name]
    for event in events:
        for field in ("dtstart", "dtend", "dtstamp"):
            assert event[field].to_ical().endswith(b"Z")


def test_the_hour_is_that_of_the_wall_on_both_sides_of_the_change_of_the_clock():
    summer, winter = (parsed(FILES[name])[2][0]["dtstart"].dt for name in ("summer-time", "winter-time"))
    assert (summer.hour, winter.hour) == (7, 8)
    assert {moment.astimezone(clock.COPENHAGEN).hour for moment in (summer, winter)} == {9}


@pytest.mark.parametrize("name", FILES)
def test_lines_are_folded_and_end_as_the_standard_says(name):
    data = FILES[name].encode()
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_a_feed_invites_nobody():
    made, method, events = parsed(FILES["feed"])
    assert method == "PUBLISH" and len(events) == 2
    assert not any("attendee" in event or "organizer" in event for event in events)
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize(
    "words", ["a\r\nATTENDEE:mailto:evil@x.example", "a\nX-EVIL:1", 'a";CN=b', "a;b,c\\n:d"]
)
def test_words_never_become_properties(words):
    told = replace(ONE, summary=words, description=words, location=words)
    _made, _method, (event,) = parsed(
        ics.request(told, ics.Organizer(words, UNIT.address), "a@b.example", STAMP)
    )
    assert sorted(event) == sorted(parsed(FILES["request"])[2][0])
    assert str(event["summary"]) == words.replace("\r\n", "\n")
    assert str(event["attendee"]) == "mailto:a@b.example"
