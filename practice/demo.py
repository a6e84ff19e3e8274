"""The demo unit's own development, room by room."""

from collections.abc import Sequence

from accounts.models import Unit, User
from practice.ideas import demo as ideas
from practice.postcards import demo as postcards
from practice.sparring import demo as sparring
from practice.team import demo as team


def load(unit: Unit, users: Sequence[User]) -> None:
    """Postcards, what young people proposed, meetings and sparring. Deterministic on a given day."""
    postcards.load(unit, users)
    ideas.load(unit, by=users[0])
    team.load(unit, users)
    sparring.load(unit, users)
