"""What was written at an occasion, as the unit reads it together: by station and by question."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from core.text import fold
from practice.reflection.models import Occasion, Prompt, Reflection, Station


@dataclass(frozen=True)
class Asked:
    """A question and what was written to it."""

    prompt: Prompt
    reflections: tuple[Reflection, ...]


@dataclass(frozen=True)
class Read:
    """A station with its questions."""

    station: Station
    asked: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How many answers stand here."""
        return sum(len(asked.reflections) for asked in self.asked)


def read(occasion: Occasion, *, words: str = "", station: int | None = None) -> list[Read]:
    """Every station with what was written there; ``words`` and ``station`` narrow it. Three queries however much it is.

    The texts are encrypted, so that the words are looked for here: each of them has to stand in a text.
    """
    wanted = fold(words).split()
    rows = Reflection.objects.filter(prompt__station__occasion=occasion).select_related("by")
    found: dict[int, list[Reflection]] = {}
    for row in rows.order_by("pk"):
        if all(word in fold(row.text) for word in wanted):
            found.setdefault(row.prompt_id, []).append(row)
    stations = occasion.stations.prefetch_related("prompts")
    if station is not None:
        stations = stations.filter(pk=station)
    return [
        Read(
            place,
            tuple(Asked(prompt, tuple(found.get(prompt.pk, ()))) for prompt in place.prompts.all()),
        )
        for place in stations
    ]


def written(occasion: Occasion) -> dict[str, int]:
    """How many answers there are by now, and by how many people together at most at one question; never who."""
    rows = Reflection.objects.filter(prompt__station__occasion=occasion)
    by_prompt = rows.order_by().values("prompt").annotate(together=Sum("people"), answers=Count("pk"))
    counted = list(by_prompt)
    return {
        "answers": sum(row["answers"] for row in counted),
        "people": max((row["together"] for row in counted), default=0),
    }
