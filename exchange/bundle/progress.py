"""Measures over time as lines of what happened there: whose voice it was stands in each, and no number is reckoned."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Case
from core import clock
from core.templatetags.kui import day
from progress.models import LevelSet, ScaleAnswer, ScaleRound, WellbeingAnswer
from progress.scales.reading import rounds_of

# What a measure says: ``(what, day, its words, who wrote it down)``.
Told = tuple[str, date, str, object]


def measures_told(case: Case) -> Iterator[Told]:
    """The measures that stand."""
    for row in rounds_of(case):
        yield _scales(row), row.measured_on, _because(row), row.by
    rows = WellbeingAnswer.objects.standing().filter(case=case).select_related("by", "follow_up__done_by")
    for answer in rows.order_by("measured_on", "pk"):
        yield _wellbeing(answer), answer.measured_on, _followed_up(answer), answer.by
    levels = LevelSet.objects.standing().filter(case=case).select_related("by", "level")
    for level in levels.order_by("measured_on", "pk"):
        words = _("Level of progression: %(level)s") % {"level": level.level}
        yield words, level.measured_on, level.words, level.by


def _scales(row: ScaleRound) -> str:
    said = ", ".join(map(_number, row.answers.all())) or _("would not answer")
    return _("Scales, %(voice)s: %(said)s") % {"voice": row.get_voice_display().lower(), "said": said}


def _number(answer: ScaleAnswer) -> str:
    said = _("would not answer") if answer.declined else str(answer.now)
    if answer.wished:
        said = _("%(now)s (wished: %(wish)s)") % {"now": answer.now, "wish": answer.wished}
    return f"{answer.area}: {said}"


def _because(row: ScaleRound) -> str:
    return "\n".join(f"{answer.area}: {answer.because}" for answer in row.answers.all() if answer.because)


def _wellbeing(row: WellbeingAnswer) -> str:
    said = _("would not answer") if row.score is None else str(row.score)
    return f"WHO-5: {said}"


def _followed_up(row: WellbeingAnswer) -> str:
    """What was done about a low answer; that nobody has done anything yet is told above all."""
    wait = row.follow_up
    if wait is None:
        return ""
    if wait.waits:
        return _("The answer was low, and nobody has followed up yet.")
    done = day(clock.local_date(wait.done_at))
    return f"{wait.get_how_display()}, {done}, {wait.done_by.name}: {wait.words}"
