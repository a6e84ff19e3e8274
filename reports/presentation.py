"""Frozen figures as something to read: the same tiles, tables and charts for the page, the PDF and the spreadsheet.

Everything here is made from the frozen row alone; nothing is looked up. `link` turns a metric (and part, and guide) into the
address of its list, or is None on paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.models import Activity, BreachReason, Status
from core import charts
from core.fragments import fragment
from plans.models import Milestone, MilestoneStatus
from reports import figures, metrics
from reports.metrics import METRICS
from reports.periods import Month
from reports.suppression import suppress_linked, suppress_list

Link = Callable[..., str] | None


@dataclass
class Cell:
    """A number that may lead to its list. None is shown as a dash, a hidden one as “not shown”."""

    value: object
    href: str = ""
    hidden: bool = False

    def __str__(self):
        if self.hidden:
            return _("not shown")
        return (
            charts.number(self.value)
            if self.value is None or isinstance(self.value, int)
            else str(self.value)
        )


@dataclass
class Table:
    """A table with an optional chart; the first cell of a row is its label."""

    key: str
    title: str
    headings: list[str]
    rows: list[list[Cell]]
    chart: str = ""
    note: str = ""

    @property
    def plain_rows(self):
        """Rows of plain values, for spreadsheets."""
        return [[str(c) if c.hidden else c.value for c in row] for row in self.rows]


@dataclass
class Tile:
    """One large number with its words, and how far it moved since last time."""

    key: str
    value: int | None
    title: str
    definition: str
    href: str = ""
    tone: str = ""
    step: str = ""
    hidden: bool = False

    @property
    def shown(self):
        """The number as it is read."""
        return str(Cell(self.value, hidden=self.hidden))


@dataclass
class Reading:
    """Everything a report says, in reading order."""

    coverage: str
    adults: str
    tiles: list[Tile]
    tables: list[Table]
    definitions: list[tuple[str, str]] = field(default_factory=list)


TILES = {
    "unit": ("running", "waiting", "new", "closed", "overdue", "reached", "no_contact", "unknown", "adults_in_nothing",
             "turning_18", "duty_late", "destinations", "destinations_held", "destinations_held_six",
             "destinations_held_twelve"),
    "guide": ("running", "new", "closed", "overdue", "reached", "no_contact", "unknown", "in_nothing", "turning_18",
              "duty_late", "destinations"),
}  # fmt: skip


# Numbers that should be nought: a tile says so by its tone, and by its words.
WORRYING = {
    "waiting": "warn",
    "overdue": "danger",
    "no_contact": "warn",
    "unknown": "warn",
    "contradictory": "warn",
    "stalled": "warn",
    "adults_in_nothing": "danger",
    "turning_18_alone": "warn",
    "duty_late": "danger",
}


GUIDE_COLUMNS = ("running", "new", "closed", "overdue", "reached", "no_contact", "unknown", "destinations")


# Column headings, where the whole title has no room.
SHORT = {
    "in_unit": gettext_lazy("In all"),
    "covered": gettext_lazy("Under a plan"),
    "overdue": gettext_lazy("Overdue"),
    "reached": gettext_lazy("Reached"),
    "no_contact": gettext_lazy("No contact"),
    "unknown": gettext_lazy("Unknown"),
    "destinations": gettext_lazy("Destinations"),
}


def month_name(month: Month) -> str:
    """“november 2026”."""
    return date_format(month.first, "F Y")


def short_month(key: str) -> str:
    """“nov 26” for `2026-11`."""
    return charts.month(Month.parse(key).first, year=True)


def coverage_parts(numbers: dict) -> tuple[str, ...]:
    """The parts that a unit's open cases fall into, as the report counted them: before version 2 of the definitions only what
    had no plan was counted as contradictory, and was named so."""
    return tuple(
        "unplanned" if key == "contradictory" and key not in numbers else key for key in metrics.COVERAGE
    )


def coverage_sentence(numbers: dict, link: Link = None) -> str:
    """Who is under way with something according to a plan, and who is not, in one sentence."""
    words = (
        _(
            "{covered} of {in_unit} young people are in something under a plan; {waiting} wait for a guide, {in_nothing} are in "
            "nothing, {contradictory} are contradictory, and {unknown} are unknown."
        )
        if "contradictory" in numbers
        else _(
            "{covered} of {in_unit} young people are in something under a plan; {waiting} wait for a guide, "
            "{in_nothing} are in nothing, {unplanned} are in something without a plan, and {unknown} are unknown."
        )
    )
    return format_html(words, **_linked_numbers(("in_unit", *coverage_parts(numbers)), numbers, link))


def adult_sentence(numbers: dict, link: Link = None) -> str:
    """The same about those over 18, whom no school holds."""
    keys = ["adults", *metrics.ADULT_COVERAGE]
    if "adults_contradictory" in numbers:
        words = _(
            "Over 18: {adults_covered} of {adults} are in something under a plan; {adults_in_nothing} ({share} %) are in "
            "nothing, {adults_contradictory} are contradictory, and {adults_unknown} are unknown."
        )
    else:
        keys.remove("adults_contradictory")
        words = _(
            "Over 18: {adults_covered} of {adults} are in something under a plan; {adults_in_nothing} ({share} %) are in "
            "nothing, and {adults_unknown} are unknown."
        )
    share = (
        charts.number(100 * numbers["adults_in_nothing"] / numbers["adults"], 0) if numbers["adults"] else "0"
    )
    return format_html(words, share=share, **_linked_numbers(keys, numbers, link))


def transition_sentence(numbers: dict, link: Link = None) -> str:
    """Who comes of age soon, and who of them has nobody to go on with."""
    words = _("{turning_18} turn 18 within six months; {turning_18_alone} of them have no adult side yet.")
    return format_html(words, **_linked_numbers(("turning_18", "turning_18_alone"), numbers, link))


def _linked_numbers(keys, numbers, link):
    shown = {}
    for key in keys:
        text = charts.number(numbers[key])
        if link:
            title = METRICS[key].title
            text = fragment("reports/_linked_number.html", url=link(key), title=title, number=text)
        shown[key] = text
    return shown


def read(report, *, link: Link = None, before: dict | None = None) -> Reading:
    """The frozen report of a unit or a guide. `before` are last month's figures, to say how far the numbers moved."""
    return reading(report.data, report.kind, link=link, before=before)


