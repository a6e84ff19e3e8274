"""A caseload comes in whole: each new case with its one plan, and the list's goal as the plan's first."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.models import AuditEvent
from cases.models import Case, Status
from core import clock
from core.spreadsheets.results import RowStatus
from intake.caseload.bulk import BATCH
from intake.caseload.importing import CaseloadImporter
from intake.caseload.undoing import opened_by
from plans.models import Goal, Plan


@transaction.atomic
def open_plans(cases: list[Case], goals: dict, *, by) -> list[Plan]:
    """Open the one plan of each new case on the case's first day, as `actions.open_plan` does, in a few statements.

    `goals` maps a case's id to the words of its first goal; longer ones are cut, and stand whole in the import note."""
    moment = clock.now()
    plans = [Plan(case=case, opened_on=case.opened_on, recorded_at=moment) for case in cases]
    Plan.objects.bulk_create(plans, batch_size=BATCH)
    Goal.objects.bulk_create(
        [
            Goal(plan=plan, text=goals[plan.case_id][:200], position=1)
            for plan in plans
            if goals.get(plan.case_id)
        ],
        batch_size=BATCH,
    )
    AuditEvent.objects.bulk_create(
        [trail.event("plan.opened", by=by, case_id=plan.case_id, obj=plan) for plan in plans],
        batch_size=BATCH,
    )
    return plans


class CaseloadWithPlans(CaseloadImporter):
    """The caseload import that leaders and `manage.py import_caseload` use."""

    urls = "intake:caseload_import"
    title = _("Import a caseload")
    intro = _(
        "The unit's own list of young people, as it is. You see what every row becomes before anything is written."
    )
    means = _(
        "Each new case gets a plan, empty but for the goal that the list may hold. With an activity that is "
        "confirmed recently enough the young person counts at once as being in something under a plan: write what is "
        "to happen in each plan."
    )
    undo = "intake:caseload_undo"
    done = ("workspace:unit_list", _("See the unit's young people"))

    def left(self, file_id) -> int:
        """The cases that somebody had worked on stay."""
        return opened_by(file_id).count()

    def follow_up(self, report: dict) -> tuple[str, str] | None:
        """Cases whose guide nobody knows wait in the unit's list."""
        if any(entry["code"] == "unknown_guide" for entry in report["warned"]):
            return f"{reverse('workspace:unit_list')}?status={Status.WAITING}", gettext("Give them a guide")
        return None

    def write(self, outcomes, *, unit, by, source: str, file_id=None) -> list[Case]:
        """Cases and plans in the caller's one transaction."""
        cases = super().write(outcomes, unit=unit, by=by, source=source, file_id=file_id)
        rows = [outcome.data for outcome in outcomes if outcome.result == RowStatus.NEW]
        goals = {case.pk: row.written.get("goal", "") for case, row in zip(cases, rows, strict=True)}
        open_plans(cases, goals, by=by)
        return cases


CASELOAD = CaseloadWithPlans().register()
