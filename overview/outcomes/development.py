"""How life areas and wellbeing developed for a group: medians and words, never of a few, never of one.

Scores are read here to be told of a group. Nothing is chosen, sorted or counted by them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from overview.outcomes.figures import Figures
from overview.outcomes.rules import Moved, moved
from progress.models import LifeArea, ScaleAnswer, Voice, WellbeingAnswer
from progress.wellbeing.rules import CHANGE


@dataclass(frozen=True)
class Line:
    """What was asked about, in whose voice, and how the group moved; None where too few answered twice."""

    title: str
    voice: str
    moved: Moved | None


def development_of(figures: Figures) -> list[Line]:
    """Each life area in both voices, then wellbeing; three queries."""
    changes = _scale_changes(figures)
    lines = [
        Line(str(area), str(voice.label), moved(changes[area.code, voice.value]))
        for area in LifeArea.objects.in_force(figures.when.on)
        for voice in Voice
    ]
    return [*lines, Line(_("Wellbeing (WHO-5)"), str(Voice.YOUTH.label), moved(_wellbeing(figures), CHANGE))]


def _ends(rows: QuerySet, days: str, *partition: str) -> QuerySet:
    """The first and the last row of each partition."""
    parts = [F(name) for name in partition]
    first = Window(RowNumber(), partition_by=parts, order_by=[F(days).asc(), F("pk").asc()])
    last = Window(RowNumber(), partition_by=parts, order_by=[F(days).desc(), F("pk").desc()])
    return (
        rows.annotate(at_first=first, at_last=last).filter(Q(at_first=1) | Q(at_last=1)).order_by(days, "pk")
    )


def _differences(answers: Iterable[tuple[tuple, int]]) -> dict[tuple, int]:
    """By whose it is, what the last answer is above the first; of those who have two."""
    found: dict[tuple, list[int]] = defaultdict(list)
    for key, value in answers:
        found[key].append(value)
    return {key: values[-1] - values[0] for key, values in found.items() if len(values) > 1}


def _scale_changes(figures: Figures) -> dict[tuple[str, str], list[int]]:
    """By area and voice, how each young person's answer changed."""
    rows = ScaleAnswer.objects.filter(
        declined=False,
        round__struck_at=None,
        round__measured_on__lte=figures.when.on,
        round__case__in=figures.cases.values("pk"),
    )
    rows = _ends(rows, "round__measured_on", "round__case", "round__voice", "code")
    keyed = (
        ((row.code, row.round.voice, row.round.case_id), row.now) for row in rows.select_related("round")
    )
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (code, voice, _case), change in _differences(keyed).items():
        found[code, voice].append(change)
    return found


def _wellbeing(figures: Figures) -> list[int]:
    """How each young person's wellbeing changed."""
    rows = WellbeingAnswer.objects.standing().filter(
        declined=False, measured_on__lte=figures.when.on, case__in=figures.cases.values("pk")
    )
    keyed: Iterable[tuple[tuple[UUID], int]] = (
        ((row.case_id,), row.score) for row in _ends(rows, "measured_on", "case")
    )
    return list(_differences(keyed).values())
