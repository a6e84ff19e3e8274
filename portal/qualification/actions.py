"""The reasons that a department keeps for itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from audit import trail
from plans.models import DeclineReason


@transaction.atomic
def add_reason(partner, *, by, name_da: str, needs_words: bool) -> DeclineReason:
    """Add a reason to the department's own; from the first one on, it is shown its own in place of everybody's.

    Raises ValidationError for one that stands there already, in use or not.
    """
    own = DeclineReason.objects.filter(partner=partner)
    if name_da.casefold() in (row.name_da.casefold() for row in own):
        raise ValidationError({"name_da": _("That reason stands on the list already.")})
    last = own.aggregate(last=Max("position"))["last"] or 0
    made = DeclineReason.objects.create(
        partner=partner, name_da=name_da, name_en=name_da, needs_words=needs_words, position=last + 1
    )
    trail.record("decline_reason.added", by=by, obj=made, changes={"name_da": ["", name_da]})
    return made


@transaction.atomic
def use_reason(reason: DeclineReason, *, by, is_active: bool) -> None:
    """Take a reason out of use, or into use again; answers that were given still name it.

    What a colleague has done already is left as it is.
    """
    rows = DeclineReason.objects.filter(pk=reason.pk, is_active=not is_active)
    if rows.update(is_active=is_active, version=F("version") + 1):
        changes = {"is_active": [not is_active, is_active]}
        trail.record("decline_reason.edited", by=by, obj=reason, changes=changes)