def reading(data: dict, kind: str, *, link: Link = None, before: dict | None = None) -> Reading:
    """What a report of this kind says with these figures."""
    numbers = data["numbers"]
    tables = [
        *([caseload(data["by_guide"], link)] if kind == "unit" else []),
        delays(data["overdue_by_delay"], link),
        *([whys(data["missed_by_why"], link)] if data.get("missed_by_why") else []),
        activities(data["by_activity"], link),
        ages(data["by_age"], link),
        reached_destinations(data["by_destination"]),
        *([year(data["history"]), *lasting(data["history"])] if data.get("history") else []),
    ]
    return Reading(
        coverage=coverage_sentence(numbers, link),
        adults=adult_sentence(numbers, link),
        tiles=[
            tile(key, numbers, link, (before or {}).get("numbers")) for key in TILES[kind] if key in numbers
        ],
        tables=tables,
        definitions=[(str(m.title), str(m.definition)) for m in METRICS.values()],
    )


def tile(key, numbers, link: Link = None, before=None) -> Tile:
    """One number with its words; `before` are last month's numbers, to say how far it moved."""
    step = ""
    if before and isinstance(before.get(key), int):
        moved = numbers[key] - before[key]
        step = _("unchanged") if not moved else f"{'+' if moved > 0 else '−'}{charts.number(abs(moved))}"
    return Tile(
        key=key,
        value=numbers[key],
        title=str(METRICS[key].title),
        definition=str(METRICS[key].definition),
        href=link(key) if link else "",
        tone=WORRYING.get(key, "") if numbers[key] else "",
        step=step,
    )


def _href(link, *args, **kwargs):
    return link(*args, **kwargs) if link else ""


def caseload(rows, link: Link = None) -> Table:
    """Cases, delays and silence of each guide."""
    return Table(
        "by_guide",
        _("Caseload of each guide"),
        [_("Guide"), *(str(SHORT.get(key, METRICS[key].title)) for key in GUIDE_COLUMNS)],
        [
            [
                Cell(row["label"]),
                *(Cell(row[key], _href(link, key, guide=row["key"])) for key in GUIDE_COLUMNS),
            ]
            for row in rows
        ],
        charts.bars(
            [(row["label"], row["running"], _href(link, "running", guide=row["key"])) for row in rows],
            title=_("Running cases of each guide"),
        ),
    )


