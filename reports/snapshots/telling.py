"""Mail that a report is there: it holds no figure and no name, only where to read it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.users.serving import mail_check
from core.mail import outbox
from reports.periods.rules import Days, Period, Quarter, Year
from reports.schedules.models import What
from reports.schedules.recipients import recipients
from reports.snapshots.models import ReportSnapshot

Kind = ReportSnapshot.Kind


def tell(unit, period: Period, kinds, *, but=None) -> None:
    """Mail those who want to know of each kind of report of the period that it is there; ``but`` is looking at it.

    Each is told once of a report, however often the job runs; of a correction again.
    """
    rows = ReportSnapshot.objects.of_period(unit, period).latest().light()
    reports = {(row.kind, row.subject_id): row for row in rows.exclude(kind=Kind.CASE)}
    whole = reports.get((Kind.UNIT, str(unit.pk)))
    if whole:
        what = _WHATS.get(type(period), What.UNIT_MONTH)
        _mail(recipients(unit, what), but, f"report:{whole.pk}", lambda to: whole.get_absolute_url())
    if Kind.GUIDE in kinds:
        listed = f"{reverse('reports:list')}?om=guider"
        own = {
            subject: row.get_absolute_url() for (kind, subject), row in reports.items() if kind == Kind.GUIDE
        }
        # A guide without a report of their own has none to be told of.
        to = [to for to in recipients(unit, What.GUIDE_MONTH) if to.is_leader or str(to.pk) in own]
        revision = max((row.revision for row in reports.values() if row.kind == Kind.GUIDE), default=0)
        key = f"guides:{unit.pk}:{period}:{revision}"
        _mail(to, but, key, lambda to: own.get(str(to.pk), listed))
    if Kind.CASE in kinds:
        _mail(
            recipients(unit, What.CASE),
            but,
            f"statuses:{unit.pk}:{period}",
            lambda to: reverse("reports:statuses"),
        )


_WHATS = {Quarter: What.UNIT_QUARTER, Year: What.UNIT_YEAR, Days: What.CASE}


def _mail(people, but, key: str, address) -> None:
    def told(to):
        words = _("A report that you are told of has been made. Read it here, once you have signed in:")
        stop = _("Which reports you are told of, you choose here:")
        lines = [words, "", f"{settings.SITE_URL}{address(to)}", "", stop, ""]
        return _("A report is ready"), "\n".join(
            [*lines, f"{settings.SITE_URL}{reverse('reports:schedules')}", ""]
        )

    outbox.queue_each(
        [to for to in people if but is None or to.pk != but.pk], told, key=key, still_wanted=mail_check
    )
