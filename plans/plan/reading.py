"""The plan that a case has now."""

from django.db.models import F, QuerySet, UUIDField

from cases.models import Case
from core.kept import Given, kept
from plans.plan.models import Plan


def open_plan_of(case: Case) -> Plan | None:
    """The case's open plan, or the last one when the case is closed."""
    plan = next(iter(_plans().ask(case=case.pk)), None)
    if plan:
        plan.case = case
    return plan


@kept
def _plans() -> QuerySet[Plan]:
    newest_first = F("closed_on").desc(nulls_first=True)
    rows = Plan.objects.filter(case=Given("case", UUIDField)).select_related("destination")
    return rows.order_by(newest_first, "-opened_on")[:1]
