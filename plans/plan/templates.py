"""Goals and milestones to begin from: a start, never a cage. Whoever picks one writes on, in the form as it is."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.http import number_in
from core.ordering import Danish
from core.versions import Versioned


class PartTemplate(Versioned):
    """A goal or a milestone that is often of use, in two voices. What was begun from it does not remember it."""

    class Kind(models.TextChoices):
        """What is begun from it."""

        GOAL = "goal", _("A goal")
        MILESTONE = "step", _("A milestone")

    kind = models.CharField(_("what it begins"), max_length=4, choices=Kind.choices, default=Kind.MILESTONE)
    own_words = models.CharField(_("this is what I want"), max_length=200)
    professional = models.CharField(_("in professional words"), max_length=300, blank=True)
    outlook = models.BooleanField(_("outlook"), default=False)
    insight = models.BooleanField(_("insight"), default=False)
    competence = models.BooleanField(_("competences"), default=False)
    days = models.PositiveSmallIntegerField(_("days it usually takes"), null=True, blank=True)
    topics = models.JSONField(_("what it tells of"), default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["kind", Danish("own_words"), "pk"]

    def __str__(self):
        return self.own_words

    @property
    def initial(self) -> dict:
        """What a form begins with; the day is reckoned from today."""
        if self.kind == self.Kind.GOAL:
            return {"text": self.own_words, "topics": self.topics}
        names = ("own_words", "professional", "outlook", "insight", "competence", "topics")
        due = {"due_on": clock.today() + timedelta(days=self.days)} if self.days else {}
        return {name: getattr(self, name) for name in names} | due


def begin(request, kind: str, form_class, **kwargs):
    """The form of a new part, begun from the template that ``?skabelon=`` names; with the ones there are."""
    form = form_class(request.POST or None, **kwargs)
    form.templates = list(PartTemplate.objects.filter(kind=kind, is_active=True))
    asked = number_in(request.GET, "skabelon") if request.method == "GET" else None
    form.template = next((row for row in form.templates if row.pk == asked), None)
    if form.template:
        # What its words propose beside is ticked too, and was seen with the rest.
        told = set(form.template.topics) | type(form.instance)(**_words(form.template)).proposed
        form.initial |= form.template.initial | {
            "topics": sorted(told),
            "topics_seen": " ".join(sorted(told)),
        }
    return form


def _words(row: PartTemplate) -> dict:
    return {"text": row.own_words} if row.kind == row.Kind.GOAL else {
        "own_words": row.own_words, "professional": row.professional,
    }  # fmt: skip
