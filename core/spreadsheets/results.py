"""What each row of an imported list became, and the report of it.

An import first makes a plan: one `RowResult` a row, which the preview shows and nothing has written. Then it writes
the plan in one transaction. The report has the same shape on the page, in the file to download and from the command.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import pgettext_lazy


class RowStatus:
    """What a row becomes."""

    NEW = "new"
    UPDATE = "update"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"

    LABELS = {
        NEW: pgettext_lazy("a row becomes", "New"),
        UPDATE: pgettext_lazy("a row becomes", "Update"),
        DUPLICATE: pgettext_lazy("a row becomes", "Already there"),
        REJECTED: pgettext_lazy("a row becomes", "Rejected"),
    }
    # Of the rejected: those that nothing is wrong with but that nobody has chosen yet.
    WAITS = pgettext_lazy("a row", "Waits for your choice")


@dataclass(frozen=True)
class Remark:
    """Something to say about a row: a code for machines and a sentence for people."""

    code: str
    message: str


@dataclass
class RowResult:
    """One row: its number in the spreadsheet, what it becomes, why, and what to look at.

    `title` names the row on the page and `details` says what it will hold (neither is in the report); `data` is what
    the import will write; `about` is what is there already and was compared with,
    `differences` what the list says otherwise about it. `asks`: what a person must choose among, and has chosen.
    """

    row: int
    result: str
    reasons: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    title: str = ""
    details: str = ""
    data: Any = None
    about: Any = None
    differences: list = field(default_factory=list)
    asks: list[tuple[str, str]] = field(default_factory=list)
    chosen: str = ""

    @property
    def offers(self) -> bool:
        """Whether somebody may choose what of it is taken."""
        return any(difference.may for difference in self.differences)

    @property
    def waits(self) -> bool:
        """Whether it stays out until somebody has chosen: it has no error that their own file could put right."""
        return self.result == RowStatus.REJECTED and bool(self.asks) and not self.chosen

    @property
    def tone(self) -> str:
        """How the page colours the result."""
        if self.waits:
            return "warn"
        return {RowStatus.NEW: "ok", RowStatus.UPDATE: "info", RowStatus.REJECTED: "danger"}.get(
            self.result, "plain"
        )

    @property
    def label(self):
        """The result in words."""
        return RowStatus.WAITS if self.waits else RowStatus.LABELS[self.result]

    @property
    def code(self) -> str:
        """The first reason's code."""
        return self.reasons[0].code if self.reasons else ""

    @property
    def message(self) -> str:
        """All reasons as sentences."""
        return " ".join(str(reason.message) for reason in self.reasons)


def count(outcomes: Iterable[RowResult]) -> dict[str, int]:
    """How many rows become what, and how many have something to look at."""
    outcomes = list(outcomes)
    counts = Counter(outcome.result for outcome in outcomes)
    return {
        "rows": len(outcomes),
        **{result: counts[result] for result in RowStatus.LABELS},
        "warned": sum(1 for outcome in outcomes if outcome.warnings),
    }


def report(outcomes: Iterable[RowResult]) -> dict:
    """`{"rows", "created", "updated", "duplicates", "rejected", "warned"}`: row numbers, codes and messages."""
    outcomes = sorted(outcomes, key=lambda outcome: outcome.row)
    counts = count(outcomes)
    return {
        "rows": counts["rows"],
        "created": counts[RowStatus.NEW],
        "updated": counts[RowStatus.UPDATE],
        "duplicates": [{"row": o.row} for o in outcomes if o.result == RowStatus.DUPLICATE],
        "rejected": [
            {"row": o.row, "code": o.code, "message": o.message}
            for o in outcomes
            if o.result == RowStatus.REJECTED
        ],
        "warned": [
            {"row": o.row, "code": warning.code, "message": str(warning.message)}
            for o in outcomes
            for warning in o.warnings
        ],
    }
