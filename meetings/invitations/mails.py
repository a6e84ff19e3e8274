"""The words of invitations. They say when, and nothing about whom, why or where: that stands behind the link."""

from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from core.mail.outbox import CalendarPart
from meetings.invitations import ics
from meetings.invitations.reach import Reach


def organizer_of(unit) -> ics.Organizer:
    """Who invites: the unit, from its shared mailbox, or else from the address that all mails come from."""
    name = " ".join(unit.name.replace('"', "").replace("\\", "").split())
    return ics.Organizer(name, unit.mailbox or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def sender_of(unit) -> str:
    """Whom the mail is from: the same address as the organiser's, or calendars do not trust it."""
    by = organizer_of(unit)
    return f'"{by.name}" <{by.address}>'


def in_words(starts_at: datetime, ends_at: datetime) -> str:
    """When, in Copenhagen: ``torsdag den 3. december 2026 kl. 10.00–11.00``."""
    starts, ends = (moment.astimezone(clock.COPENHAGEN) for moment in (starts_at, ends_at))
    words = {
        "weekday": date_format(starts, "l"),
        "day": date_format(starts, "DATE_FORMAT"),
        "from": time_format(starts, "TIME_FORMAT"),
        "until": time_format(ends, "TIME_FORMAT"),
    }
    return _("%(weekday)s %(day)s at %(from)s–%(until)s") % words


def page_of(reach: Reach, meeting, secret: str = "") -> str:
    """Where the recipient sees the meeting and answers: their own page after signing in, or the page of a link."""
    if not reach.signs_in:
        return settings.SITE_URL + reverse("meetings:answer", args=[secret]) if secret else ""
    if reach.is_partner:
        return settings.SITE_URL + reverse("portal:our_meetings")
    year, week, _day = meeting.on.isocalendar()
    return f"{settings.SITE_URL}{reverse('meetings:calendar')}?uge={year}-W{week:02}"


def appointment(meeting, reach: Reach, sequence: int, *, is_cancelled=False) -> ics.Appointment:
    """The event in the recipient's calendar. A link that needs no signing in stands in the mail alone: families share
    their calendars.
    """
    page = page_of(reach, meeting)
    if is_cancelled:
        words = _("The meeting is cancelled.")
    elif page:
        words = _("Sign in to see the place and to answer: %(link)s") % {"link": page}
    else:
        words = _("The place, and how to answer, stand behind the link in the mail.")
    return ics.Appointment(
        uid=str(meeting.pk),
        sequence=sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=_("Meeting with %(unit)s") % {"unit": organizer_of(meeting.case.unit).name},
        description=words,
        location="" if is_cancelled else _("See the link"),
        is_cancelled=is_cancelled,
    )


def invitation(meeting, reach: Reach, *, sequence: int, secret: str, is_change: bool) -> dict:
    """``subject``, ``body`` and ``calendar`` of an invitation, or of a change of one."""
    with override(reach.language):
        when = in_words(meeting.starts_at, meeting.ends_at)
        values = {
            "unit": meeting.case.unit.name,
            "when": when,
            "link": page_of(reach, meeting, secret),
        }
        subject = (
            _("Changed: meeting %(when)s") if is_change else _("Invitation: meeting %(when)s")
        ) % values
        lead = (
            _("Your meeting with %(unit)s has changed. It is now %(when)s.")
            if is_change
            else _("You are invited to a meeting with %(unit)s %(when)s.")
        )
        ask = (
            _("Sign in to see where, and to say whether you come:\n%(link)s")
            if reach.signs_in
            else _("See where, and say whether you come, without signing in:\n%(link)s")
        )
        body = "\n\n".join((lead % values, ask % values, not_read()))
        part = ics.request(
            appointment(meeting, reach, sequence), organizer_of(meeting.case.unit), reach.email, clock.now()
        )
    return {"subject": subject, "body": f"{body}\n", "calendar": CalendarPart(ics.REQUEST, part)}


def cancellation(meeting, reach: Reach, to: str, *, sequence: int, starts_at: datetime) -> dict:
    """``subject``, ``body`` and ``calendar`` of the word to ``to`` that the meeting is off for them; ``starts_at`` is
    when they were told that it begins. No reason is given: it would say whom it is about.
    """
    ends_at = starts_at + (meeting.ends_at - meeting.starts_at)
    with override(reach.language):
        values = {
            "unit": meeting.case.unit.name,
            "when": in_words(starts_at, ends_at),
        }
        subject = _("Cancelled: meeting %(when)s") % values
        lead = (
            _("The meeting with %(unit)s %(when)s is cancelled.")
            if meeting.is_cancelled
            else _("You are no longer asked to come to the meeting with %(unit)s %(when)s.")
        )
        body = "\n\n".join((lead % values, not_read()))
        one = appointment(meeting, reach, sequence, is_cancelled=True)
        one = replace(one, starts_at=starts_at, ends_at=ends_at)
        part = ics.cancel(one, organizer_of(meeting.case.unit), to, clock.now())
    return {"subject": subject, "body": f"{body}\n", "calendar": CalendarPart(ics.CANCEL, part)}


def not_read() -> str:
    """That nobody reads answers."""
    return _("Please do not answer this mail: nobody reads answers to it.")
