"""Who is new, and is welcomed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.kui import day
from practice.agenda.source import AgendaItem, AgendaSource, Period
from practice.onboarding.models import Introduction


def _newcomers(user, period: Period):
    for list_ in Introduction.objects.filter(unit=user.unit_id).newcomers(period.meets_on):
        yield AgendaItem(_("%(who)s, from %(day)s") % {"who": list_.user.name, "day": day(list_.day)})


NEWCOMERS = AgendaSource(gettext_lazy("New colleagues"), _newcomers)
