"""Steps that are due by the next team meeting."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.kui import day
from practice.agenda.source import AgendaItem, AgendaSource, Period
from practice.iglo.models import Step


def _steps(user, period: Period):
    rows = (
        Step.objects.of_unit(user.unit_id).open().filter(due_on__lte=period.meets_on).select_related("owner")
    )
    url = reverse("practice:step_list")
    for step in rows:
        said = {"step": step.text, "who": step.owner.name, "day": day(step.due_on)}
        yield AgendaItem(_("%(step)s (%(who)s, %(day)s)") % said, url)


STEPS = AgendaSource(gettext_lazy("Steps that are due"), _steps)
