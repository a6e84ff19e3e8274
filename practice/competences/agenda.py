"""Courses that colleagues have been on and not shared yet."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.agenda.source import AgendaItem, AgendaSource, Period
from practice.competences.models import Course


def _courses(user, period: Period):
    rows = Course.objects.of_unit(user.unit_id).awaiting_sharing(period.meets_on).select_related("user")
    url = reverse("practice:competence_list")
    for course in rows:
        yield AgendaItem(
            _("%(who)s shares: %(course)s") % {"who": course.user.name, "course": course.title}, url
        )


COURSES = AgendaSource(gettext_lazy("Back from a course"), _courses)
