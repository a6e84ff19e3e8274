"""The demo unit's own development, room by room."""

from collections.abc import Sequence

from accounts.models import Unit, User
from practice.competences import demo as competences
from practice.ideas import demo as ideas
from practice.onboarding import demo as onboarding
from practice.postcards import demo as postcards
from practice.reflection import demo as reflection
from practice.sparring import demo as sparring
from practice.team import demo as team


def load(unit: Unit, users: Sequence[User]) -> None:
    """The unit's postcards, what young people proposed, what its people know, who is new, its reflections, meetings and
    sparring.

    Deterministic on a given day. ``users`` are the leader, and then the guides.
    """
    leader, *guides = users
    postcards.load(unit, users)
    ideas.load(unit, by=leader)
    competences.load(guides, leader)
    onboarding.load(guides, leader)
    reflection.load(unit, users)
    team.load(unit, users)
    sparring.load(unit, users)
