"""What else waits for a partner, room by room: a function a kind, each of the user, what is covered, and the day."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Topic
from portal.meetings.minutes import minutes_waiting, waiting_words
from portal.meetings.ours import meetings_waiting
from portal.promises.telling import Promise
from portal.promises.waiting import WaitingRow, ending_rows, outcome_rows, question_rows, quiet_rows
from practice.models import Round


def meeting_rows(user, covered: Mapping, on: date) -> list[WaitingRow]:
    """Meetings that wait for whether the contact comes."""
    return [
        WaitingRow(
            name=one.called,
            words=_("Meeting %(when)s: do you come?")
            % {"when": date_format(one.starts, "SHORT_DATETIME_FORMAT")},
            url=reverse("portal:our_meetings"),
            button=_("Answer"),
            kind="meeting",
        )
        for one in meetings_waiting(user.partner_contact, on)
    ]


def minutes_rows(user, covered: Mapping, on: date) -> list[WaitingRow]:
    """Minutes that wait for the contact's comment or approval; whom they are about stands behind the link."""
    ids = [case.pk for case, topics in covered.items() if Topic.PLAN in topics]
    return [
        WaitingRow(
            name=row.meeting.case.person.called,
            words=waiting_words(row, on),
            url=reverse("portal:our_minutes", args=[row.pk]),
            button=_("Read the minutes"),
        )
        for row in minutes_waiting(user.partner_contact, ids, on)
    ]


def round_rows(user, covered: Mapping, on: date) -> list[WaitingRow]:
    """Rounds of the unit's barometer that partners are asked too, and that the user has not answered; one query."""
    rounds = Round.objects.of_unit(user.unit_id).open(on).unanswered_by(user)
    return [
        WaitingRow(
            name=row.title,
            words=_("The youth unit asks how you work together. Answer until %(day)s; your name is not kept.")
            % {"day": date_format(row.closes_on, "DATE_FORMAT")},
            url=reverse("practice:round_answer", args=[row.pk]),
            button=_("Answer"),
            kind="round",
        )
        for row in rounds.filter(with_partners=True).order_by("closes_on", "pk")
    ]


# ``(user, {case: topics covered}, day) -> rows``, in the order in which they stand. A room with more adds its own here.
SOURCES = (meeting_rows, minutes_rows, question_rows, round_rows, outcome_rows, ending_rows)
# The same of what is only there to be read: nobody waits for it. Rooms above put theirs here.
NEWS: list[Callable[..., list[WaitingRow]]] = []


def more_waiting(user, covered: Mapping, told: Iterable[Promise], on: date) -> list[WaitingRow]:
    """Everything beside statements and promises that are due; ``told`` are the promises that may be told.

    As many queries however much there is.
    """
    rows = [row for source in SOURCES for row in source(user, covered, on)]
    return rows + quiet_rows(told)
