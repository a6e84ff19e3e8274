"""A line of a list: a young person in a programme, or a programme in the ledger."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Case
from programmes.models import Member, Programme, Target
from reports.programmes import tables
from reports.programmes.figures import Figures


@dataclass(frozen=True)
class Row:
    """A young person in a programme, as lists show it."""

    member: Member
    first_on: date | None
    last_on: date | None
    exit: str
    reached: str
    reached_on: date | None

    @property
    def case(self) -> Case:
        """Whose it is."""
        return self.member.case


def row_of(figures: Figures, member: Member) -> Row:
    """A member's line: from when until when, why they left, what they reached."""
    stays, why, result = member.standing_stays, figures.exit_of(member), figures.results.get(member.pk)
    return Row(
        member,
        stays[0].from_on if stays else None,
        stays[-1].last_on if stays else None,
        tables.exit_words(why) if why else member.get_not_begun_display() if not stays else "",
        str(result.destination) if result else "",
        result.started_on if result else None,
    )


def headings() -> list[str]:
    """The columns of a list that is taken out."""
    return [
        _("Name"), _("Guide"), _("Of the target group since"), _("First day"), _("Last day"), _("Why they left"),
        _("Reached"), _("Reached on"),
    ]  # fmt: skip


def line_of(row: Row) -> list:
    """The cells of a list that is taken out."""
    case = row.case
    guide = str(case.guide) if case.guide else ""
    return [
        case.person.name, guide, row.member.found_on, row.first_on, row.last_on, row.exit, row.reached,
        row.reached_on,
    ]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A programme in the ledger. The numbers are of the cases that the reader sees."""

    programme: Programme
    original: int
    revised: int | None
    target_group: int
    took_part: int
    result: int


def ledger_of(programmes: list[Programme], user, on: date) -> list[Line]:
    """The programmes of a page, each with its numbers; a handful of queries however many there are."""
    targets = defaultdict(list)
    for target in Target.objects.filter(programme__in=programmes):
        targets[target.programme_id].append(target)
    cases = Case.objects.visible_to(user)
    lines = []
    for figures in Figures.of_several(programmes, cases, on):
        rows = targets[figures.programme.pk]
        original = sum(row.number for row in rows if row.revision == 0)
        latest = sum({row.aim: row.number for row in rows}.values())
        keys = ("target_group", "took_part", "result")
        numbers = {key: figures.count(key) for key in keys}
        revised = latest if any(row.revision for row in rows) else None
        lines.append(Line(figures.programme, original, revised, **numbers))
    return lines