def _simple(key, title, heading, rows, labels, metric, group, link, columns=()):
    """A table of one count in each part of a group, with bars."""
    rows = [row for row in rows if row["count"] or group == "delay"]

    def href(row, name=metric):
        return _href(link, name, part=f"{group}:{row['key']}") if group else ""

    return Table(
        key,
        title,
        [heading, str(METRICS[metric].title), *(str(METRICS[name].title) for _column, name in columns)],
        [
            [
                Cell(str(labels[row["key"]])),
                Cell(row["count"], href(row)),
                *(Cell(row[column], href(row, name)) for column, name in columns),
            ]
            for row in rows
        ],
        charts.bars([(str(labels[row["key"]]), row["count"], href(row)) for row in rows], title=title)
        if rows
        else "",
    )


def delays(rows, link: Link = None) -> Table:
    """How long milestones have been overdue."""
    labels = {
        "1-7": _("1–7 days"),
        "8-30": _("8–30 days"),
        "31-90": _("31–90 days"),
        "91-": _("Over 90 days"),
    }
    return _simple(
        "delay", _("Overdue milestones by delay"), _("Delay"), rows, labels, "overdue", "delay", link
    )


def activities(rows, link: Link = None) -> Table:
    """What the young people are in."""
    labels = {a.value: a.label for a in Activity} | {Activity.UNKNOWN.value: _("Activity unknown")}
    rows = sorted(rows, key=lambda row: (row["key"] in ("none", "unknown"), -row["count"]))
    return _simple(
        "activity", _("What the young people are in"), _("Activity"), rows, labels, "running", "activity", link,
        columns=[("adults", "adults")] if rows and "adults" in rows[0] else (),
    )  # fmt: skip


def whys(rows, link: Link = None) -> Table:
    """Why statutory limits of 15–17-year-olds were missed in the month."""
    labels = {**dict(BreachReason.Why.choices), "none": _("No reason given")}
    return Table(
        key="whys",
        title=_("Why limits of 15–17-year-olds were missed"),
        headings=[_("Reason"), str(METRICS["contact_missed"].title), str(METRICS["activity_missed"].title)],
        rows=[
            [
                Cell(str(labels.get(row["key"], row["key"]))),
                Cell(row["contact"], _href(link, "contact_missed", f"why_contact:{row['key']}")),
                Cell(row["activity"], _href(link, "activity_missed", f"why_activity:{row['key']}")),
            ]
            for row in rows
        ],
    )


def ages(rows, link: Link = None) -> Table:
    """How old the young people are."""
    labels = {}
    for row in rows:
        youngest, oldest = row["key"].split("-")
        labels[row["key"]] = (
            f"–{oldest}" if youngest == "0" else f"{youngest}+" if oldest == "120" else f"{youngest}–{oldest}"
        )
        labels[row["key"]] = _("%(ages)s years") % {"ages": labels[row["key"]]}
    return _simple("age", _("Age"), _("Age"), rows, labels, "in_unit", "age", link)


def reached_destinations(rows) -> Table:
    """Which positive destinations began in the month."""
    english = get_language() == "en"
    labels = {row["key"]: row["label_en" if english else "label_da"] for row in rows}
    return _simple(
        "destination",
        _("Positive destinations reached in the month"),
        _("Destination"),
        rows,
        labels,
        "destinations",
        "",
        None,
    )


def held_by_month(rows: list[dict]) -> dict[str, tuple]:
    """For each month of a history: how many of that month's destinations could have held for three months, and did.

    Three months after a month its successor's report says whether they held; until then nobody knows.
    """
    said = {str(Month.parse(row["key"]).plus(-3)): row for row in rows}
    return {
        row["key"]: (
            said[row["key"]]["destinations_three_months_ago"],
            said[row["key"]]["destinations_held"],
        )
        if row["key"] in said
        else (None, None)
        for row in rows
    }


def year(rows: list[dict], detail: Callable[[str], str] = lambda key: "") -> Table:
    """New, closed and destinations month by month, from frozen reports; `detail` leads to a month's report."""
    held = held_by_month(rows)
    labels = [short_month(row["key"]) for row in rows]
    series = [
        (str(METRICS[key].title), [row[key] for row in rows]) for key in ("new", "closed", "destinations")
    ]
    return Table(
        "history",
        _("The last twelve months"),
        [
            _("Month"),
            _("Running"),
            _("New"),
            _("Closed"),
            _("Milestones reached"),
            _("Destinations"),
            _("Held for three months"),
        ],
        [
            [
                Cell(label, detail(row["key"])),
                *(Cell(row[key]) for key in ("running", "new", "closed", "reached", "destinations")),
                Cell(held[row["key"]][1] if held[row["key"]][0] is not None else None),
            ]
            for label, row in zip(labels, rows, strict=True)
        ],
        charts.lines(labels, series, title=_("New, closed and positive destinations each month"))
        if len(rows) > 1
        else "",
        _("Whether a destination held is known three months after the month in which it began."),
    )


