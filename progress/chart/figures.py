"""The figures of a case: a picture, its sentence and its table for each life area, for WHO-5 and for the levels.

The same functions serve a page and a PDF: they take what was read and a frame, and ask nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Topic
from core import clock
from core.limits import limit
from core.templatetags.kui import day
from progress.chart import words
from progress.chart.frame import Figure, Frame, Row
from progress.chart.picture import Band, Point, Rule, Scale, Series, draw, title_of
from progress.levels.models import Level, LevelSet
from progress.limits import RHYTHM
from progress.measures.models import Voice
from progress.scales.models import LEAST, MOST, LifeArea, ScaleAnswer, ScaleRound
from progress.scales.reading import of_voice, rounds_of
from progress.scales.steps import meaning
from progress.wellbeing.models import WellbeingAnswer

SCALES, WELLBEING, LEVELS = "skalaer", "trivsel", "niveau"


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that was measured in a case, the first first, with the words of today."""

    rounds: tuple[ScaleRound, ...]
    wellbeing: tuple[WellbeingAnswer, ...]
    levels: tuple[LevelSet, ...]
    areas: tuple[LifeArea, ...]
    level_words: tuple[Level, ...]

    @property
    def days(self) -> list[date]:
        """The day of each."""
        return [row.measured_on for row in (*self.rounds, *self.wellbeing, *self.levels)]

    def __bool__(self):
        return bool(self.rounds or self.wellbeing or self.levels)


def measures_of(case) -> Measures:
    """What was measured, straight from the database; six queries, and three while nothing was."""
    answers = WellbeingAnswer.objects.standing().filter(case=case).select_related("by", "follow_up__done_by")
    levels = LevelSet.objects.standing().filter(case=case).select_related("by", "level")
    order = ("measured_on", "recorded_at", "pk")
    found = (tuple(rounds_of(case)), tuple(answers.order_by(*order)), tuple(levels.order_by(*order)))
    if not any(found):
        return Measures(*found, (), ())
    today = clock.today()
    return Measures(*found, tuple(LifeArea.objects.in_force(today)), tuple(Level.objects.in_force(today)))


def rhythm() -> int:
    """How many months lie between two measures."""
    return limit(RHYTHM)


def scale_figures(measures: Measures, frame: Frame) -> list[Figure]:
    """A figure for each area that was ever asked about, in the order of the areas; those out of use last."""
    asked = {answer.code: answer.area for row in measures.rounds for answer in row.answers.all()}
    order = [area.code for area in measures.areas]
    shown = {area.code: area for area in measures.areas}
    codes = sorted(asked, key=lambda code: (order.index(code) if code in order else len(order), code))
    return [scale_figure(shown.get(code, asked[code]), code, measures.rounds, frame) for code in codes]


def scale_figure(area: LifeArea, code: str, rounds: Iterable[ScaleRound], frame: Frame) -> Figure:
    """One life area: the young person's own series and the guide's, beside each other and never merged."""
    youth, guide = (_answers(rounds, code, voice) for voice in (Voice.YOUTH, Voice.GUIDE))
    series = [_scale_series("guide", guide), _scale_series("youth", youth)]
    wishes = [Point(row.round.measured_on, row.wished) for row in youth if row.wished]
    rules = [Rule(value, str(value)) for value in (LEAST, 5, MOST)]
    svg = draw(
        frame, Scale(LEAST - 0.4, MOST + 0.4), series, title=title_of(str(area)), rules=rules, wishes=wishes
    )
    rows = sorted([*youth, *guide], key=lambda row: (row.round.measured_on, row.round.voice == Voice.GUIDE))
    return Figure(
        key=f"skala-{code}",
        title=str(area),
        sentence=words.scale_words(youth, guide, frame),
        svg=svg,
        head=(_("Day"), _("Whose answer"), _("Now"), _("Wished"), _("Because …")),
        rows=tuple(_scale_row(row, frame) for row in rows),
        topic=area.tells_of or Topic.PLAN,
        lead=area.youth if frame.youth else "",
    )


def _answers(rounds: Iterable[ScaleRound], code: str, voice: str) -> list[ScaleAnswer]:
    """What one voice said about an area; a sitting that was declined whole is said of every area of it."""
    found = []
    for row in of_voice(rounds, voice):
        answer = next((answer for answer in row.answers.all() if answer.code == code), None)
        if answer is None and row.declined:
            answer = ScaleAnswer(code=code, declined=True)
        if answer is not None:
            answer.round = row
            found.append(answer)
    return found


def _scale_series(css: str, rows: list[ScaleAnswer]) -> Series:
    last = next((row.now for row in reversed(rows) if row.now), None)
    points = tuple(Point(row.round.measured_on, row.now) for row in rows)
    return Series(css, points, label=str(last or ""))


