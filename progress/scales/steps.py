"""What the numbers of the scale mean, in words: every one of them has a meaning, and more is better everywhere.

``VERSION`` is kept with every answer. Words that change get a version of their own, and the old ones stay here.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "1"

STEPS: dict[str, tuple[tuple[int, int, Promise], ...]] = {
    "1": (
        (1, 2, _("really hard")),
        (3, 4, _("hard")),
        (5, 6, _("in between")),
        (7, 8, _("good")),
        (9, 10, _("really good")),
    ),
}


def meaning(value: int, version: str = VERSION) -> str:
    """What the number means, in the words of its version. Raises StopIteration for a number outside the scale."""
    return str(next(words for low, high, words in STEPS[version] if low <= value <= high))
