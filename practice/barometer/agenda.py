"""Rounds of the barometer that are open, and those whose result nobody has talked about yet."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.kui import day
from practice.agenda.source import AgendaItem, AgendaSource, Period
from practice.barometer.models import Round


def _rounds(user, period: Period):
    rounds, today = Round.objects.of_unit(user.unit_id), period.today
    ended = rounds.over(today).filter(
        Q(closed_on__gte=period.since) | Q(closed_on=None, closes_on__gte=period.since)
    )
    for row in ended.order_by("opened_on", "pk"):
        words = _("%(round)s has ended. What lies low, and what lies far apart?")
        yield AgendaItem(words % {"round": row.title}, reverse("practice:round_detail", args=[row.pk]))
    for row in rounds.open(today).order_by("closes_on", "pk"):
        words = _("%(round)s is open until %(day)s. Has everybody answered?")
        url = reverse("practice:round_detail", args=[row.pk])
        yield AgendaItem(words % {"round": row.title, "day": day(row.closes_on)}, url)


ROUNDS = AgendaSource(gettext_lazy("Barometer"), _rounds)
