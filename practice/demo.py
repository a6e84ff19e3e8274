"""The demo unit's own development, room by room."""

from collections.abc import Sequence

from accounts.models import Unit, User
from practice.ideas import demo as ideas
from practice.knowledge import demo as knowledge
from practice.postcards import demo as postcards


def load(unit: Unit, users: Sequence[User]) -> None:
    """The unit's postcards, what young people proposed, and what it knows. Deterministic on a given day."""
    postcards.load(unit, users)
    ideas.load(unit, by=users[0])
    knowledge.load(unit, users)
