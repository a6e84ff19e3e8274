"""Five levels of progression: where the unit judges the young person to be, from level to level and back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from progress.measures.models import Measure
from progress.words.models import DatedWords


class Level(DatedWords):
    """A level, in the words that hold from a day; its ``position`` is its place. An administrator keeps the table."""

    class Meta(DatedWords.Meta):
        pass

    @property
    def is_used(self) -> bool:
        """Whether somebody was judged to be here in these very words."""
        return not self._state.adding and self.sets.exists()


class LevelSet(Measure):
    """The level on a day, in the guide's judgement, and what it rests on. The way goes forward and back.

    That somebody held a level is a result too: it is written down as another row of the same level.
    """

    level = models.ForeignKey(Level, models.PROTECT, related_name="sets", verbose_name=_("level"))
    words = models.CharField(_("what you see"), max_length=500)

    class Meta(Measure.Meta):
        constraints = [
            *Measure.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="level_set_says_why"),
            models.CheckConstraint(condition=Q(declined=False, voice="guide"), name="level_is_judged"),
        ]
        indexes = [models.Index(fields=["case", "-measured_on"])]

    def __str__(self):
        return f"{self.level} {self.measured_on}"
