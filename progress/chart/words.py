"""The sentence below a picture: to the young person as one talks, to staff with what changed and by how much."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from progress.chart.frame import Frame
from progress.levels.models import LevelSet
from progress.levels.rules import BACK, FORWARD, HELD, result
from progress.scales.models import ScaleAnswer
from progress.wellbeing.models import WellbeingAnswer
from progress.wellbeing.rules import band, moved


def in_month(day: date, frame: Frame) -> str:
    """``marts``, or ``marts 2025`` when the year is not that of the end of the picture."""
    same = day.year == frame.until_on.year
    return date_format(day, "F" if same else "F Y")


def _same_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month)


def _on_day(day: date, frame: Frame) -> str:
    """``3. marts``, where another day of the same month is told beside it."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == frame.until_on.year else "DATE_FORMAT")


def _first_and_last(first: ScaleAnswer, last: ScaleAnswer, frame: Frame) -> tuple[dict, bool]:
    """Two numbers and when each was said, and whether that is told by day, the month being the same."""
    then, now = first.round.measured_on, last.round.measured_on
    by_day = first is not last and _same_month(then, now)
    when = _on_day if by_day else in_month
    said = {"first": first.now, "then": when(then, frame), "last": last.now, "now": when(now, frame)}
    return said, by_day


def scale_words(youth: list[ScaleAnswer], guide: list[ScaleAnswer], frame: Frame) -> str:
    """What the scales of an area come to: the first and the last of each voice, never of both together."""
    if frame.youth:
        return _to_them(youth, frame)
    told = [_of_staff(_("The young person"), youth, frame), _of_staff(_("The guide"), guide, frame)]
    return " ".join(filter(None, told)) or _("Nobody has been asked.")


def _answered(rows: list[ScaleAnswer]) -> list[ScaleAnswer]:
    return [row for row in rows if not row.declined]


def _to_them(rows: list[ScaleAnswer], frame: Frame) -> str:
    numbers = _answered(rows)
    if not numbers:
        return _("You did not want to answer this.") if rows else _("You have not been asked about this yet.")
    first, last = numbers[0], numbers[-1]
    words, by_day = _first_and_last(first, last, frame)
    if first is last:
        said = _("You were at %(last)s in %(now)s.")
    elif by_day:
        said = _("You were at %(first)s on %(then)s and %(last)s on %(now)s.")
    else:
        said = _("You were at %(first)s in %(then)s and %(last)s in %(now)s.")
    told = [said % words]
    if rows[-1].declined:
        words = {"when": in_month(rows[-1].round.measured_on, frame)}
        told.append(_("In %(when)s you did not want to answer.") % words)
    if last.wished and last.wished > last.now:
        told.append(_("You would like to be at %(wish)s.") % {"wish": last.wished})
    return " ".join(told)


def _of_staff(who: str, rows: list[ScaleAnswer], frame: Frame) -> str:
    numbers = _answered(rows)
    if not numbers:
        return _("%(who)s: would not answer.") % {"who": who} if rows else ""
    first, last = numbers[0], numbers[-1]
    words, by_day = _first_and_last(first, last, frame)
    words |= {"who": who, "change": change_words(last.now - first.now)}
    if first is last:
        said = _("%(who)s: %(last)s in %(now)s.")
    elif by_day:
        said = _("%(who)s: %(first)s on %(then)s, %(last)s on %(now)s (%(change)s).")
    else:
        said = _("%(who)s: %(first)s in %(then)s, %(last)s in %(now)s (%(change)s).")
    told = said % words
    wish = _("Wish: %(wish)s.") % {"wish": last.wished} if last.wished else ""
    return f"{told} {wish}".strip()


def change_words(change: int) -> str:
    """``2 op``, ``1 ned`` or ``uændret``."""
    if not change:
        return _("unchanged")
    words = _("%(n)s up") if change > 0 else _("%(n)s down")
    return words % {"n": abs(change)}


