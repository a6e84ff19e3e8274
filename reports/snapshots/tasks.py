"""Background work of frozen reports: each wakes one function up."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Unit, User
from accounts.users.serving import mail_check
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.mail import outbox
from reports.metrics.periods import Month
from reports.snapshots.actions import MONTH, due_months, order_month
from reports.snapshots.models import ReportSnapshot


@shared_task
def take_due_reports() -> None:
    """Order every report that is due and not under way. Beat calls it every hour; it may be called any time."""
    for unit in Unit.objects.order_by("pk"):
        for month in due_months(unit):
            order_month(unit, month)


@jobs.job_handler(MONTH)
def take_month(job: Job) -> dict:
    """Freeze the month's reports, telling how far it is."""
    unit, by = Unit.objects.get(pk=job.unit_id), User.objects.filter(pk=job.owner_id).first()
    with override("da"):
        report = ReportSnapshot.objects.take(
            unit,
            Month.parse(job.args["month"]),
            by=by,
            known=dt.datetime.fromisoformat(job.args["known"]),
            correct=job.args["correct"],
            progress=lambda done, total, message: jobs.report_progress(job, done, total, message),
            guard=lambda: jobs.renew_lease(job),
        )
        if by is None:
            tell_leaders(report)
    return {"url": report.get_absolute_url()}


def tell_leaders(report: ReportSnapshot) -> None:
    """Mail the unit's leaders that the report is there; each is told once, however often the job runs."""

    def told(_leader):
        words = _("This month's status report has been made. Read it here:")
        return _("The status report is ready"), f"{words}\n\n{settings.SITE_URL}{report.get_absolute_url()}\n"

    leaders = User.objects.leaders(report.unit_id)
    outbox.queue_each(leaders, told, key=f"report:{report.pk}", still_wanted=mail_check)
