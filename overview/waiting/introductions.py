"""Lists of who is new or leaves on which a point is late."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from overview.waiting.source import Row, Source
from practice.models import Introduction


def _rows(user, today):
    late = Q(points__ticked_on=None, points__due_on__lt=today)
    rows = Introduction.objects.running().filter(unit=user.unit_id).select_related("user")
    rows = rows.annotate(late=Count("points", filter=late), since=Min("points__due_on", filter=late))
    return rows.filter(late__gt=0).order_by("since", "pk")


def _row(one) -> Row:
    words = ngettext("%(n)s point of the list is overdue", "%(n)s points of the list are overdue", one.late)
    url = reverse("practice:introduction_detail", args=[one.pk])
    return Row(one.user.name, url, one.since, words % {"n": one.late})


INTRODUCTIONS = Source(
    "introductions", gettext_lazy("Lists of new colleagues, overdue"), _rows, _row, kept=True
)
