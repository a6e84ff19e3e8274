"""How soon and for how long, group by group: a curve, a sentence and a row for each part, and for all together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.utils.translation import gettext as _

from overview.outcomes.definitions import DEFINED, title_of
from overview.outcomes.figures import MONTHS, Figures
from overview.outcomes.tables import Link
from overview.timing import pictures, words
from overview.timing.elements import Curve, OverTime, TimedCell, TimedRow
from overview.timing.rules import FEWEST, Followed, Reading, readings, turned
from reports.metrics.definitions.destinations import LASTING
from reports.presentation.elements import Cell, href_of


def over_time(figures: Figures, group: str, link: Link) -> list[OverTime]:
    """How soon, and for how long it held, by the parts of the split. Raises KeyError for one that does not exist."""
    return [_soon(figures, group, link), _held(figures, group, link)]


def _band(reading: Reading) -> str:
    """The share with its band, where it is told."""
    if reading.share is None:
        return ""
    return words.kept_together(words.banded(reading))


def _made(figures: Figures, group: str, whole: str, followed: dict, row: Callable, curve: Callable):
    """Pictures, those of too few, and rows: part by part, then all together."""
    parts = [(str(label), f"{group}:{key}") for key, (label, _cases) in figures.parts[group].items()]
    curves, few, rows = [], [], []
    for label, part in [*parts, (_("All together"), "")]:
        people = [followed[case] for case in figures.rows(whole, part)]
        rows.append(row(label, part, people))
        one = curve(label, part, people)
        if people or not part:
            (curves if one.chart else few).append(one)
    return curves, few, rows


def _soon(figures: Figures, group: str, link: Link) -> OverTime:
    # Who has not arrived has no whole road: of roads all that can be asked is how soon those did who have.
    whole = "reached" if group == "road" else "started"

    split = (cases for _label, cases in figures.parts[group].values())
    everybody = [[figures.followed[case] for case in cases] for cases in (*split, figures.rows(whole))]
    top = max(pictures.highest(people, MONTHS) for people in everybody)

    def curve(label: str, part: str, people: Sequence[Followed]) -> Curve:
        href = partial(_href, link, "reached", part)
        chart = pictures.arriving(people, MONTHS, href, of=label, top=top)
        return Curve(label, len(people), words.soon(people, MONTHS), chart)

    def row(label: str, part: str, people: Sequence[Followed]) -> TimedRow:
        cells = [
            TimedCell(
                _("%(n)s months") % {"n": one.months},
                Cell(one.reached, _href(link, "reached", part, one.months)),
                None,
                _band(one),
            )
            for one in readings(people, MONTHS)
        ]
        return TimedRow(label, Cell(len(people), href_of(link, whole, part)), cells)

    made = _made(figures, group, whole, figures.followed, row, curve)
    note = " ".join([*DEFINED[group].sentences(), *_beside(group), _of_few()])
    title = _("How soon, of those who have arrived") if group == "road" else _("How soon")
    name = str(DEFINED[group].title)
    return OverTime("soon", title, name, title_of(whole), note, *made)


def _held(figures: Figures, group: str, link: Link) -> OverTime:
    months = tuple(LASTING)

    def curve(label: str, part: str, people: Sequence[Followed]) -> Curve:
        chart = pictures.staying(people, months, partial(_href, link, "held", part), of=label)
        return Curve(label, len(people), words.held(people, months), chart)

    def row(label: str, part: str, people: Sequence[Followed]) -> TimedRow:
        cells = []
        for one in readings(people, months):
            held, could = (
                Cell(figures.count(f"{key}:{one.months}", part), _href(link, key, part, one.months))
                for key in ("held", "could")
            )
            cells.append(TimedCell(_("%(n)s months") % {"n": one.months}, held, could, _band(turned(one))))
        return TimedRow(label, Cell(len(people), href_of(link, "reached", part)), cells)

    made = _made(figures, group, "reached", figures.stays, row, curve)
    note = " ".join(
        [
            _(
                "The first two numbers are those who held of those who could have held so long. The share reckons with "
                "those who began lately, too: they are followed until the day, or until they left."
            ),
            *DEFINED["held"].sentences(),
            _of_few(),
        ]
    )
    title, name = _("How long it held"), str(DEFINED[group].title)
    return OverTime("stayed", title, name, title_of("reached"), note, *made)


def _href(link: Link, key: str, part: str, months: int) -> str:
    return href_of(link, f"{key}:{months}", part)


def _beside(group: str) -> list[str]:
    """What must be said when times are laid side by side."""
    said = {
        "road": _(
            "Who has been under way for longer has had more time to wind: that a winding road took longer says nothing "
            "of the young people on it."
        ),
        "programme": _(
            "Time runs from the opening of the case and not from the programme: who began in it late had waited "
            "already."
        ),
    }
    return [said[group]] if group in said else []


def _of_few() -> str:
    words_ = _(
        "Where two bands overlap, the difference may be chance. No share is told of fewer than %(fewest)s."
    )
    return words_ % {"fewest": FEWEST}
