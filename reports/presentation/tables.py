"""The tables of one day or one month: caseload, delays, activities, reasons, ages, destinations."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cases.models import Activity, BreachReason
from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.unit_metrics import NOBODY
from reports.periods.rules import Period
from reports.presentation.elements import Cell, Link, Table, href_of
from reports.presentation.words import short_name

GUIDE_COLUMNS = ("running", "new", "closed", "overdue", "reached", "no_contact", "unknown", "destinations")

# Column headings, where the whole title has no room.
SHORT_TITLES = {
    "in_unit": gettext_lazy("In all"),
    "covered": gettext_lazy("Under a plan"),
    "overdue": gettext_lazy("Milestones overdue"),
    "reached": gettext_lazy("Reached"),
    "no_contact": gettext_lazy("No contact"),
    "unknown": gettext_lazy("Unknown"),
    "destinations": gettext_lazy("Destinations"),
    "contact_met": gettext_lazy("Contact in time"),
    "contact_missed": gettext_lazy("Contact too late"),
    "activity_met": gettext_lazy("Activity in time"),
    "activity_missed": gettext_lazy("Activity too late"),
}


def caseload(rows, numbers: dict, period: Period, link: Link = None) -> Table:
    """Cases, delays and silence of each guide; with a row of what no present guide has, so that it all adds up."""
    rest = {key: numbers[key] - sum(row[key] for row in rows) for key in GUIDE_COLUMNS}
    shown = [*rows]
    if any(rest.values()):
        shown.append({"key": NOBODY, "label": _("No guide, or one who has left")} | rest)
    short = short_name(period)
    return Table(
        "by_guide",
        _("Caseload of each guide"),
        [_("Guide"), *(_heading(key, short) for key in GUIDE_COLUMNS)],
        [
            [
                Cell(row["label"]),
                *(Cell(row[key], href_of(link, key, guide=row["key"])) for key in GUIDE_COLUMNS),
            ]
            for row in shown
        ],
        charts.bars(
            [(row["label"], row["running"], href_of(link, "running", guide=row["key"])) for row in rows],
            title=_("Running cases of each guide"),
        ),
        _(
            "Cases count with their guide; milestones with whoever has the case that day, who may be covering. "
            "Unknown counts paused cases too, the first column and no contact only those that run."
        ),
        total=[Cell(_("All together")), *(Cell(numbers[key], href_of(link, key)) for key in GUIDE_COLUMNS)],
    )


def _heading(key: str, month: str) -> str:
    title = str(SHORT_TITLES.get(key, METRICS[key].title))
    if not METRICS[key].in_month:
        return title
    return _("%(number)s in %(month)s") % {"number": title, "month": month}


def _by_group(key, title, heading, rows, labels, metric, group, link, columns=(), note=""):
    """A table of one count in each part of a group, with bars and what the parts come to."""
    rows = [row for row in rows if row["count"] or group == "delay"]

    def href(row, name=metric):
        return href_of(link, name, part=f"{group}:{row['key']}") if group else ""

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
        note,
        total=[
            Cell(_("All together")),
            *(
                Cell(sum(row[column] for row in rows), href_of(link, name))
                for column, name in (("count", metric), *columns)
            ),
        ],
    )


def delays(rows, link: Link = None) -> Table:
    """How long milestones have been overdue."""
    title = _("Overdue milestones by delay")
    return _by_group("delay", title, _("Delay"), rows, delay_labels(), "overdue", "delay", link)


def delay_labels() -> dict[str, str]:
    """What the parts of `delays` are called."""
    return {
        "1-7": _("1–7 days"),
        "8-30": _("8–30 days"),
        "31-90": _("31–90 days"),
        "91-": _("Over 90 days"),
    }


def activities(rows, numbers: dict, link: Link = None, metric="in_care", note="") -> Table:
    """What the young people are in; those of 18 and over are a part of each number. Why more are in nothing here than
    the ``numbers`` say, stands beneath.
    """
    more = sum(row["count"] for row in rows if row["key"] == Activity.NONE) - numbers["in_nothing"]
    if more > 0 and not note:
        note = ngettext(
            "%(n)s of those in nothing counts as contradictory above: a destination has been reached and lasts.",
            "%(n)s of those in nothing count as contradictory above: a destination has been reached and lasts.",
            more,
        ) % {"n": more}
    labels = {a.value: a.label for a in Activity} | {Activity.UNKNOWN.value: _("Activity unknown")}
    rows = sorted(rows, key=lambda row: (row["key"] in ("none", "unknown"), -row["count"]))
    return _by_group(
        "activity", _("What the young people are in"), _("Activity"), rows, labels, metric, "activity", link,
        columns=[("adults", "adults")] if rows and "adults" in rows[0] else (), note=note,
    )  # fmt: skip


def activities_of(data: dict, link: Link = None) -> Table:
    """The same of a frozen report. Before version 3 of the definitions the first column left out the paused cases."""
    if "by_activity_in_care" in data:
        return activities(data["by_activity_in_care"], data["numbers"], link)
    note = _(
        "Those of 18 and over are counted among running and paused cases, the first column among running ones."
    )
    return activities(data["by_activity"], data["numbers"], link, "running", note)


def missed_by_reason(rows, link: Link = None) -> Table:
    """Why statutory limits of 15–17-year-olds were missed in the month."""
    labels = {**dict(BreachReason.Why.choices), "none": _("No reason given")}
    return Table(
        key="whys",
        title=_("Why limits of 15–17-year-olds were missed"),
        headings=[_("Reason"), str(METRICS["contact_missed"].title), str(METRICS["activity_missed"].title)],
        rows=[
            [
                Cell(str(labels.get(row["key"], row["key"]))),
                Cell(row["contact"], href_of(link, "contact_missed", f"why_contact:{row['key']}")),
                Cell(row["activity"], href_of(link, "activity_missed", f"why_activity:{row['key']}")),
            ]
            for row in rows
        ],
        total=[
            Cell(_("All together")),
            Cell(sum(row["contact"] for row in rows), href_of(link, "contact_missed")),
            Cell(sum(row["activity"] for row in rows), href_of(link, "activity_missed")),
        ],
    )


def ages(rows, link: Link = None) -> Table:
    """How old the young people are."""
    labels = {row["key"]: age_label(row["key"]) for row in rows}
    return _by_group("age", _("Age"), _("Age"), rows, labels, "in_unit", "age", link)


def age_label(key: str) -> str:
    """“15–17 years” for `15-17`; the ends in words."""
    youngest, oldest = key.split("-")
    if youngest == "0":
        return _("Up to %(age)s years") % {"age": oldest}
    if oldest == "120":
        return _("%(age)s years and older") % {"age": youngest}
    return _("%(ages)s years") % {"ages": f"{youngest}–{oldest}"}


def reached_destinations(rows) -> Table:
    """Which positive destinations began in the period."""
    english = get_language() == "en"
    labels = {row["key"]: row["label_en" if english else "label_da"] for row in rows}
    return _by_group(
        "destination",
        str(METRICS["destinations"].title),
        _("Destination"),
        rows,
        labels,
        "destinations",
        "",
        None,
    )


def coverage(numbers: dict, link: Link = None) -> Table:
    """The parts of the coverage, of all and of those over 18, which add up to the totals beneath."""

    def cell(key):
        return Cell(numbers[key], href_of(link, key))

    waiting = ("waiting",)
    adult_of = dict(zip([key for key in COVERAGE if key not in waiting], ADULT_COVERAGE, strict=True))
    rows = [
        [
            Cell(str(METRICS[key].title)),
            cell(key),
            cell(adult_of[key]) if key in adult_of else Cell(None),
        ]
        for key in COVERAGE
    ]
    rows.append(
        [
            Cell(_("All together")),
            cell("in_unit"),
            cell("adults"),
        ]
    )
    titles = tuple(str(METRICS[key].title) for key in COVERAGE)
    everybody = (_("Everybody"), tuple(numbers[key] for key in COVERAGE), "")
    adults = (
        _("18 and over"),
        tuple(numbers[adult_of[key]] if key in adult_of else 0 for key in COVERAGE),
        "",
    )
    return Table(
        "parts",
        _("The coverage in numbers"),
        [_("Part"), _("Young people"), _("Of them 18 and over")],
        rows,
        charts.stacked([everybody, adults], titles, title=_("The coverage in numbers")),
        _("Those who wait have no guide yet and are counted apart from those over 18 in care."),
    )
