"""What a part of a plan tells of beside the plan itself: the topics that a basis for telling a partner must cover too.

A guide decides; words and partner only propose. Until a guide has looked, what may tell of something sensitive is told
to no partner.
"""

import unicodedata
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import SENSITIVE, Topic
from plans.plan.topic_words import CATEGORIES, PATTERNS

# What a part may tell of. That it is a plan, and whose, goes without saying.
PART_TOPICS = (Topic.ACTIVITY, Topic.HEALTH, Topic.FAMILY, Topic.CRIME)
PART_CHOICES = [(topic.value, topic.label) for topic in PART_TOPICS]


def proposed_by(words: str, *, category: str = "") -> frozenset[str]:
    """The topics that words, and the category of the partner who does something, are likely to tell of."""
    words = "".join(c for c in unicodedata.normalize("NFKC", words) if unicodedata.category(c) != "Cf")
    found = {topic for topic, pattern in PATTERNS.items() if pattern.search(words)}
    return frozenset(found | ({CATEGORIES[category]} if category in CATEGORIES else set()))


class TellsOfTopics(models.Model):
    """A part of a plan with the topics it tells of; subclasses say what is `proposed`."""

    topics = models.JSONField(_("what it tells of"), default=list, blank=True)
    # What was proposed, and a guide said no to.
    topics_dismissed = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def proposed(self) -> frozenset[str]:
        """What its words and its partner are likely to tell of."""
        raise NotImplementedError

    @property
    def unconfirmed(self) -> frozenset[str]:
        """What is proposed, and no guide has said yes or no to."""
        return self.proposed - set(self.topics) - set(self.topics_dismissed)

    @property
    def likely_topics(self) -> list[str]:
        """What a guide said it tells of, and what is proposed beside that: what a form begins with."""
        likely = self.unconfirmed | set(self.topics)
        return [topic.value for topic in PART_TOPICS if topic in likely]

    @property
    def topic_words(self) -> list:
        """What it tells of for sure, in words."""
        return [topic.label for topic in PART_TOPICS if topic in self.topics]

    @property
    def unconfirmed_words(self) -> list:
        """What it may tell of, in words."""
        return [topic.label for topic in PART_TOPICS if topic in self.unconfirmed]

    @property
    def waits(self) -> bool:
        """Whether it may tell of something sensitive that nobody has said yes or no to: closed until then."""
        return bool(self.unconfirmed & SENSITIVE)

    def may_be_told(self, covered: Collection[str]) -> bool:
        """Whether a partner whose bases cover `covered` may be told it."""
        return not self.waits and set(self.topics) <= set(covered)

    def answers(self, told: Collection[str], *, seen: Collection[str]) -> dict[str, list[str]]:
        """The values to save when a guide, shown with the topics ``seen`` ticked, says that it tells of ``told``.

        What is proposed since was on no screen, and still waits.
        """
        no = {*seen, *self.topics_dismissed} - set(told)
        return {
            "topics": [topic.value for topic in PART_TOPICS if topic in told],
            "topics_dismissed": [topic.value for topic in PART_TOPICS if topic in no],
        }
