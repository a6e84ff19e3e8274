"""A partnership in a frozen report: what went on in a period, as plain JSON values, and how it is read."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.utils.translation import gettext as _

from cases.models import Participation
from partners.anchoring.models import JointMeeting
from reports.anchoring.reading import partnerships, unit_cases
from reports.anchoring.rules import Risk
from reports.periods.rules import Period
from reports.presentation.elements import Cell, Table, Tile


def partnership_figures(unit, period: Period, known: dt.datetime) -> dict[str, tuple[str, dict]]:
    """What the report of each partnership in use says: the partner's name and the figures, by the partner's id.

    Young people with a part on the last day, and who came and went in the period; meetings about the cooperation in it;
    and why the partnership was fragile on the last day: all as known at the moment. Shielded cases are not counted, as
    everywhere in anchoring.
    """
    parts = Participation.objects.filter(case__in=unit_cases(unit.pk).values("pk")).known_on(known)
    on_last = _cases_by_partner(parts.holding(period.last))
    before = _cases_by_partner(parts.holding(period.first - dt.timedelta(days=1)))
    meetings, with_leader = _meetings(unit, period, known)
    made = {}
    for one in partnerships(unit, period.last, known=known):
        pk = one.partner.pk
        now, then = on_last.get(pk, set()), before.get(pk, set())
        numbers = {
            "young": len(now),
            "came": len(now - then),
            "went": len(then - now),
            "meetings": meetings[pk],
            "leader_there": with_leader[pk],
        }
        reasons = [str(reason.risk) for reason in one.reasons]
        made[str(pk)] = (one.partner.name, {"numbers": numbers, "reasons": reasons})
    return made


def _cases_by_partner(rows) -> dict[int, set]:
    found: dict[int, set] = {}
    for partner, case in rows.order_by().values_list("partner", "case").distinct():
        found.setdefault(partner, set()).add(case)
    return found


def _meetings(unit, period: Period, known: dt.datetime) -> tuple[Counter, Counter]:
    """Meetings about the cooperation in the period by partner, and those at which our leader was."""
    rows = JointMeeting.objects.filter(
        partner__unit=unit, held_on__gte=period.first, held_on__lte=period.last, at__lte=known
    )
    told = list(rows.order_by().values_list("partner", "our_leader"))
    return Counter(pk for pk, _there in told), Counter(pk for pk, there in told if there)


def titles() -> dict[str, str]:
    """What the numbers are called."""
    return {
        "young": _("Young people with a part on the last day"),
        "came": _("Came in the period"),
        "went": _("Went in the period"),
        "meetings": _("Meetings about the cooperation"),
        "leader_there": _("… at which our leader was"),
    }


def partnership_tiles(data: dict) -> list[Tile]:
    """The large numbers of the frozen report."""
    return [Tile(key, data["numbers"][key], words, "") for key, words in titles().items()]


def partnership_tables(data: dict) -> list[Table]:
    """Its tables: the numbers, and of each sign that a partnership is fragile whether it was there."""
    numbers = [[Cell(words), Cell(data["numbers"][key])] for key, words in titles().items()]
    signs = [
        [Cell(str(risk.label)), Cell(_("yes") if risk in data["reasons"] else _("no"), words=True)]
        for risk in Risk
    ]
    note = _(
        "How it stood on the last day of the period, by the rules of fragile partnerships. Whom at the partner a "
        "promise or an effort names is as known when the report was made. Shielded cases are not counted."
    )
    return [
        Table("numbers", _("Numbers"), [_("Number"), _("Value")], numbers),
        Table("signs", _("Signs that it is fragile"), [_("Sign"), _("Seen")], signs, note=note),
    ]
