"""Programmes: the models of every room."""

from programmes.ledger.models import Aim, Programme, Staff, Target
from programmes.members.models import Member, Stay
from programmes.places.models import Interest, Place

__all__ = ["Aim", "Interest", "Member", "Place", "Programme", "Staff", "Stay", "Target"]