def lasting(rows: list[dict], address: Callable[[dict, str], str] = lambda row, key: "") -> list[Table]:
    """Whether destinations last, month by month: at their 3, 6 and 12 months. No table when no report knows of any.

    ``address`` gives the list behind a number of a month's report. A report from before a number existed shows a dash.
    """
    keys = [key for pair in metrics.LASTING.values() for key in pair]
    if not any(row.get(key) for row in rows for key in keys):
        return []
    sums = {key: sum(row.get(key) or 0 for row in rows) for key in keys}
    shares = [
        (_("%(n)s months") % {"n": months}, round(100 * sums[held] / sums[could]))
        for months, (could, held) in metrics.LASTING.items()
        if sums[could]
    ]

    def cell(row, could, held, href=""):
        if not row.get(could):
            return Cell(row.get(could))
        words = _("%(held)s of %(could)s") % {"held": row[held], "could": row[could]}
        return Cell(words, href)

    pairs = list(metrics.LASTING.values())
    return [
        Table(
            "lasting",
            _("Do destinations last?"),
            [_("Month"), *(_("Held %(n)s months") % {"n": months} for months in metrics.LASTING)],
            [
                [
                    Cell(short_month(row["key"])),
                    *(cell(row, could, held, address(row, held)) for could, held in pairs),
                ]
                for row in rows
            ]
            + [[Cell(_("In all")), *(cell(sums, could, held) for could, held in pairs)]],
            charts.bars(shares, title=_("Share of positive destinations that lasted"), unit="%"),
            _("Each month is asked of the destinations that began 3, 6 and 12 months before it."),
        )
    ]


OUTSIDE_AGES = ("0-12", "26-120")


def outside(data: dict) -> dict:
    """The unit's figures as they may leave it: nothing by guide, and no number under five, nor one that gives it away.

    Every value is a whole number or None for hidden. What the young people are in is left out: beside the coverage, which
    counts nearly the same, it would give small numbers away by subtraction. So is whether destinations held for six and
    twelve months: an earlier month told of the same ones at three, and the difference is those lost in between.
    """
    numbers = data["numbers"]
    parts = coverage_parts(numbers)
    cells, total = suppress_list([numbers[key] for key in parts])
    shown: dict = dict(zip(parts, cells, strict=True)) | {"in_unit": total}
    # Running now is running before plus new minus closed, so a small one hides the other.
    shown |= suppress_linked({key: numbers[key] for key in ("new", "closed")})
    held, lost = (
        numbers["destinations_held"],
        numbers["destinations_three_months_ago"] - numbers["destinations_held"],
    )
    cells, total = suppress_list([held, lost])
    shown |= {"destinations_held": cells[0], "destinations_three_months_ago": total}
    made = {"numbers": shown}
    for name in ("by_age", "by_destination"):
        # Nobody is outside the ages that a unit takes: an empty row there is no secret, and would cost its neighbour.
        rows = [row for row in data[name] if row["count"] or row["key"] not in OUTSIDE_AGES]
        cells, total = suppress_list([row["count"] for row in rows]) if rows else ([], None)
        made[name] = [{**_named(row), "count": cell} for row, cell in zip(rows, cells, strict=True)]
        made[f"{name}_total"] = total
    return made


def _named(row):
    return {name: row[name] for name in ("key", "label_da", "label_en") if name in row}


def sheets(report, *, outside: bool = False) -> list[tuple]:
    """The report as sheets of a workbook: (name, headings, rows). The last says what the numbers count."""
    if outside:
        made = outside_reading(report.data)
    else:
        made = read(report)
        numbers = [
            [Cell(str(METRICS[key].title)), Cell(value)] for key, value in report.data["numbers"].items()
        ]
        made.tables.insert(0, Table("numbers", _("Numbers"), [_("Number"), _("Value")], numbers))
    facts = [
        [_("Report"), report.subject_name],
        [_("Month"), str(report.month)],
        [_("Figures as of"), report.as_of],
        [_("As known on"), report.known_on],
        [_("Revision"), report.revision],
        ["SHA-256", report.sha256],
    ]
    tables = [(table.title, table.headings, table.plain_rows) for table in made.tables]
    about = [(_("About"), [_("Fact"), _("Value")], facts)]
    return [
        *about,
        *tables,
        (_("Definitions"), [_("Number"), _("What it counts")], [list(d) for d in made.definitions]),
    ]


