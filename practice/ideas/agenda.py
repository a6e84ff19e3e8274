"""What young people proposed: what the unit has answered since the last meeting, and what still waits."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice.agenda.source import AgendaItem, AgendaSource, Period
from practice.ideas.reading import answered_ideas, unanswered


def _ideas(user, period: Period):
    url = reverse("practice:idea_list")
    for idea in answered_ideas(user.unit).filter(answered_on__gte=period.since):
        said = {"idea": idea.text, "answer": idea.answer or idea.get_status_display()}
        yield AgendaItem(_("“%(idea)s” – we answered: %(answer)s") % said, url)
    if waiting := len(unanswered(user.unit, period.today)):
        words = ngettext("%(n)s proposal waits for an answer", "%(n)s proposals wait for an answer", waiting)
        yield AgendaItem(words % {"n": waiting}, url)


IDEAS = AgendaSource(gettext_lazy("You said, we did"), _ideas)
