"""What the page of a programme is made of: tiles, results against targets, what held, and why people left."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from core import charts
from programmes.members.choices import Exit
from programmes.models import Aim
from reports.metrics.definitions.destinations import LASTING
from reports.presentation.elements import Cell, Table, Tile
from reports.programmes.figures import OTHER_AIM, UNSAID, Figures
from reports.programmes.rules import RESULT_MONTHS

Link = Callable[[str], str]


def title_of(key: str) -> str:
    """A number in words, as its list is headed. Raises KeyError for one that does not exist."""
    name, _sep, part = key.partition(":")
    if name == "aim":
        return _("Reached: %(what)s") % {"what": aim_words(part)}
    if name == "exit":
        return _("Left: %(why)s") % {"why": exit_words(part)}
    if name == "held":
        return _("Held for %(n)s months") % {"n": part}
    if name == "could":
        return _("Could have held for %(n)s months") % {"n": part}
    return {
        "target_group": _("The target group"),
        "took_part": _("Took part"),
        "not_begun": _("Of the target group, did not take part"),
        "now": _("Take part now"),
        "left": _("Have left"),
        "result": _("Reached a positive destination"),
        "no_result": _("Took part, no positive destination yet"),
    }[name]


def aim_words(aim: str) -> str:
    """An aim in words."""
    return _("Other positive destinations") if aim == OTHER_AIM else str(Aim(aim).label)


def exit_words(why: str) -> str:
    """Why somebody left, in words."""
    return _("The case was closed, no reason written down") if why == UNSAID else str(Exit(why).label)


def definition_of_result() -> str:
    """What counts as a result, in words."""
    return _(
        "A participant counts once, with the first positive destination that began on or after their first day, and at "
        "the latest %(months)s months after their last."
    ) % {"months": RESULT_MONTHS}


def tiles(figures: Figures, link: Link) -> list[Tile]:
    """How many the programme is for, how many took part, take part now, and reached something."""

    def tile(key, tone="", definition=""):
        return Tile(key, figures.count(key), title_of(key), definition, link(key), tone)

    return [
        tile("target_group", definition=figures.programme.target_group),
        tile("took_part", definition=_("Those of the target group with a first day that has come.")),
        tile("now", definition=_("Those who took part and have neither left nor had their case closed.")),
        tile("result", "good", definition_of_result()),
    ]


def results(figures: Figures, link: Link) -> Table:
    """Each aim: the original target, the revised one, and the result."""
    rows, bars, sums = [], [], [0, 0, 0]
    for aim in [*Aim.values, OTHER_AIM]:
        targets, reached = figures.targets.get(aim, []), figures.count(f"aim:{aim}")
        if not targets and not reached:
            continue
        original = next((row.number for row in targets if row.revision == 0), None)
        latest = targets[-1].number if targets else None
        revised = latest if targets and targets[-1].revision else None
        href, label = link(f"aim:{aim}"), aim_words(aim)
        rows.append([Cell(label), Cell(original), Cell(revised), Cell(reached, href)])
        if latest is not None:
            bars.append((_("%(aim)s: target") % {"aim": label}, latest))
        bars.append((_("%(aim)s: result") % {"aim": label}, reached, href))
        sums = [sums[0] + (original or 0), sums[1] + (latest or 0), sums[2] + reached]
    changed = any(row[2].value is not None for row in rows)
    total = [Cell(sums[0]), Cell(sums[1] if changed else None), Cell(sums[2], link("result"))]
    results_ = [bar[0] for bar in bars if len(bar) == 3]
    return Table(
        "results",
        _("Targets and results"),
        [_("Destination"), _("Original"), _("Revised"), _("Result")],
        rows,
        charts.bars(bars, title=_("Targets and results"), highlight=results_) if bars else "",
        definition_of_result(),
        total=[Cell(_("All together")), *total] if rows else None,
    )


def held(figures: Figures, link: Link) -> Table:
    """Whether the results held: how many could have, and how many did."""
    rows = [
        [
            Cell(_("%(n)s months") % {"n": months}),
            Cell(figures.count(f"could:{months}"), link(f"could:{months}")),
            Cell(figures.count(f"held:{months}"), link(f"held:{months}")),
        ]
        for months in LASTING
    ]
    return Table(
        "held",
        _("Did the results hold?"),
        [_("After"), _("Could have held"), _("Held")],
        rows if figures.results else [],
        note=_(
            "By the same definition as in all reports: the destination still lasted so many months after it began."
        ),
    )


def exits(figures: Figures, link: Link) -> Table:
    """Why people left."""
    counted = [(why, figures.count(f"exit:{why}")) for why in [*Exit.values, UNSAID]]
    counted = sorted(((why, n) for why, n in counted if n), key=lambda row: -row[1])
    bars = [(exit_words(why), n, link(f"exit:{why}")) for why, n in counted]
    return Table(
        "exits",
        _("Why they left"),
        [_("Reason"), _("How many")],
        [[Cell(label), Cell(n, href)] for label, n, href in bars],
        charts.bars(bars, title=_("Why they left")) if bars else "",
        total=[Cell(_("All together")), Cell(figures.count("left"), link("left"))] if bars else None,
    )
