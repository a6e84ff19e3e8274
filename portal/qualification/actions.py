"""The reasons that a department keeps for itself."""

from django.db import transaction
from django.db.models import Max

from audit import trail
from plans.models import DeclineReason


@transaction.atomic
def add_reason(partner, *, by, name_da: str, needs_words: bool) -> DeclineReason:
    """Add a reason to the department's own; from the first one on, it is shown its own in place of everybody's."""
    last = DeclineReason.objects.filter(partner=partner).aggregate(last=Max("position"))["last"] or 0
    made = DeclineReason.objects.create(
        partner=partner, name_da=name_da, name_en=name_da, needs_words=needs_words, position=last + 1
    )
    trail.record("decline_reason.added", by=by, obj=made, changes={"name_da": ["", name_da]})
    return made


@transaction.atomic
def use_reason(reason: DeclineReason, *, by, is_active: bool) -> None:
    """Take a reason out of use, or into use again; answers that were given still name it."""
    DeclineReason.objects.filter(pk=reason.pk).update(is_active=is_active, version=reason.version + 1)
    changes = {"is_active": [reason.is_active, is_active]}
    trail.record("decline_reason.edited", by=by, obj=reason, changes=changes)
