"""A meeting as a calendar file (RFC 5545, RFC 5546), in the few properties that Outlook, Google and Apple agree on.

Pure: dates and words in, text out. What calendars do with less careful files decides each line here:

- A request names its recipient as attendee, and nobody else: whoever opens it reads no other person's address.
- The organiser is the unit's mailbox, which the mail is from as well. A guide who also takes part would be told that
  they organise the meeting and need not answer.
- The UID never changes, and the sequence rises with each change: a change and a cancellation then find the event.
- Moments in UTC, without a table of time zones; no rule of repetition: a row of meetings is single meetings.
- The families of the young people share their calendars. So nothing here says who or what the meeting is about, nor
  where it is: the place may give a protected address away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//KUI//KUI//DA"
REQUEST, CANCEL = "REQUEST", "CANCEL"
# How often who subscribes to a feed may ask for it.
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Appointment:
    """What a calendar is told of a meeting: when, and words that say nothing about anybody."""

    uid: str
    # Rises with every change of time or place, and with cancelling.
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Organizer:
    """Who invites: the unit's name and the mailbox that the mail is from."""

    name: str
    address: str


def request(one: Appointment, organizer: Organizer, recipient: str, stamp: datetime) -> str:
    """The invitation to one recipient (an e-mail address), or a change of it; ``stamp`` is when it is written."""
    return _to_one(REQUEST, one, organizer, recipient, stamp)


def cancel(one: Appointment, organizer: Organizer, recipient: str, stamp: datetime) -> str:
    """The cancellation for one recipient of what `request` told."""
    return _to_one(CANCEL, one, organizer, recipient, stamp)


def feed(name: str, appointments: Iterable[tuple[Appointment, datetime]]) -> str:
    """A calendar to subscribe to, each appointment with the moment it was last revised. It invites nobody."""
    made = _calendar("PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for one, stamp in appointments:
        made.add_component(_event(one, stamp))
    return _text(made)


def _to_one(method: str, one: Appointment, organizer: Organizer, recipient: str, stamp: datetime) -> str:
    made, event = _calendar(method), _event(one, stamp)
    by = vCalAddress(f"mailto:{organizer.address}")
    by.params["cn"] = vText(organizer.name)
    event.add("organizer", by)
    to = vCalAddress(f"mailto:{recipient}")
    # Answers by mail are read by nobody: Outlook leaves out what they answer to.
    to.params.update({"role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "FALSE"})
    event.add("attendee", to)
    made.add_component(event)
    return _text(made)


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _event(one: Appointment, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("summary", one.summary)
    # Whoever may look into a colleague's calendar sees that the time is taken.
    event.add("class", "PRIVATE")
    for name, words in (("description", one.description), ("location", one.location)):
        if words:
            event.add(name, words)
    return event


def _text(made: Calendar) -> str:
    return made.to_ical(sorted=False).decode()
