"""Min dag over a whole unit, for its leader: the same lines by the same sources, counted by guide and by age of delay."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from workspace.day import day
from workspace.day.line import Task
from workspace.day.putting_off import PutOff
from workspace.day.standing import with_columns

# Beyond this many open cases the page asks for one guide at a time: everything is computed, nothing is kept.
MOST_CASES = 1500


NOBODY = "ingen"


def _late(task: Task, today: date, *, least: int, most: int) -> bool:
    return least <= (today - task.due).days <= most


# Age of delay: key → words, and whether a line belongs. Together they hold every line once.
AGES: dict[str, tuple[object, Callable[[Task, date], bool]]] = {
    "over-30": (gettext_lazy("More than 30 days late"), partial(_late, least=31, most=10**6)),
    "8-30": (gettext_lazy("8–30 days late"), partial(_late, least=8, most=30)),
    "1-7": (gettext_lazy("1–7 days late"), partial(_late, least=1, most=7)),
    "i-dag": (gettext_lazy("Today"), partial(_late, least=0, most=0)),
    "7-dage": (gettext_lazy("The next 7 days"), partial(_late, least=-7, most=-1)),
    "senere": (gettext_lazy("Later"), partial(_late, least=-(10**6), most=-8)),
}


# What a line is about: key → words, and the kinds of line. Kinds that stand nowhere here are "other".
THEMES: dict[str, tuple[object, frozenset[str]]] = {
    "pligt": (gettext_lazy("Duty 15–17"), frozenset({"duty", "duty-contact", "duty-why"})),
    "samtale": (gettext_lazy("Talks"), frozenset({"contact", "both", "taken-over"})),
    "aktivitet": (gettext_lazy("What they do now"), frozenset({"confirm", "activity", "clash", "stalled"})),
    "milepael": (gettext_lazy("Milestones"), frozenset({"milestone"})),
    "alder": (gettext_lazy("Ages"), frozenset({"age"})),
    "samtykke": (gettext_lazy("Consents"), frozenset({"consent"})),
    "afslutning": (
        gettext_lazy("Closing and after"),
        frozenset({"closing", "closing-back", "follow-up"}),
    ),
    "andet": (gettext_lazy("Other"), frozenset()),
}


_THEME_OF = {kind: key for key, (_words, kinds) in THEMES.items() for kind in kinds}


def theme_of(task: Task) -> str:
    """The key in THEMES."""
    return _THEME_OF.get(task.kind, "andet")


def age_of_delay(task: Task, today: date) -> str:
    """The key in AGES."""
    return next(key for key, (_words, belongs) in AGES.items() if belongs(task, today))


def guide_key(task: Task) -> str:
    """Whose line it is."""
    acting = task.case.acting_guide()
    return str(acting.pk) if acting else NOBODY


def guide_name(task: Task) -> str:
    """Their name; whoever covers has the lines while they cover."""
    acting = task.case.acting_guide()
    return acting.name if acting else _("Nobody")


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
    # So many cases that a guide must be chosen first; nothing is counted then.
    too_many: bool = False


def unit_day(user, today: date, *, guide: str = "", age: str = "", theme: str = "") -> UnitDay:
    """The unit's day as its leader may see it. The same queries as for one guide's day.

    The counts are of every guide and age, narrowed by ``theme``; the lines fit all three.
    """
    rows = with_columns(Case.objects.visible_to(user))
    cases = list(rows[: MOST_CASES + 1])
    too_many = len(cases) > MOST_CASES
    if too_many:
        # With a guide chosen the page is that guide's; the names to choose from are those met so far.
        names = sorted(
            {(str(case.guide_id), case.guide.name) for case in cases if case.guide_id}, key=_by_name
        )
        acting = Q(guide_id=None if guide == NOBODY else int(guide or 0))
        if guide and guide != NOBODY:
            acting |= Q(cover_id=int(guide))
        one = rows.filter(acting) if guide else rows.none()
        cases = list(one[:MOST_CASES])
    standing, away = day.tasks_of(cases, user.unit, today, user)
    if not too_many:
        found = {(guide_key(t), guide_name(t)) for t in standing}
        names = sorted(found, key=_by_name)
    if theme:
        standing = [task for task in standing if theme_of(task) == theme]
    counted = Counter((guide_key(task), age_of_delay(task, today)) for task in standing)

    def count(key: str, age_key: str) -> Count:
        value = sum(n for (g, a), n in counted.items() if key in ("", g) and age_key in ("", a))
        asked = {"guide": key, "alder": age_key, "hvad": theme}
        return Count(value, f"?{urlencode({k: v for k, v in asked.items() if v})}#linjer")

    def row(key: str) -> list[Count]:
        return [*(count(key, age_key) for age_key in AGES), count(key, "")]

    lines = [
        task
        for task in standing
        if guide in ("", guide_key(task)) and (not age or age_of_delay(task, today) == age)
    ]
    lines.sort(key=lambda t: (not t.statutory, t.due, str(t.case.pk), t.source))
    return UnitDay(
        headings=[_("Guide"), *(str(words) for words, _b in AGES.values()), _("In all")],
        rows=[(name, row(key)) for key, name in names if not too_many or key == guide],
        total=row(""),
        lines=lines,
        put_off=[one for one in away if guide in ("", guide_key(one.task))],
        guides=names,
        cases=len(cases),
        too_many=too_many and not guide,
    )


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1]
