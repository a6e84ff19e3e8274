"""What the page of results is made of: the sentence, tables and tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import charts
from overview.outcomes import rules
from overview.outcomes.definitions import DEFINED, title_of
from overview.outcomes.development import Line
from overview.outcomes.efforts import Steps
from overview.outcomes.figures import BACK, MONTHS, NONE, Figures
from overview.timing import pictures, words
from overview.timing.rules import FEWEST, readings
from reports.metrics.definitions.destinations import LASTING
from reports.presentation.elements import Cell, Table, Tile, href_of

# Gives the address of a number's list by its key, and the part of it; None where nothing leads anywhere.
Link = Callable[..., str] | None


def tiles(figures: Figures, link: Link) -> list[Tile]:
    """Who began, who reached a destination, and for whom it held."""

    def tile(key, of="", tone=""):
        name = key.partition(":")[0]
        definition = DEFINED[name].sentences()[0]
        whole = figures.count(of) if of else None
        return Tile(key, figures.count(key), title_of(key), definition, href_of(link, key), tone, of=whole)

    held = [tile(f"held:{months}", f"could:{months}") for months in LASTING]
    return [tile("started"), tile("reached", tone="good"), *held]


def sentence(figures: Figures, told: Sequence[int] = MONTHS) -> str:
    """How soon half of those who began had arrived, in one plain sentence: `overview.timing.words.soon`."""
    return words.soon(list(figures.followed.values()), told)


def time(figures: Figures, link: Link) -> Table:
    """How many had arrived after so many months, and the curve."""
    rows = list(figures.followed.values())
    made = readings(rows, MONTHS)
    lines = []
    for one in made:
        told = one.share is not None
        said = words.percents(one)
        lines.append(
            [
                Cell(_("%(n)s months") % {"n": one.months}),
                *(
                    Cell(getattr(one, name), href_of(link, f"{name}:{one.months}"))
                    for name in ("reached", "followed", "gone")
                ),
                Cell(f"{said['share']} %" if told else None),
                Cell(_("%(low)s–%(high)s %%") % said if told and one.banded else None),
            ]
        )
    headings = [
        _("After"), _("Have reached a destination"), _("Are followed on"), _("Out of sight before"),
        _("Share that had arrived"), _("With 95 per cent certainty between"),
    ]  # fmt: skip
    note = _(
        "Everybody who began is in one of the first three columns. The share reckons with those out of sight as if "
        "they were like the others. A dash: fewer than %(fewest)s were followed so long, or "
        "nobody had arrived to reckon with."
    ) % {"fewest": FEWEST}
    chart = pictures.arriving(rows, MONTHS, lambda months: href_of(link, f"reached:{months}"))
    return Table("time", _("How soon"), headings, lines if rows else [], chart, note)


@dataclass(frozen=True)
class HeldCell:
    """How many of those who could have held so long did: two numbers with their lists, and the share if it is told."""

    months: int
    held: Cell
    could: Cell
    share: int | None


@dataclass(frozen=True)
class HeldRow:
    """One part of a split."""

    label: str
    # Who began; None in a split of those alone who arrived.
    started: Cell | None
    reached: Cell
    share: int | None
    held: list[HeldCell]


@dataclass(frozen=True)
class HeldTable:
    """Reached and held, part by part, and in all."""

    key: str
    title: str
    note: str
    months: list[int]
    rows: list[HeldRow]
    total: HeldRow

    def as_table(self) -> Table:
        """The same with each number in a column of its own, for spreadsheets."""
        starts = [_("Began")] if self.total.started else []
        headings = [self.title, *starts, title_of("reached")]
        for months in self.months:
            headings += [title_of(f"could:{months}"), title_of(f"held:{months}")]

        def cells(row: HeldRow) -> list[Cell]:
            pairs = [cell for one in row.held for cell in (one.could, one.held)]
            return [Cell(row.label), *([row.started] if row.started else []), row.reached, *pairs]

        return Table(
            self.key, self.title, headings, [cells(row) for row in self.rows], total=cells(self.total)
        )


def held(figures: Figures, link: Link) -> list[HeldTable]:
    """Reached and held by road, programme and age at the start."""
    return [_held_by(figures, group, link) for group in figures.parts]


def _held_by(figures: Figures, group: str, link: Link) -> HeldTable:
    starts = group != "road"

    def cell(key: str, part: str) -> Cell:
        return Cell(figures.count(key, part), href_of(link, key, part))

    def row(label, part: str = "") -> HeldRow:
        began, reached = cell("started", part), cell("reached", part)
        pairs = [(months, cell(f"held:{months}", part), cell(f"could:{months}", part)) for months in LASTING]
        return HeldRow(
            str(label),
            began if starts else None,
            reached,
            rules.share_of(reached.value, began.value) if starts else None,
            [HeldCell(*pair, rules.share_of(pair[1].value, pair[2].value)) for pair in pairs],
        )

    rows = [row(label, f"{group}:{key}") for key, (label, _cases) in figures.parts[group].items()]
    note = " ".join(DEFINED[group].sentences())
    return HeldTable(
        f"held_{group}", str(DEFINED[group].title), note, list(LASTING), rows, row(_("All together"))
    )


def left(figures: Figures, link: Link) -> Table:
    """How many left their destination within so many months, of those who could have held."""
    rows = [
        [
            Cell(_("%(n)s months") % {"n": months}),
            *(
                Cell(figures.count(f"{name}:{months}"), href_of(link, f"{name}:{months}"))
                for name in ("could", "held", "lost")
            ),
        ]
        for months in LASTING
    ]
    headings = [_("Within"), _("Could have held"), _("Held"), _("Left")]
    return Table("left", _("Left their destination"), headings, rows if figures.arrived else [])


def back(figures: Figures, link: Link) -> Table:
    """How those came back whose destination has ended, and how many cases were opened again."""

    def row(key: str) -> list[Cell]:
        return [Cell(title_of(key)), Cell(figures.count(key), href_of(link, key))]

    reopened = _("Of all who began, %(n)s had their case opened again.") % {"n": figures.count("reopened")}
    return Table(
        "back",
        _("Came back"),
        [_("After the destination ended"), _("How many")],
        [row(f"back:{how}") for how in BACK] if figures.count("ended") else [],
        note=" ".join([*DEFINED["back"].sentences(), reopened]),
        total=row("ended"),
    )


def without(figures: Figures, link: Link) -> Table:
    """Who has not reached a destination: open still, or closed, and why."""
    keys = [key for key in figures.sets if key == "open" or key.startswith("closed:")]
    keys = ["open", *sorted((key for key in keys if key != "open"), key=lambda key: -figures.count(key))]

    def row(key: str) -> list[Cell]:
        return [Cell(title_of(key)), Cell(figures.count(key), href_of(link, key))]

    return Table(
        "without",
        _("Without a destination"),
        [_("Why not"), _("How many")],
        [row(key) for key in keys if figures.count(key)],
        total=row("not_reached"),
    )


def efforts(steps: Steps, link: Link) -> Table:
    """The kinds of effort behind the steps that were reached."""

    def row(label, kind: str) -> list[Cell]:
        return [Cell(str(label)), Cell(len(steps.of(kind)), href_of(link, "steps", kind))]

    rows = [row(kind, str(kind.pk)) for kind in steps.kinds]
    return Table(
        "efforts",
        str(DEFINED["efforts"].title),
        [_("Kind of effort"), _("Steps reached")],
        [*rows, row(_("No effort is written to the step"), NONE)] if steps.all else [],
        note=" ".join(DEFINED["efforts"].sentences()),
        total=row(_("All steps reached"), ""),
    )


def development(lines: list[Line]) -> Table:
    """How life areas and wellbeing moved; groups that are too small are left out."""
    rows = [
        [
            Cell(one.title),
            Cell(one.voice, words=True),
            Cell(one.moved.people),
            Cell(_signed(one.moved.middle)),
            *(Cell(str(part.label), words=True) for part in (one.moved.up, one.moved.same, one.moved.down)),
        ]
        for one in lines
        if one.moved
    ]
    headings = [
        _("Life area"), _("Whose answer"), _("Answered twice"), _("Change of the middle one"),
        _("Went up"), _("Stayed the same"), _("Went down"),
    ]  # fmt: skip
    note = " ".join(DEFINED["development"].sentences())
    return Table("development", str(DEFINED["development"].title), headings, rows, note=note)


def _signed(value: float) -> str:
    """A change with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{charts.number(abs(value))}"
