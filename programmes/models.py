"""Programmes: the models of every room."""

from programmes.ledger.models import Aim, Programme, Staff, Target
from programmes.members.models import Member, Stay

__all__ = ["Aim", "Member", "Programme", "Staff", "Stay", "Target"]
