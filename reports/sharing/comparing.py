"""What one's own unit says of a quarter, beside what the others say. Never in order of size: nobody is ranked.

Figures of young people stand as the others' middle and range, from three of them on; a single unit's never do. The
barometer stands by unit, since a unit sends it to be talked with, and says how many answered.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import Unit
from core import charts, municipalities
from core.text import sort_key
from practice.barometer.models import Statement, StatementSet
from practice.barometer.rules import MOST
from reports.metrics.definitions import METRICS
from reports.periods.rules import Quarter
from reports.presentation.words import month_name
from reports.sharing.content import content_of
from reports.sharing.models import SharedFile
from reports.sharing.rules import FLOWS, MEASURES, Others, of_others, share, size_of
from reports.sharing.shape import Said, Shared, Theme, Told

BY_SIZE = "size"


@dataclass(frozen=True)
class Measured:
    """One measure: one's own share in percent, and the others'."""

    title: str
    definition: str
    own: int | None
    others: Others


@dataclass(frozen=True)
class UnitSaid:
    """What one unit's own people said of a statement."""

    name: str
    said: Said
    is_own: bool = False


@dataclass(frozen=True)
class Stated:
    """A statement and what each unit said of it: one's own first, the others by name."""

    statement: Statement
    units: tuple[UnitSaid, ...]
    others: Others

    @property
    def own(self) -> Said | None:
        """What one's own people said."""
        return next((row.said for row in self.units if row.is_own), None)

    @property
    def chart(self) -> charts.Chart:
        """The middle of each unit's answers."""
        return charts.bars(
            [(row.name, row.said.median) for row in self.units],
            title=_("Median, 1 to 10: %(statement)s") % {"statement": self.statement.text},
            decimals=1,
            highlight=[row.name for row in self.units if row.is_own],
            most=MOST,
        )


@dataclass(frozen=True)
class StoryTold:
    """A story, and which unit tells it."""

    sender: str
    theme: str
    told: Told


class Comparison:
    """One's own unit and the others in a quarter; with ``alike`` only those of about the same size."""

    def __init__(self, unit: Unit, quarter: Quarter, *, alike: bool = False):
        self.quarter, self.own = quarter, content_of(unit, quarter)
        rows = SharedFile.objects.filter(unit=unit, quarter=str(quarter)).order_by(
            "municipality", "sender_key"
        )
        files = list(rows.counting())
        self.all = list(_readable(files))
        # Files that came and can no longer be read.
        self.unreadable = len(files) - len(self.all)
        self.taken_back = list(rows.taken_back().select_related("taken_back_by").defer("content"))
        self.size = size_of(self.own.count("in_unit"))
        fitting = self.size and [other for other in self.all if size_of(other.count("in_unit")) == self.size]
        self.others: list[Shared] = list(fitting or []) if alike else self.all

    @cached_property
    def comparable(self) -> list[Shared]:
        """Those whose figures are made by our definitions."""
        return [other for other in self.others if other.definitions == self.own.definitions]

    @property
    def other_definitions(self) -> int:
        """How many count by other definitions, and are left out of the figures."""
        return sum(1 for other in self.others if other.figures and other not in self.comparable)

    @cached_property
    def measures(self) -> list[Measured]:
        """Each measure; none when one's own figures are not there."""
        if not self.own.figures:
            return []
        return [
            Measured(
                title_of(part, self.quarter),
                definition_of(part),
                share(self.own.count(part), self.own.count(whole)),
                of_others([share(other.count(part), other.count(whole)) for other in self.comparable]),
            )
            for part, whole in MEASURES
        ]

    @property
    def chart(self) -> charts.Chart | None:
        """One's own share beside the others' middle, where both are shown."""
        shown = [row for row in self.measures if row.own is not None and row.others.middle is not None]
        us, them = _("Us"), _("Others")
        bars = [
            (f"{who}: {row.title}", value)
            for row in shown
            for who, value in ((us, row.own), (them, row.others.middle))
        ]
        if not bars:
            return None
        own = [label for label, _value in bars[::2]]
        return charts.bars(bars, title=_("In percent of the young people"), unit="%", highlight=own)

    @cached_property
    def statements(self) -> list[Stated]:
        """Each ready statement of which somebody said something; one query."""
        sets = StatementSet.objects.filter(unit=None).order_by("position", "pk")
        found = []
        for ready in sets.prefetch_related(Prefetch("statements", Statement.objects.select_related("set"))):
            for statement in ready.statements.all():
                units = tuple(self._said_of(statement))
                if units:
                    others = of_others([row.said.median for row in units if not row.is_own])
                    found.append(Stated(statement, units, others))
        return found

    @property
    def ours(self) -> list[Stated]:
        """Those that one's own people answered."""
        return [row for row in self.statements if row.own]

    @property
    def not_ours(self) -> list[Stated]:
        """Those that only others answered."""
        return [row for row in self.statements if not row.own]

    def _said_of(self, statement: Statement):
        key = (statement.set.name, statement.text)
        if said := _by_statement(self.own).get(key):
            yield UnitSaid(_("Us"), said, is_own=True)
        for other in self.others:
            if said := _by_statement(other).get(key):
                yield UnitSaid(name_of(other, self.others), said)

    @cached_property
    def stories(self) -> list[StoryTold]:
        """What the others tell, by theme in its order."""
        order = {theme: place for place, theme in enumerate(Theme.values)}
        told = [
            StoryTold(name_of(other, self.all), str(Theme(story.theme).label), story)
            for other in self.all
            for story in other.stories
        ]
        return sorted(told, key=lambda row: (order[row.told.theme], sort_key(row.sender)))


def _readable(rows: Iterable[SharedFile]) -> Iterator[Shared]:
    """What the files say; one that can no longer be read is left out, so that the others stay to be seen."""
    for row in rows:
        with suppress(ValidationError):
            yield row.shared


def _by_statement(shared: Shared) -> dict[tuple[str, str], Said]:
    return {(said.set, said.statement): said for said in shared.barometer}


def name_of(shared: Shared, among: Sequence[Shared]) -> str:
    """The municipality's name; with the unit's where two of one municipality have sent."""
    name = municipalities.name(shared.municipality)
    several = sum(1 for other in among if other.municipality == shared.municipality) > 1
    return f"{name}, {shared.unit}" if several else name


def title_of(part: str, quarter: Quarter) -> str:
    """What a figure is called. What came and left is the last month's, as the report that the file is made from."""
    title = _("New and reopened") if part == "came" else METRICS[part].title
    if part not in FLOWS:
        return str(title)
    return _("%(number)s in %(month)s") % {"number": title, "month": month_name(quarter.last_month)}


def definition_of(part: str) -> str:
    """What a figure counts."""
    if part == "came":
        return _("Cases opened in the month, or opened again in it after having been closed.")
    return str(METRICS[part].definition)
