"""What was answered, voice by voice."""

from collections.abc import Iterable

from django.db.models import Prefetch

from progress.measures.models import Voice
from progress.scales.models import ScaleAnswer, ScaleRound


def rounds_of(case) -> list[ScaleRound]:
    """Every sitting that stands with its answers, the first first; two queries."""
    answers = Prefetch("answers", ScaleAnswer.objects.select_related("area"))
    rows = ScaleRound.objects.standing().filter(case=case).select_related("by").prefetch_related(answers)
    return list(rows.order_by("measured_on", "recorded_at", "pk"))


def of_voice(rounds: Iterable[ScaleRound], voice: str) -> list[ScaleRound]:
    """Those of one voice, in their order: a series is of one voice, always."""
    return [row for row in rounds if row.voice == voice]


def last_of_each_area(case, voice: str) -> dict[str, ScaleAnswer]:
    """What this voice said last about each area, by its code; one query."""
    rows = ScaleAnswer.objects.filter(round__case=case, round__voice=Voice(voice), round__struck_at=None)
    rows = rows.select_related("round", "area").order_by("round__measured_on", "round__recorded_at", "pk")
    return {row.code: row for row in rows}
