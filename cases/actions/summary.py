"""The pinned summary of a case: "if you only read one thing"."""

from django.db import transaction
from django.db.models import F

from audit import trail
from cases.models import Case, SummaryVersion
from core import clock
from core.versions import Conflict


@transaction.atomic
def write_summary(case: Case, text: str, *, by, expected_number: int) -> None:
    """Pin a new wording, or none; the earlier ones stay as history. The same words again say that they still hold.

    Raises core.versions.Conflict when somebody else wrote since ``expected_number``.
    """
    moment = clock.now()
    row = Case.objects.filter(pk=case.pk, summary_number=expected_number)
    if not row.update(summary=text, summary_number=F("summary_number") + 1, summary_at=moment, summary_by=by):
        raise Conflict(Case.objects.select_related("summary_by").get(pk=case.pk))
    SummaryVersion.objects.create(case=case, number=expected_number + 1, text=text, by=by, at=moment)
    again = text == case.summary
    case.summary, case.summary_number, case.summary_at, case.summary_by = (
        text,
        expected_number + 1,
        moment,
        by,
    )
    trail.record("summary.renewed" if again else "summary.written", by=by, case_id=case.pk)