def _voice_words(row: ScaleRound, frame: Frame) -> str:
    if frame.youth:
        return _("Me") if row.voice == Voice.YOUTH else _("My guide")
    return f"{row.get_voice_display()} · {row.with_whom}"


def _scale_row(row: ScaleAnswer, frame: Frame) -> Row:
    sitting = row.round
    now = _("would not answer") if row.declined else f"{row.now} – {meaning(row.now, row.form)}"
    cells = (
        day(sitting.measured_on),
        _voice_words(sitting, frame),
        now,
        str(row.wished or "–"),
        row.because or "–",
    )
    return Row(cells, SCALES, sitting.pk)


def wellbeing_figure(rows: tuple[WellbeingAnswer, ...], frame: Frame) -> Figure:
    """WHO-5 over time, with its bands."""
    last = next((row.score for row in reversed(rows) if row.score is not None), None)
    points = tuple(Point(row.measured_on, row.score) for row in rows)
    series = Series("youth", points, label="" if last is None else str(last))
    bands = (
        Band(50.5, 100, _("above 50"), "most"),
        Band(35.5, 50.5, "36–50", "low"),
        Band(0, 35.5, "0–35", "lowest"),
    )
    rules = [Rule(value, str(value)) for value in (0, 50, 100)]
    title = _("Wellbeing (WHO-5)")
    svg = draw(frame, Scale(0, 100), [series], title=title_of(title), rules=rules, bands=bands)
    return Figure(
        key=WELLBEING,
        title=title,
        sentence=words.wellbeing_words(list(rows), frame),
        svg=svg,
        head=(_("Day"), _("Whose answer"), _("Of 100"), _("What it may tell"), _("Followed up")),
        rows=tuple(_wellbeing_row(row, frame) for row in rows),
        topic=Topic.HEALTH,
    )


def _wellbeing_row(row: WellbeingAnswer, frame: Frame) -> Row:
    who = _("Me") if frame.youth else row.with_whom
    if row.score is None:
        told = (_("would not answer"), "–", "–")
    else:
        told = (str(row.score), words.band_words(row.score, youth=frame.youth), _followed_up(row, frame))
    return Row((day(row.measured_on), who, *told), WELLBEING, row.pk)


def _followed_up(row: WellbeingAnswer, frame: Frame) -> str:
    wait = row.follow_up
    if wait is None:
        return "–"
    if wait.waits:
        return _("Not yet; by %(day)s") % {"day": day(wait.follow_up_by)}
    done = f"{wait.get_how_display()} {day(clock.local_date(wait.done_at))}"
    return done if frame.youth else f"{done}, {wait.done_by.name}: {wait.words}"


def level_figure(measures: Measures, frame: Frame) -> Figure:
    """The levels as steps. Levels are an order and no numbers: where they stand is all that is drawn."""
    rows = list(measures.levels)
    known = {row.code: row for row in [*(each.level for each in rows), *measures.level_words]}
    order = sorted(known.values(), key=lambda row: (row.position, row.code))
    place = {row.code: n for n, row in enumerate(order, start=1)}
    points = tuple(Point(row.measured_on, place[row.level.code]) for row in rows)
    rules = [Rule(place[row.code], row.youth if frame.youth else str(row), inside=True) for row in order]
    title = _("The steps on my way") if frame.youth else _("Level of progression")
    scale = Scale(0.6, len(order) + 0.6)
    series = Series("level", points, steps=True)
    return Figure(
        key=LEVELS,
        title=title,
        sentence=words.level_words(rows, frame),
        svg=draw(frame, scale, [series], title=title_of(title), rules=rules),
        head=(_("Day"), _("By whom"), _("Level"), _("What came of it"), _("What you see")),
        rows=tuple(_level_row(row, what, before, frame) for row, what, before in words.results_of(rows)),
        topic=Topic.PLAN,
    )


def _level_row(row: LevelSet, what: str, before: LevelSet | None, frame: Frame) -> Row:
    level = row.level.youth if frame.youth else str(row.level)
    came = words.result_words(what, None if frame.youth else before) if not frame.youth else _short(what)
    return Row((day(row.measured_on), row.by.name, level, came, row.words), LEVELS, row.pk)


def _short(what: str) -> str:
    return {"forward": _("forward"), "back": _("back"), "held": _("held")}.get(what, "–")


def figures_of(measures: Measures, frame: Frame) -> list[Figure]:
    """Every figure that there is something to say in."""
    found = [level_figure(measures, frame)] if measures.levels else []
    found += [wellbeing_figure(measures.wellbeing, frame)] if measures.wellbeing else []
    return found + scale_figures(measures, frame)
