"""A leader confirms who opens cases: one person alone, the administrator, lets nobody in.

Whoever an administrator invites, or gives another e-mail or a wider role, may be somebody else than the name says; and
who signs in for a partner comes to see more when it is merged with another. Until a leader has said that it is them
they open no case and no page but their own account. Somebody at the server's command line sets a unit up, and is asked
by nobody (`confirm_user`, `import_staff`).
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.roles import Role
from accounts.users.models import User
from audit import trail


def needs_leader(changes: Mapping[str, list]) -> bool:
    """Whether a leader must say that it is them: somebody new, another e-mail, or a role that opens more.

    ``changes`` is ``{"field": [old, new]}``, with None for what was not there.
    """
    before, after = changes.get("role", (None, None))
    return "email" in changes or (after is not None and (before, after) != (Role.LEADER, Role.GUIDE))


def waiting_for_confirmation(leader: User):
    """Those of the leader's unit who wait to be confirmed, the longest first. Oneself is confirmed by somebody else."""
    if not (leader.is_leader and leader.is_confirmed):
        return User.objects.none()
    there = User.objects.filter(unit_id=leader.unit_id, is_active=True, to_confirm_since__isnull=False)
    return there.exclude(pk=leader.pk).exclude(role=Role.ADMIN).order_by("to_confirm_since", "pk")


def what_changed(users: list[User]) -> dict[int, object]:
    """The row of the trail that each user waits for, by the user's id: who did it, and what was there before."""
    acts = trail.about(User, [user.pk for user in users]).filter(action__in=["user.invite", "user.change"])
    newest: dict[int, object] = {}
    for row in acts:
        if {"email", "role", "partner"} & row.changes.keys():
            newest.setdefault(int(row.object_id), row)
    return newest


@transaction.atomic
def confirm_user(user: User, *, by: User | None, expected_version: int) -> None:
    """Say that it is them, as they stood at ``expected_version``. ``by`` is a leader, or None for the command line.

    Raises ValidationError for somebody who does not wait (for this leader), and when they were changed meanwhile.
    """
    rows = User.objects.filter(to_confirm_since__isnull=False) if by is None else waiting_for_confirmation(by)
    confirmed = User.objects.filter(pk__in=rows.filter(pk=user.pk).values("pk"), version=expected_version)
    if not confirmed.update(to_confirm_since=None, version=F("version") + 1):
        raise ValidationError(_("It is done already, or has changed meanwhile. Look once more."))
    trail.record(
        "user.confirm", by=by, obj=user, changes={"email": [user.email] * 2, "role": [user.role] * 2}
    )
