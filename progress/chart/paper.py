"""The figures on paper: which of them there are to choose from, and those that were chosen."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress.chart.figures import LEVELS, SCALES, WELLBEING, figures_of, measures_of, rhythm
from progress.chart.frame import Figure, Mark, frame_of

# The key of a part that can be ticked → its words, in their order.
PARTS: dict[str, tuple[str, Promise]] = {
    LEVELS: ("progress-levels", _("Level of progression")),
    WELLBEING: ("progress-wellbeing", _("Wellbeing (WHO-5)")),
    SCALES: ("progress-scales", _("Scales of the life areas")),
}
KEYS = frozenset(key for key, _words in PARTS.values())


def _kind(figure: Figure) -> str:
    return figure.key if figure.key in PARTS else SCALES


def told(
    case, *, on: date, youth: bool, topics: Collection[str] | None = None, marks: Iterable[Mark] = ()
) -> list[Figure]:
    """The figures that may be told: every one to the young person (``topics`` None), and to others those that tell of
    nothing beyond ``topics``.
    """
    measures = measures_of(case)
    frame = frame_of(measures.days, on, months=rhythm(), youth=youth, marks=tuple(marks))
    found = figures_of(measures, frame) if measures else []
    return [figure for figure in found if topics is None or figure.topic in topics]


def offered(case, *, on: date, youth: bool, topics: Collection[str] | None = None) -> list[tuple[str, str]]:
    """The parts that there are to choose from: key and words."""
    kinds = {_kind(figure) for figure in told(case, on=on, youth=youth, topics=topics)}
    return [(key, str(words)) for kind, (key, words) in PARTS.items() if kind in kinds]


def chosen(figures: Iterable[Figure], keys: Collection[str]) -> tuple[Figure, ...]:
    """Those figures whose part was chosen."""
    return tuple(figure for figure in figures if PARTS[_kind(figure)][0] in keys)
