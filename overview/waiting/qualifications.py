"""Questions that a department has not answered in time: told to the leader until it is answered or annulled."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from core.addresses import address
from overview.waiting.source import Row, Source
from plans.models import Qualification


def _rows(user, today):
    cases = Case.objects.visible_to(user).open().values("pk")
    rows = Qualification.objects.no_answer(today).filter(plan__case__in=cases)
    return rows.select_related("plan__case__person", "partner").order_by("deadline", "pk")


def _row(row) -> Row:
    case = row.plan.case
    words = _("No answer from %(department)s") % {"department": row.partner}
    return Row(case.person.name, address("plans:qualification", case.pk, row.pk), row.deadline, words)


QUALIFICATIONS = Source(
    "qualifications",
    gettext_lazy("Departments that have not answered"),
    _rows,
    _row,
    case_of=lambda row: row.plan.case,
    kept=True,
)
