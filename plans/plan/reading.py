"""The plan that a case has now."""

from django.db.models import F

from cases.models import Case
from plans.plan.models import Plan


def open_plan_of(case: Case) -> Plan | None:
    """The case's open plan, or the last one when the case is closed."""
    newest_first = F("closed_on").desc(nulls_first=True)
    plan = case.plans.select_related("destination").order_by(newest_first, "-opened_on").first()
    if plan:
        plan.case = case
    return plan
