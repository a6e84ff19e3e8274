"""A hand-over that was taken back, or a cover ended before its time: Min dag tells of it no more, and a mail does."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.users.serving import mail_check
from core.mail.outbox import queue_each
from workspace.transfer.models import Transfer


def tell_taken_back(row: Transfer, count: int, *, by) -> None:
    """A mail to both guides, but not to who did it, nor to who has stopped; it names no young person."""
    people = [one for one in (row.from_user, row.to_user) if one.pk != by.pk and one.may_carry]

    def write(_to) -> tuple[str, str]:
        words = ngettext(
            "%(by)s has taken a hand-over back: %(n)s case from %(from)s to %(to)s. %(from)s has it.",
            "%(by)s has taken a hand-over back: %(n)s cases from %(from)s to %(to)s. %(from)s has them.",
            count,
        )
        if row.is_cover:
            words = ngettext(
                "%(by)s has ended that %(to)s covers %(n)s case for %(from)s.",
                "%(by)s has ended that %(to)s covers %(n)s cases for %(from)s.",
                count,
            )
        said = words % {"by": by.name, "n": count, "from": row.from_user.name, "to": row.to_user.name}
        address = settings.SITE_URL + reverse("workspace:transfer_done", args=[row.pk])
        return _("KUI: a hand-over is taken back"), f"{said}\n\n{address}"

    if count:
        queue_each(people, write, still_wanted=mail_check)
