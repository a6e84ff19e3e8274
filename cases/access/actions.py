"""Letting somebody into a case: with a purpose until midnight, or named on a shielded one."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.access.models import AccessGrant, NamedAccess
from core import clock

if TYPE_CHECKING:
    from cases.casefile.models import Case


@transaction.atomic
def open_with_purpose(case: "Case", *, by, purpose: str, reason: str) -> AccessGrant:
    """Let a colleague into a case of the unit until midnight; the owner sees who and why.

    Raises ValidationError for a shielded case: those are for named persons only.
    """
    if case.shielded or case.unit_id != by.unit_id:
        raise ValidationError(_("This case is for named persons only."))
    grant = AccessGrant.objects.create(
        case=case,
        user=by,
        purpose=purpose,
        reason=reason,
        granted_at=clock.now(),
        expires_at=clock.end_of_day(clock.today()),
    )
    trail.record(
        "case.opened_with_purpose", by=by, case_id=case.pk, obj=grant, purpose=f"{purpose}: {reason}"
    )
    return grant


@transaction.atomic
def name_persons(case: "Case", users, *, by) -> None:
    """Let exactly these users read the case while it is shielded, beside its guide and deputy."""
    before = set(case.named.values_list("user_id", flat=True))
    after = {user.pk for user in users}
    if before == after:
        return
    case.named.exclude(user_id__in=after).delete()
    NamedAccess.objects.bulk_create([NamedAccess(case=case, user_id=pk) for pk in sorted(after - before)])
    trail.record(
        "case.named", by=by, case_id=case.pk, obj=case, changes={"named": [sorted(before), sorted(after)]}
    )


def keep_in_sight(case: "Case") -> None:
    """Raise ValidationError for a shielded case without a guide that no leader named on it, and no deputy, would see.

    It would stand in nobody's list, and wait for ever.
    """
    if not case.shielded or case.is_closed or case.guide_id is not None:
        return
    has_deputy = case.deputy_id is not None and case.deputy.may_carry
    if not has_deputy and not case.named.filter(user__in=User.objects.leaders(case.unit_id)).exists():
        words = _(
            "A shielded case needs a guide, or a leader who is named on it: nobody else would see that it waits."
        )
        raise ValidationError(words)