def band_words(value: int, *, youth: bool) -> str:
    """What the number may tell; no diagnosis, and to the young person no word of illness."""
    if youth:
        return (
            _("It sounds as if you have a hard time."),
            _("It sounds as if it is a bit hard right now."),
            _("That is where most people are."),
        )[band(value)]
    return (
        _("0–35: there may be a great risk of depression or stress"),
        _("36–50: there may be a risk of depression or stress"),
        _("above 50: no sign of a risk"),
    )[band(value)]


def wellbeing_words(rows: list[WellbeingAnswer], frame: Frame) -> str:
    """What WHO-5 comes to: the last number and, beside the one before, whether it changed."""
    numbers = [row for row in rows if row.score is not None]
    if not numbers:
        if rows:
            return _("You did not want to answer this.") if frame.youth else _("Would not answer.")
        return _("You have not been asked about this yet.") if frame.youth else _("Nobody has been asked.")
    last = numbers[-1]
    words = {"score": last.score, "when": in_month(last.measured_on, frame)}
    if frame.youth:
        told = [_("In %(when)s you got to %(score)s out of 100.") % words, band_words(last.score, youth=True)]
    else:
        told = [_("%(score)s of 100 in %(when)s") % words + f" ({band_words(last.score, youth=False)})."]
    if len(numbers) > 1:
        told.append(_changed(numbers[-2], last, frame))
    return " ".join(told)


def _changed(before: WellbeingAnswer, last: WellbeingAnswer, frame: Frame) -> str:
    by_day = _same_month(before.measured_on, last.measured_on)
    words = {
        "before": before.score,
        "when": (_on_day if by_day else in_month)(before.measured_on, frame),
        "change": change_words(last.score - before.score),
    }
    way = moved(before.score, last.score)
    if frame.youth and by_day:
        said = (_("It is lower than on %(when)s."), _("It is about the same as on %(when)s."),
                _("It is higher than on %(when)s."))  # fmt: skip
    elif frame.youth:
        said = (_("It is lower than in %(when)s."), _("It is about the same as in %(when)s."),
                _("It is higher than in %(when)s."))  # fmt: skip
    else:
        said = (
            _("%(change)s since %(when)s (%(before)s): a change for the worse."),
            _("%(change)s since %(when)s (%(before)s): less than 10 points is no change."),
            _("%(change)s since %(when)s (%(before)s): a change for the better."),
        )
    return said[way + 1] % words


def result_words(what: str, before: LevelSet | None) -> str:
    """What came of a level beside the one before it."""
    words = {"level": str(before.level).lower() if before else ""}
    return {
        FORWARD: _("forward from %(level)s"),
        BACK: _("back from %(level)s"),
        HELD: _("held"),
    }.get(what, pgettext("level", "first time")) % words


def results_of(rows: list[LevelSet]) -> list[tuple[LevelSet, str, LevelSet | None]]:
    """Each level with what came of it, and the one before."""
    found, before = [], None
    for row in rows:
        was = (before.level.position, before.level.code) if before else None
        found.append((row, result(was, (row.level.position, row.level.code)), before))
        before = row
    return found


def level_words(rows: list[LevelSet], frame: Frame) -> str:
    """Where they are now, and which way they came."""
    if not rows:
        return _("You have not talked about this yet.") if frame.youth else _("No level is written down.")
    row, what, before = results_of(rows)[-1]
    words = {"level": row.level, "when": in_month(row.measured_on, frame), "youth": row.level.youth}
    if frame.youth:
        told = [_("In %(when)s: “%(youth)s”") % words]
        told += [_("You held on to where you were.")] if what == HELD else []
        told += [_("Before: “%(youth)s”") % {"youth": before.level.youth}] if before and what != HELD else []
        return " ".join(told)
    return _("%(level)s in %(when)s: %(result)s.") % {**words, "result": result_words(what, before)}
