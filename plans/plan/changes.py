"""Words of a plan that changed: whether the young person took part, and how, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from plans.plan.choices import WITH_THEM, TookPart
from plans.plan.models import Plan, PlanChange

SHOWN = 300


def part_words(row: PlanChange, name: str) -> str:
    """Whether the young person called ``name`` took part, and how, in words."""
    if row.took_part == TookPart.SELF:
        return _("written by %(name)s on their own page") % {"name": name}
    if row.took_part in WITH_THEM:
        return _("together with %(name)s, %(how)s") % {"name": name, "how": _how(row)}
    return str(
        {
            TookPart.YES: _("the young person took part"),
            TookPart.NO: _("without the young person"),
            TookPart.UNKNOWN: _("not known whether the young person took part"),
        }[row.took_part]
    )


def changed_together(row: PlanChange, name: str) -> str:
    """Of own words: that they were changed with the young person called ``name``, when and how, in a sentence."""
    this_year = row.on.year == clock.today().year
    day = date_format(row.on, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")
    if row.took_part == TookPart.SELF:
        return _("Written by %(name)s on their own page %(day)s.") % {"name": name, "day": day}
    told = {"name": name, "day": day, "how": _how(row)}
    if not row.before:
        return _("Written together with %(name)s %(day)s, %(how)s.") % told
    return _("Changed together with %(name)s %(day)s, %(how)s.") % told


def _how(row: PlanChange) -> str:
    return {
        TookPart.MEETING: _("at a meeting"),
        TookPart.PHONE: _("on the phone"),
        TookPart.WROTE: _("written by the young person"),
    }[row.took_part]


def own_changes(plan: Plan, *, goal=None, milestone=None) -> list[PlanChange]:
    """When the young person's own words in one part of the plan changed, the newest first; one query."""
    rows = PlanChange.objects.filter(plan=plan, goal=goal, milestone=milestone, own_words=True)
    return list(rows.select_related("by")[:SHOWN])
