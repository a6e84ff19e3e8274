"""Who looks, as a value of a compiled query (`core.compiled`): the rules of access go in as they are written."""

from collections.abc import Hashable
from operator import attrgetter

from django.db import models

from accounts.models import Role
from core.compiled import Given

_ID = models.BigIntegerField()


class _Somebody(Given):
    """The place of a user with a role. Of everything else about them no rule may know while the query is built."""

    is_authenticated = is_active = True

    def __init__(self, name: str, role: Role):
        super().__init__(name, _ID, (attrgetter("pk"),))
        self.role = role

    @property
    def pk(self) -> Given:
        """The place of their id."""
        return self

    @property
    def is_leader(self) -> bool:
        """Whether they lead the unit."""
        return self.role == Role.LEADER

    @property
    def unit_id(self) -> Given:
        """The place of their unit's id."""
        return Given(self.name, _ID, (attrgetter("unit_id"),))


class WhoLooks:
    """A guide or a leader. The role decides how the query is built."""

    def shape(self, user) -> Hashable:
        """The role. Raises ValueError for anybody else, and for somebody whose access is closed."""
        if not user.is_authenticated or not user.is_active or user.role not in (Role.GUIDE, Role.LEADER):
            raise ValueError("nobody who may look")
        return user.role

    def place(self, name: str, shape: Hashable) -> Given:
        """What stands for the user while the query is built."""
        return _Somebody(name, shape)
