"""What is done with postcards."""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Unit, User
from accounts.users.serving import mail_check
from audit import trail
from core import clock
from core.constraints import Taken
from core.mail.outbox import queue_mail
from practice.barometer.models import Round
from practice.postcards.models import Postcard

log = logging.getLogger(__name__)


@transaction.atomic
def write_postcard(
    *, unit: Unit, by: User, text: str, opens_on, motif=Postcard.Motif.FJORD, after: Round | None = None
) -> Postcard:
    """Seal a postcard until a date, ``after`` a round of the barometer or any other day.

    The trail says that it was written, never what. Raises ValidationError.
    """
    card = Postcard(unit=unit, by=by, text=text, opens_on=opens_on, motif=motif, written_on=clock.today())
    card.round = after
    card.full_clean()
    card.save()
    trail.record("postcard.write", by=by, obj=card, changes={"opens_on": [None, opens_on]})
    return card


@transaction.atomic
def take_back_postcard(card: Postcard, *, by: User) -> None:
    """Take a sealed card back: what it said is gone for good, that it was there stays. The trail says by whom.

    Raises PermissionDenied for somebody who neither wrote it nor leads the unit, `Taken` once it is open or taken back.
    """
    today = clock.today()
    if by.pk != card.by_id and not (by.is_leader and by.unit_id == card.unit_id):
        raise PermissionDenied
    gone = {"taken_back_on": today, "taken_back_by": by, "text": ""}
    if not Postcard.objects.sealed(today).filter(pk=card.pk).update(**gone):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    trail.record("postcard.take_back", by=by, obj=card)


def notify_writers(*, on) -> int:
    """Tell the writers of cards that have opened by the date, each once; returns how many cards.

    The mail says that a card is open and where; nothing of what it says. A writer who has left is not told.
    """
    waiting = Postcard.objects.opened(on).filter(told_at=None).defer("text").select_related("by")
    told = 0
    for card in waiting:
        with transaction.atomic():
            # Claimed by an UPDATE, so that two workers tell once.
            claimed = Postcard.objects.filter(pk=card.pk, told_at=None).update(told_at=clock.now())
            if not claimed:
                continue
            if card.by.is_active:
                _mail(card)
            told += 1
    return told


def _mail(card: Postcard) -> None:
    with override(card.by.language):
        link = f"{settings.SITE_URL}{reverse('practice:postcard_detail', args=[card.pk])}"
        body = _(
            "The postcard you once wrote to yourself and your colleagues opens today.\n\nRead it here: %(link)s\n"
        )
        queue_mail(
            card.by.email,
            _("Your postcard opens today"),
            body % {"link": link},
            dedupe_key=f"postcard:{card.pk}",
            still_wanted=mail_check(card.by),
        )
