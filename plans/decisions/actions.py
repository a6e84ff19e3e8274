"""Writing down a formal decision, and that it was written down by mistake."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold
from core import clock
from plans.decisions.models import FormalDecision


@transaction.atomic
def record_decision(decision: FormalDecision, *, by) -> FormalDecision:
    """Write down a decision that an authority has made.

    Raises ValidationError when it is not valid, or the case is closed.
    """
    hold(decision.plan.case)
    decision.recorded_by, decision.recorded_at = by, clock.now()
    decision.full_clean(exclude=["plan", "partner", "qualification"])
    decision.save(force_insert=True)
    changes = {"outcome": [None, decision.outcome], "decided_on": [None, decision.decided_on]}
    trail.record("decision.recorded", by=by, case_id=decision.plan.case_id, obj=decision, changes=changes)
    return decision


@transaction.atomic
def mark_mistaken(decision: FormalDecision, *, by, why: str) -> None:
    """Say that it was written down by mistake; it stays. Raises ValidationError when that is said already."""
    values = {"mistaken_at": clock.now(), "mistaken_why": why}
    if not FormalDecision.objects.filter(pk=decision.pk, mistaken_at=None).update(**values):
        raise ValidationError(_("It is marked as a mistake already."))
    trail.record("decision.mistaken", by=by, case_id=decision.plan.case_id, obj=decision, purpose=why)
