"""What young people proposed and nobody has answered in time."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from overview.waiting.source import Row, Source
from practice.ideas.reading import late


def _rows(user, today):
    return late(user.unit, today)


def _row(found) -> Row:
    url = reverse("practice:idea_answer", args=[found.idea.pk])
    return Row(_("A proposal from young people"), url, found.since, _("Waits for the unit's answer"))


IDEAS = Source("ideas", gettext_lazy("Young people's ideas without an answer"), _rows, _row)
