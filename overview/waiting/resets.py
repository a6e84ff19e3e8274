"""Second steps that somebody has asked to remove, and that wait for a second person: a leader or an administrator."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FactorReset
from accounts.users.mfa_reset import OPEN_HOURS
from core import clock
from overview.waiting.source import Row, Source


def _rows(user, today):
    since = (getattr(user, "now", None) or clock.now()) - timedelta(hours=OPEN_HOURS)
    rows = FactorReset.objects.filter(
        done_at=None, asked_at__gt=since, user__unit=user.unit_id, user__is_active=True
    )
    return (
        rows.exclude(user=user)
        .exclude(asked_by=user)
        .select_related("user", "asked_by")
        .order_by("asked_at", "pk")
    )


def _row(row) -> Row:
    url = reverse("accounts:factor_reset_confirm", args=[row.user_id])
    words = _("%(name)s asks you to confirm") % {"name": row.asked_by.name}
    return Row(row.user.name, url, clock.local_date(row.asked_at), words)


RESETS = Source("resets", gettext_lazy("Second steps to remove"), _rows, _row, kept=True)
