"""Minutes of meetings that a partner's contact was asked to, and which of them wait for their word."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.kept import Given, GivenIds, kept
from core.templatetags.kui import day
from meetings.models import Attendee, Meeting, Minutes


def shared_minutes(contact) -> QuerySet[Attendee]:
    """The contact's rows of those meetings whose minutes are shared, as far as a basis lets them see the meeting."""
    meetings = Meeting.objects.shared_with(contact).filter(minutes__in=Minutes.objects.shared())
    rows = Attendee.objects.asked().filter(contact=contact, meeting__in=meetings)
    return rows.select_related(
        "meeting__type", "meeting__case__person", "meeting__case__unit", "contact__partner"
    )


def minutes_waiting(contact, case_ids: Iterable, on: date) -> list[Attendee]:
    """Those of them that wait for the contact's word on the day, soonest first; two queries, and one when nothing does.
    ``case_ids`` are the cases of which a basis covers the plan: minutes are told where the plan is.
    """
    ids = awaited(on).ask(contact=contact.pk, cases=case_ids)
    if not ids:
        return []
    rows = shared_minutes(contact).filter(pk__in=ids)
    return list(rows.select_related("meeting__minutes").order_by("meeting__minutes__comment_until", "pk"))


@kept
def awaited(on: date) -> QuerySet:
    """The ids of a contact's rows whose word on the minutes is awaited, of meetings about these cases."""
    rows = Attendee.objects.awaited_on_minutes(on).filter(contact=Given("contact"))
    return rows.filter(meeting__case__among=GivenIds("cases")).order_by().values_list("pk", flat=True)


def waiting_words(row: Attendee, on: date) -> str:
    """What the contact is asked for."""
    until = row.meeting.minutes.comment_until
    if not row.attended:
        words = _("Minutes to comment on: meeting %(day)s")
    elif on <= until:
        words = _("Minutes to comment on and approve: meeting %(day)s")
    else:
        words = _("Minutes to approve: meeting %(day)s")
    return words % {"day": day(row.meeting.on)}
