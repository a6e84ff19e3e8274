"""Steps that a unit has agreed to take, each at one of four levels, with an owner and a day (Arbejdstilsynet: IGLO)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.fields import FIRST_DAY, LAST_DAY
from core.versions import Versioned
from practice.barometer.models import Question
from practice.reflection.models import Prompt
from practice.rhythm.models import TeamMeeting


class Level(models.TextChoices):
    """Who can take the step. The O is the organisation around the unit: the municipality, not society."""

    INDIVIDUAL = "individual", _("Individual")
    GROUP = "group", _("Group")
    LEADERSHIP = "leadership", _("Leadership")
    ORGANISATION = "organisation", _("Organisation")

    @property
    def means(self) -> str:
        """What belongs at the level, in a sentence."""
        return str(MEANINGS[self])


MEANINGS = {
    Level.INDIVIDUAL: _("What each of us can do differently from tomorrow."),
    Level.GROUP: _("What we as colleagues agree on, and hold each other to."),
    Level.LEADERSHIP: _("What our leader decides, makes room for or asks about."),
    Level.ORGANISATION: _(
        "What the municipality around us has to change: other departments, frames, systems."
    ),
}


class StepQuerySet(models.QuerySet):
    """Adjectives of steps."""

    def of_unit(self, unit):
        """Agreed in this unit."""
        return self.filter(unit=unit)

    def open(self):
        """Neither done nor struck; the same as `Step.is_open`."""
        return self.filter(done_on=None, struck_on=None)


class Step(Versioned):
    """Something to do, who does it and when, and what one would see once it helps."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="steps", editable=False)
    # The answers that it was agreed on; none for a step that came from elsewhere.
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="steps", editable=False)
    # The question of a reflection that it came from.
    prompt = models.ForeignKey(Prompt, models.PROTECT, null=True, related_name="steps", editable=False)
    # The meeting of the unit at which it was agreed on, if it was one.
    meeting = models.ForeignKey(TeamMeeting, models.PROTECT, null=True, related_name="steps", editable=False)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    text = models.CharField(_("what we do"), max_length=200)
    sign = models.CharField(_("what we would see"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="steps")
    due_on = models.DateField(_("by"))
    agreed_on = models.DateField(default=clock.today, editable=False)
    done_on = models.DateField(null=True, editable=False)
    struck_on = models.DateField(null=True, editable=False)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_on=None, struck_on=None),
                name="step_open_of_owner",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=FIRST_DAY, due_on__lte=LAST_DAY), name="step_day_is_a_day"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(struck_on=None), name="step_done_or_struck_not_both"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, struck_on=None) | ~Q(outcome=""), name="step_ends_with_words"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self) -> bool:
        """Neither done nor struck; the same as the queryset's `open`."""
        return self.done_on is None and self.struck_on is None
