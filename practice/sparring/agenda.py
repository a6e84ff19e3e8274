"""How many cases are marked for sparring; which, stands on its own page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from practice.agenda.source import AgendaItem, AgendaSource, Period
from practice.sparring.reading import marked_now


def _marked(user, period: Period):
    if marked := marked_now(user.unit):
        words = ngettext("%(n)s case is marked for sparring", "%(n)s cases are marked for sparring", marked)
        yield AgendaItem(words % {"n": marked}, reverse("practice:sparring"))


MARKED = AgendaSource(gettext_lazy("Sparring"), _marked)
