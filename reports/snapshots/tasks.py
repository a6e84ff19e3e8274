"""Background work of frozen reports: each wakes one function up."""

import datetime as dt

from celery import shared_task
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Unit, User
from core.jobs import queue as jobs
from core.jobs.models import Job
from reports.periods.rules import parse_period
from reports.snapshots.actions import TAKE, due_periods, order_report
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.telling import tell


@shared_task
def take_due_reports() -> None:
    """Order every report that is due and not under way. Beat calls it every hour; it may be called any time.

    What fails for one unit stops no other; it is raised when all have had their turn.
    """
    failed = []
    for unit in Unit.objects.order_by("pk"):
        try:
            order_due(unit)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("the reports of some units were not ordered", failed)


def order_due(unit: Unit) -> None:
    """Order what the unit owes; what is under way stays one job."""
    for period in due_periods(unit):
        order_report(unit, period)


@jobs.job_handler(TAKE)
def take_reports(job: Job) -> dict:
    """Freeze the period's reports, telling how far it is, and tell those who want to know."""
    unit, by = Unit.objects.get(pk=job.unit_id), User.objects.filter(pk=job.owner_id).first()
    period, kinds = parse_period(job.args["period"]), job.args["kinds"]
    with override("da"):
        report = ReportSnapshot.objects.take(
            unit,
            period,
            kinds=kinds,
            by=by,
            known=dt.datetime.fromisoformat(job.args["known"]),
            correct=job.args["correct"],
            progress=lambda done, total, message: jobs.report_progress(job, done, total, message),
            guard=lambda: jobs.renew_lease(job),
        )
        tell(unit, period, kinds, but=by)
        if by is None:
            order_due(unit)  # a quarter waits for its last month
    if report is None:
        return {}
    is_case = report.kind == ReportSnapshot.Kind.CASE
    return {"url": reverse("reports:statuses") if is_case else report.get_absolute_url()}
