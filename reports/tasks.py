"""Background work of reports: each wakes one function up."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role, Unit, User
from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.mail import outbox
from reports.models import ReportSnapshot
from reports.periods import Month
from reports.snapshots import due

MONTH = "reports.month"


@shared_task
def take_due_reports() -> None:
    """Order every report that is due and not under way. The clockwork calls it every hour; it may be called any time."""
    for unit in Unit.objects.order_by("pk"):
        for month in due(unit):
            order(unit, month)


def order(unit, month: Month, *, by=None, correct: bool = False) -> Job:
    """Order the month's reports. Ordered twice while under way, it is the same job.

    What the figures rest on (the moment of knowledge) is settled here, so that a run that is taken over ends the same.
    """
    return jobs.enqueue(
        MONTH,
        owner=by,
        unit=unit,
        title=_("Status report for %(month)s") % {"month": date_format(month.first, "F Y")},
        args={"month": str(month), "known": clock.now().isoformat(), "correct": correct},
        unique_key=f"{MONTH}:{unit.pk}:{month}",
    )


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
    for leader in User.objects.filter(unit=report.unit_id, role=Role.LEADER, is_active=True):
        with override(leader.language):
            outbox.queue_mail(
                leader.email,
                _("The status report is ready"),
                _("This month's status report has been made. Read it here:")
                + f"\n\n{settings.SITE_URL}{report.get_absolute_url()}\n",
                dedupe_key=f"report:{report.pk}:{leader.pk}",
            )
