"""A unit's first day, at the server's command line: the unit, its first administrator and its first leader.

Nobody inside could invite or confirm them, so whoever runs the server does, once. Everybody else is invited by the
administrator and confirmed by a leader.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.roles import Role
from accounts.users.models import Unit, User
from audit import trail


@transaction.atomic
def start_unit(
    *, slug: str, name: str, municipality_code: str, first: Iterable[tuple[Role, str, str]]
) -> list[User]:
    """Make the unit, and somebody in it for each ``(role, name, e-mail)``; returns them, without a password.

    A unit that a staff import made (`import_staff --create-unit`) gets what it lacks: its municipality, and the role
    of an administrator or leader who came with the list is kept. Whoever has no password yet may be named again.
    Raises ValidationError for another municipality, and once somebody with the role has chosen a password.
    """
    unit = Unit.objects.select_for_update().filter(slug=slug).first() or Unit(slug=slug, name=name)
    before = unit.municipality_code
    if before not in ("", municipality_code):
        raise ValidationError(f"The unit {unit} belongs to another municipality, with the code {before}.")
    unit.municipality_code = municipality_code
    unit.full_clean()
    unit.save()
    trail.record("unit.start", by=None, obj=unit, changes={"municipality_code": [before, municipality_code]})
    return [_first(unit, role, name, email) for role, name, email in first]


def _first(unit: Unit, role: Role, name: str, email: str) -> User:
    """The unit's first user with the role. They are confirmed by the set-up (`accounts.users.confirming`)."""
    there = list(User.objects.filter(unit=unit, role=role, is_active=True))
    if settled := [user for user in there if user.has_usable_password()]:
        raise ValidationError(
            f"{settled[0]} ({settled[0].email}) is {role} in {unit} already, and invites or confirms everybody else."
        )
    if user := next((user for user in there if user.email.casefold() == email.casefold()), None):
        trail.record("user.invite_again", by=None, obj=user)
        return user
    user = User.objects.create_user(unit=unit, role=role, name=name, email=email)
    changes = {"name": [None, name], "email": [None, email], "role": [None, role]}
    trail.record("user.invite", by=None, obj=user, changes=changes)
    return user
