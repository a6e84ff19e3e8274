"""Scales from 1 to 10, a life area each: how it is now, and how they wish it were."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Topic
from progress.measures.models import Measure
from progress.words.models import DatedWords

# What an area may tell of to others; without one it tells of nothing but how the plan goes.
AREA_TOPICS = [(topic.value, topic.label) for topic in (Topic.ACTIVITY, Topic.HEALTH, Topic.FAMILY)]

LEAST, MOST = 1, 10


class LifeArea(DatedWords):
    """A part of life that is asked about, in the words that hold from a day. An administrator keeps the table."""

    tells_of = models.CharField(_("what it tells of"), max_length=12, choices=AREA_TOPICS, blank=True)

    class Meta(DatedWords.Meta):
        pass

    @property
    def is_used(self) -> bool:
        """Whether somebody has answered by these very words."""
        return not self._state.adding and self.answers.exists()


class ScaleRound(Measure):
    """One sitting in which a voice answered the scales, or declined to."""

    class Meta(Measure.Meta):
        indexes = [models.Index(fields=["case", "voice", "-measured_on"])]

    def __str__(self):
        return f"{self.get_voice_display()} {self.measured_on}"


class ScaleAnswer(models.Model):
    """The answer about one area. ``area`` is the row whose words were asked; ``code`` names the area across words.

    An area that nobody asked about has no row, and one that they would not answer has ``declined``: neither is a
    number.
    """

    round = models.ForeignKey(ScaleRound, models.PROTECT, related_name="answers")
    area = models.ForeignKey(LifeArea, models.PROTECT, related_name="answers")
    code = models.SlugField(editable=False)
    # The version of the scale: of the words for its steps (`progress.scales.steps`).
    form = models.CharField(max_length=10, editable=False)
    now = models.PositiveSmallIntegerField(null=True, blank=True)
    wished = models.PositiveSmallIntegerField(null=True, blank=True)
    because = models.CharField(_("because"), max_length=300, blank=True)
    declined = models.BooleanField(default=False)

    class Meta:
        ordering = ["area__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="scale_answer_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(declined=True, now=None, wished=None)
                | Q(declined=False, now__isnull=False, now__gte=LEAST, now__lte=MOST),
                name="scale_answer_is_a_number_or_declined",
            ),
            models.CheckConstraint(
                condition=Q(wished=None) | Q(wished__gte=LEAST, wished__lte=MOST),
                name="scale_wish_is_from_one_to_ten",
            ),
        ]

    def __str__(self):
        return f"{self.area}: {'–' if self.now is None else self.now}"
