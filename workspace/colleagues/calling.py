"""Calling colleagues to a meeting at which a course is shared, and off again: each gets a mail for their calendar."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.users.serving import mail_check
from core import clock
from core.mail.outbox import CalendarPart, queue_mail
from meetings.invitations import ics
from meetings.invitations.mails import in_words, organizer_of, sender_of
from practice.competences.actions import call_together
from practice.models import Course

# How long a meeting lasted whose end was not kept.
USUAL = timedelta(minutes=30)


@transaction.atomic
def call(course: Course, *, by: User, starts_at: datetime, lasts_minutes: int, place: str) -> int:
    """Call everybody who works in the unit, whoever calls too; returns how many. A later call moves the event in their
    calendars. Raises as `practice.competences.actions.call_together` does.
    """
    ends_at = starts_at + timedelta(minutes=lasts_minutes)
    people = list(User.objects.carriers(by.unit_id))
    before = call_together(course, starts_at, ends_at, people=people, by=by)
    for to in people:
        with translation.override(to.language):
            event = ics.Appointment(
                _uid(course), before, starts_at, ends_at, _summary(course), location=place
            )
            _tell(to, course, event, by=by)
    return len(people)


def call_off(course: Course, by: User) -> None:
    """Take a meeting to come out of the calendars of everybody who was called to it: the same event, a step further."""
    if course.meets_at is None or course.meets_at <= clock.now():
        return
    ends_at = course.meets_until or course.meets_at + USUAL
    # Whom one told before that was kept is everybody at work in the unit.
    people = course.called.filter(is_active=True).order_by("pk") or User.objects.carriers(by.unit_id)
    for to in people:
        with translation.override(to.language):
            event = ics.Appointment(
                _uid(course), course.calls, course.meets_at, ends_at, _summary(course), is_cancelled=True
            )
            _tell(to, course, event, by=by)


def _uid(course: Course) -> str:
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}#course-{course.pk}"))


def _summary(course: Course) -> str:
    return _("Shared from a course: %(title)s") % {"title": course.title}


def _tell(to: User, course: Course, event: ics.Appointment, *, by: User) -> None:
    words = {
        "by": by,
        "course": course,
        "when": in_words(event.starts_at, event.ends_at),
        "place": event.location,
        "url": settings.SITE_URL + reverse("practice:competence_list"),
    }
    page, write, method = ("course_call", ics.request, ics.REQUEST)
    subject = event.summary
    if event.is_cancelled:
        page, write, method = ("course_call_off", ics.cancel, ics.CANCEL)
        subject = _("Called off: %(what)s") % {"what": event.summary}
    body = render_to_string(f"workspace/colleagues/email/{page}.txt", words)
    part = CalendarPart(method, write(event, organizer_of(by.unit), to.email, clock.now()))
    sent = {"sender": sender_of(by.unit), "calendar": part}
    queue_mail(to.email, subject, body, still_wanted=mail_check(to), **sent)