@dataclass
class Changed:
    """One number that differs between two reports."""

    where: str
    before: str
    after: str
    step: int | None


def changes(before: dict, after: dict) -> list[Changed]:
    """What differs from one set of frozen figures to another, in words. The year's history is left out: it is older reports."""
    names = {row["key"]: row["label"] for data in (before, after) for row in data.get("by_guide", [])}
    left_out = {"history", "label", "key", "label_da", "label_en"}
    return [
        Changed(_where(change.path, names), _said(change.before), _said(change.after), change.step)
        for change in figures.diff(before, after)
        if not left_out & {change.path[0], change.path[-1]}
    ]


def _where(path, names):
    """The path to a number in words: “Caseload of each guide · Mette Holm · Running”."""
    group, *rest = path
    words = {
        "numbers": [],
        "limits": [_("The unit's limits")],
        "by_guide": [_("Caseload of each guide")],
        "by_age": [_("Age")],
        "by_activity": [_("Activity")],
        "overdue_by_delay": [_("Delay")],
        "by_destination": [_("Destination")],
    }.get(group, [group])
    activities = dict(Activity.choices)
    for name in rest:
        if name == "count":
            continue
        words.append(
            str(METRICS[name].title if name in METRICS else activities.get(name) or names.get(name, name))
        )
    return " · ".join(words)


def _said(value):
    return "–" if value is figures.MISSING else str(Cell(value))


def outside_reading(data: dict) -> Reading:
    """The edition for those outside the unit, as tables; a hidden number says so."""
    safe = outside(data)
    keys = ("in_unit", *coverage_parts(data["numbers"]), "new", "closed", "destinations_held")
    numbers = [
        [Cell(str(METRICS[key].title)), Cell(safe["numbers"][key], hidden=safe["numbers"][key] is None)]
        for key in keys
    ]
    tables = [Table("numbers", _("The month in numbers"), [_("Number"), _("Young people")], numbers)]
    for made in (ages(_filled(safe["by_age"])), reached_destinations(_filled(safe["by_destination"]))):
        made.chart = ""
        counts = iter([row["count"] for row in safe["by_age" if made.key == "age" else "by_destination"]])
        made.rows = [
            [row[0], Cell(count, hidden=count is None)] for row, count in zip(made.rows, counts, strict=True)
        ]
        tables.append(made)
    definitions = [(str(METRICS[key].title), str(METRICS[key].definition)) for key in keys]
    return Reading("", "", [], tables, definitions)


def _filled(rows):
    """Rows that the ordinary tables keep: a hidden count is no reason to leave its group out, nor is nought to show it."""
    return [{**row, "count": row["count"] or 1} for row in rows]


def read_case(report) -> dict:
    """What the report about a case says, with codes turned into words and dates into dates."""
    data = report.data
    english = get_language() == "en"
    statuses = dict(MilestoneStatus.choices)
    plan = data["plan"]
    return {
        "status": dict(Status.choices).get(data["status"], ""),
        "guide": data["guide"],
        "opened_on": _date(data["opened_on"]),
        "closed_on": _date(data["closed_on"]),
        "activity": dict(Activity.choices).get(data["activity"], "")
        if data["fresh"]
        else _("Activity unknown"),
        "confirmed_on": _date(data["confirmed_on"]),
        "last_contact_on": _date(data["last_contact_on"]),
        "contacts": data["contacts"],
        "notes": data["notes"],
        "plan": plan and {**plan, "destination": plan["destination_en" if english else "destination_da"]},
        "milestones": [
            {
                **row,
                "status_words": statuses[row["status"]],
                "who": dict(Milestone.Responsible.choices)[row["responsible"]],
                "due_on": _date(row["due_on"]),
                "reached_on": _date(row["reached_on"]),
            }
            for row in data["milestones"]
        ],
        "reached_before": data["milestone_counts"]["reached_before"],
        "partners": data["partners"],
    }


def _date(text):
    return dt.date.fromisoformat(text) if text else None
