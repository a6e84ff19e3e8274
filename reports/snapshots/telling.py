"""Mail that a report is there: it holds no figure and no name, only where to read it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.users.serving import mail_check
from core.mail import outbox
from reports.periods.rules import Period
from reports.schedules.models import What
from reports.schedules.recipients import recipients
from reports.snapshots.actions import OF_UNIT
from reports.snapshots.models import ReportSnapshot
from reports.status.telling import tell_outside

Kind = ReportSnapshot.Kind


def tell(unit, period: Period, kinds, *, but=None) -> None:
    """Mail those who want to know of each kind of report of the period that it is there; ``but`` is looking at it.

    Each is told once of a report, however often the job runs; of a correction again.
    """
    rows = ReportSnapshot.objects.of_period(unit, period).latest().light()
    reports = {(row.kind, row.subject_id): row for row in rows.exclude(kind=Kind.CASE)}
    whole = reports.get((Kind.UNIT, str(unit.pk)))
    if whole:
        told = recipients(unit, OF_UNIT[type(period)])
        _mail(told, but, f"report:{whole.pk}", lambda to: whole.get_absolute_url())
    if Kind.GUIDE in kinds:
        guides = f"{reverse('reports:list')}?om=guider"
        own = {row.subject_id: row for row in reports.values() if row.kind == Kind.GUIDE}
        # A guide without a report of their own has none to be told of.
        told = [to for to in recipients(unit, What.GUIDE_MONTH) if to.is_leader or str(to.pk) in own]
        key = f"guides:{unit.pk}:{period}:{max((row.revision for row in own.values()), default=0)}"
        mine = {pk: row.get_absolute_url() for pk, row in own.items()}
        _mail(told, but, key, lambda to: mine.get(str(to.pk), guides))
    if Kind.CASE in kinds:
        key, listed = f"statuses:{unit.pk}:{period}", reverse("reports:statuses")
        _mail(recipients(unit, What.CASE), but, key, lambda to: listed)
        tell_outside(unit, period)


def _mail(people, but, key: str, address) -> None:
    def told(to):
        words = _("A report that you are told of has been made. Read it here, once you have signed in:")
        stop = _("Which reports you are told of, you choose here:")
        here, there = (
            f"{settings.SITE_URL}{address(to)}",
            f"{settings.SITE_URL}{reverse('reports:schedules')}",
        )
        return _("A report is ready"), f"{words}\n\n{here}\n\n{stop}\n\n{there}\n"

    others = [to for to in people if but is None or to.pk != but.pk]
    outbox.queue_each(others, told, key=key, still_wanted=mail_check)
