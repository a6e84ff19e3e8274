"""What else waits for a partner, room by room: a function a kind, each of the user, what is covered, and the day.

Most partners have nothing of most kinds: one query looks of which there may be something, and only those are asked.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.models import Topic
from core.kept import Given, kept
from plans.handover.scope import name_told
from portal.meetings.minutes import awaited, minutes_waiting, waiting_words
from portal.meetings.ours import meetings_waiting, unanswered
from portal.partner.waiting import put_to
from portal.promises.outcomes import unseen
from portal.promises.waiting import WaitingRow, outcome_rows, question_rows, questions
from portal.qualification.waiting import sent
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
    return [
        WaitingRow(
            name=name_told(row.meeting.case.person, covered[row.meeting.case]),
            words=waiting_words(row, on),
            url=reverse("portal:our_minutes", args=[row.pk]),
            button=_("Read the minutes"),
        )
        for row in minutes_waiting(user.partner_contact, _with_plan(covered), on)
    ]


def round_rows(user, covered: Mapping, on: date) -> list[WaitingRow]:
    """Rounds of the unit's barometer that partners are asked too, and that the user has not answered; one query."""
    return [
        WaitingRow(
            name=row.title,
            words=_("The youth unit asks how you work together. Answer until %(day)s; your name is not kept.")
            % {"day": date_format(row.closes_on, "DATE_FORMAT")},
            url=reverse("practice:round_answer", args=[row.pk]),
            button=_("Answer"),
            kind="round",
        )
        for row in rounds(on).ask(unit=user.unit_id, user=user.pk)
    ]


@kept
def rounds(on: date) -> QuerySet[Round]:
    """Those of a unit that partners are asked too, and that a user has not answered."""
    rows = Round.objects.of_unit(Given("unit")).open(on).unanswered_by(Given("user"))
    return rows.filter(with_partners=True).order_by("closes_on", "pk")


def _with_plan(covered: Mapping) -> list:
    return [case.pk for case, topics in covered.items() if Topic.PLAN in topics]


STATEMENTS, QUALIFICATIONS = "statements", "qualifications"
# Of each kind the rows of which one is there when there is something; of more than the user may be told, now and then.
_LOOKS = {
    STATEMENTS: put_to,
    QUALIFICATIONS: lambda _on: sent(),
    meeting_rows: unanswered,
    minutes_rows: awaited,
    question_rows: lambda _on: questions(),
    round_rows: rounds,
    outcome_rows: lambda _on: unseen(1),
}


@kept
def _look(on: date) -> QuerySet:
    """One row: of each kind whether there may be something."""
    there = (Exists(look(on).rows) for look in _LOOKS.values())
    return Unit.objects.filter(pk=Given("unit")).order_by().values_list(*there)


def what_is_there(user, covered: Mapping, on: date) -> Collection:
    """The kinds of which there may be something for the user; one query."""
    contact = user.partner_contact
    places = {"partner": contact.partner_id, "contact": contact.pk, "user": user.pk, "unit": user.unit_id}
    (found,) = _look(on).ask(cases=_with_plan(covered), **places)
    return {kind for kind, is_there in zip(_LOOKS, found, strict=True) if is_there}


# ``(user, {case: topics covered}, day) -> rows``, in the order in which they stand. A room with more adds its own here,
# and to `_LOOKS`.
SOURCES = (meeting_rows, minutes_rows, question_rows, round_rows, outcome_rows)
# The same of what is only there to be read: nobody waits for it. Rooms above put theirs here.
NEWS: list[Callable[..., list[WaitingRow]]] = []


def more_waiting(user, covered: Mapping, there: Collection, on: date) -> list[WaitingRow]:
    """What these kinds have, of which something is ``there``; as many queries however much it is."""
    return [row for source in SOURCES if source in there for row in source(user, covered, on)]
