"""The demo unit's own development, room by room."""

from collections.abc import Sequence

from accounts.models import Unit, User
from practice.ideas import demo as ideas
from practice.postcards import demo as postcards
from practice.reflection import demo as reflection


def load(unit: Unit, users: Sequence[User]) -> None:
    """The unit's postcards, what young people proposed, and its reflections. Deterministic on a given day."""
    postcards.load(unit, users)
    ideas.load(unit, by=users[0])
    reflection.load(unit, users)
