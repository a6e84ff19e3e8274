"""Users, roles, units and counted attempts: the models of every room."""

from accounts.roles import Role
from accounts.signin.models import TryCounter
from accounts.users.models import FactorReset, Unit, User, carries_q

__all__ = ["FactorReset", "Role", "TryCounter", "Unit", "User", "carries_q"]
