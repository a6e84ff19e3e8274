"""Low answers about wellbeing that nobody has followed up within a working day: told to the leader until it is done."""

from django.db.models import BooleanField, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from core.addresses import address
from overview.waiting.source import Row, Source
from progress.models import WellbeingFollowUp


def _rows(user, today):
    """Those of cases that the leader may open, and then those of the unit's shielded ones, without a name."""
    rows = WellbeingFollowUp.objects.late(today).filter(case__unit=user.unit_id)
    rows = rows.select_related("case__person", "case__guide", "case__deputy").order_by("follow_up_by", "pk")
    open_to_them = Case.objects.visible_to(user, why=False).values("pk")
    return (
        rows.filter(case__in=open_to_them).annotate(hidden=Value(False, BooleanField())),
        rows.exclude(case__in=open_to_them).annotate(hidden=Value(True, BooleanField())),
    )


def _row(row) -> Row:
    case = row.case
    who = case.guide if case.has_guide else case.deputy
    words = _("Nobody has written down a call: %(name)s") % {"name": who.name if who else _("no guide")}
    if row.hidden:
        # Of whom is told to nobody who is not named on the case; whom to ask is.
        return Row(_("A shielded case"), "", row.follow_up_by, words)
    url = address("progress:wellbeing_follow_up", case.pk, row.pk)
    return Row(case.person.name, url, row.follow_up_by, words)


WELLBEING = Source(
    "wellbeing",
    gettext_lazy("Low wellbeing that nobody has followed up"),
    _rows,
    _row,
    case_of=lambda row: None if row.hidden else row.case,
    kept=True,
)
