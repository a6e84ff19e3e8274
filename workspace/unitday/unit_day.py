"""Min dag over a whole unit, for its leader: the same lines by the same sources, by guide and by age of delay."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case
from core import clock
from core.text import sort_key
from workspace.day import day
from workspace.day.putting_off import PutOff
from workspace.lines.line import Task
from workspace.lines.standing import with_columns
from workspace.unitday.filters import AGES, NOBODY, UnitDayFilterSet, age_of_delay, guide_key

# Beyond this many open cases the page asks for one guide at a time: everything is computed, nothing is kept.
MOST_CASES = 1500


def guide_name(task: Task) -> str:
    """Whose line it is; whoever covers has the lines while they cover."""
    whose = task.belongs_to(clock.today())
    return whose[1] if whose else _("Nobody")


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and the list it counts."""

    value: int
    href: str = ""


@dataclass(slots=True)
class UnitDay:
    """What a leader sees: the counts, the lines that fit the filters, and those put off."""

    headings: list[str]
    rows: list[tuple[str, list[Count]]]
    total: list[Count]
    lines: list[Task]
    put_off: list[PutOff]
    guides: list[tuple[str, str]]
    cases: int
    # How many open cases the leader may not see: shielded ones, whose lines are not here.
    shielded: int = 0
    # So many cases that a guide must be chosen first; nothing is counted then.
    too_many: bool = False


def unit_day(user, today: date, filters: UnitDayFilterSet | None = None) -> UnitDay:
    """The unit's day as its leader may see it. The same queries as for one guide's day.

    The counts are of every guide and age, narrowed by theme; the lines fit all the filters.
    """
    filters = filters or UnitDayFilterSet({}, today=today)
    guide, theme = (filters.chosen.get(name, "") for name in ("guide", "hvad"))
    rows = with_columns(Case.objects.visible_to(user))
    cases = list(rows[: MOST_CASES + 1])
    too_many = len(cases) > MOST_CASES
    if too_many:
        # With a guide chosen the page is that guide's; the names to choose from are those met so far.
        names = {(str(case.guide_id), case.guide.name) for case in cases if case.has_guide}
        cases = list(_acting(rows, guide)[:MOST_CASES]) if guide else []
    standing, away = day.tasks_of(cases, user.unit, today, user)
    if not too_many:
        names = {(guide_key(task), guide_name(task)) for task in standing}
    guides = sorted(names, key=lambda pair: sort_key(pair[1]))
    filters.offer(guides)
    standing = filters.narrow(standing, "hvad")
    counted = Counter((guide_key(task), age_of_delay(task, today)) for task in standing)
    lines = filters.narrow(standing, "guide", "alder")
    lines.sort(key=lambda t: (not t.statutory, t.due, str(t.case.pk), t.source))
    shielded = 0 if too_many else Case.objects.filter(unit=user.unit_id).open().count() - len(cases)
    return UnitDay(
        shielded=shielded,
        headings=[_("Guide"), *(str(words) for words, _b in AGES.values()), _("In all")],
        rows=[(name, _row(counted, key, theme)) for key, name in guides if not too_many or key == guide],
        total=_row(counted, "", theme),
        lines=lines,
        put_off=[one for one in away if guide in ("", guide_key(one.task))],
        guides=guides,
        cases=len(cases),
        too_many=too_many and not guide,
    )


def _acting(rows, guide: str):
    """Of the cases: those that a guide has the lines of, by their number or NOBODY."""
    if guide == NOBODY:
        return rows.without_acting_guide()
    return rows.filter(Q(guide_id=int(guide)) | Q(cover_id=int(guide)))


def _row(counted: Counter, guide: str, theme: str) -> list[Count]:
    """The numbers of a guide, of every guide when none is given: one for each age of delay, and all."""
    return [_count(counted, guide, age, theme) for age in (*AGES, "")]


def _count(counted: Counter, guide: str, age: str, theme: str) -> Count:
    value = sum(n for (whose, late), n in counted.items() if guide in ("", whose) and age in ("", late))
    asked = {"guide": guide, "alder": age, "hvad": theme}
    return Count(value, f"?{urlencode({name: key for name, key in asked.items() if key})}#linjer")
