"""The unit's own development: the models of every room."""

from practice.ideas.models import Idea
from practice.postcards.models import Postcard, Sealed

__all__ = ["Idea", "Postcard", "Sealed"]
