"""Calling colleagues to a meeting at which a course is shared: each gets a mail with it for their calendar."""

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


@transaction.atomic
def call(course: Course, *, by: User, starts_at: datetime, lasts_minutes: int, place: str) -> int:
    """Call everybody who works in the unit, whoever calls too; returns how many. A later call moves the event in their
    calendars. Raises as `practice.competences.actions.call_together` does.
    """
    before = call_together(course, starts_at, by=by)
    ends_at = starts_at + timedelta(minutes=lasts_minutes)
    uid = str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}#course-{course.pk}"))
    people = list(User.objects.carriers(by.unit_id))
    for to in people:
        with translation.override(to.language):
            summary = _("Shared from a course: %(title)s") % {"title": course.title}
            event = ics.Appointment(uid, before, starts_at, ends_at, summary, location=place)
            _tell(to, course, event, by=by)
    return len(people)


def _tell(to: User, course: Course, event: ics.Appointment, *, by: User) -> None:
    words = {
        "by": by,
        "course": course,
        "when": in_words(event.starts_at, event.ends_at),
        "place": event.location,
        "url": settings.SITE_URL + reverse("practice:competence_list"),
    }
    body = render_to_string("workspace/colleagues/email/course_call.txt", words)
    text = ics.request(event, organizer_of(by.unit), to.email, clock.now())
    part = CalendarPart(ics.REQUEST, text)
    sent = {"sender": sender_of(by.unit), "calendar": part}
    queue_mail(to.email, event.summary, body, still_wanted=mail_check(to), **sent)
