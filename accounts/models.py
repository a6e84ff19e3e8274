"""Users, roles, units and counted attempts: the models of every room."""

from accounts.roles import AT_WORK, OWN_PAGE, Role
from accounts.signin.models import TryCounter
from accounts.users.models import FactorReset, Unit, User, carries_q

__all__ = ["AT_WORK", "OWN_PAGE", "FactorReset", "Role", "TryCounter", "Unit", "User", "carries_q"]
