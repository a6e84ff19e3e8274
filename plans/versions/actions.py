"""The young person confirms a version of the plan: on paper, or with a code that their guide gives them in person."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.signin import shown
from audit import trail
from core import clock
from plans.handover.models import Handover
from plans.versions.models import Confirmation


def code_of(handover: Handover) -> str:
    """The code that confirms the version now, for the guide to show; it holds for a quarter of an hour."""
    return shown.code_for(f"{handover.pk}:{handover.sha256}")


def confirm_version(
    handover: Handover, *, by, how: str, code: str = "", on: date | None = None
) -> Confirmation:
    """Write down that the young person confirmed the version; once for each way, and told again it is the same row.

    ``by`` is who saw the signed paper, or on whose page the code was typed: the guide's, or the young person's own.
    Raises ValidationError for a version that is not the young person's, a day that lies before the version or ahead,
    a wrong or old code, and for too many tries.
    """
    on = on or clock.today()
    if handover.audience != Handover.Audience.YOUTH:
        raise ValidationError(_("Only the young person's own version can be confirmed."))
    if not clock.local_date(handover.created_at) <= on <= clock.today():
        raise ValidationError({"on": _("The day lies between the hand-over and today.")})
    if how == Confirmation.How.CODE:
        shown.check(f"{handover.pk}:{handover.sha256}", code)
    with transaction.atomic():
        row, made = Confirmation.objects.get_or_create(
            handover=handover, how=how, defaults={"sha256": handover.sha256, "on": on, "by": by}
        )
        if made:
            changes = {"how": how, "number": handover.number, "sha256": row.sha256}
            case_id = handover.plan.case_id
            trail.record("plan.version_confirmed", by=by, case_id=case_id, obj=handover, changes=changes)
    return row
