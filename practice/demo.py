"""The demo unit's own development, room by room."""

from collections.abc import Sequence

from accounts.models import Unit, User
from practice.barometer import demo as barometer
from practice.competences import demo as competences
from practice.ideas import demo as ideas
from practice.iglo import demo as iglo
from practice.knowledge import demo as knowledge
from practice.onboarding import demo as onboarding
from practice.postcards import demo as postcards
from practice.reflection import demo as reflection
from practice.sparring import demo as sparring
from practice.team import demo as team


def load(unit: Unit, users: Sequence[User]) -> None:
    """What the unit's own development has to show of two years. Deterministic on a given day.

    ``users`` are the leader, and then the guides.
    """
    leader, *guides = users
    postcards.load(unit, users)
    ideas.load(unit, by=leader)
    competences.load(guides, leader)
    onboarding.load(guides, leader)
    reflection.load(unit, users)
    team.load(unit, users)
    sparring.load(unit, users)
    knowledge.load(unit, users)
    barometer.load(unit, users)
    iglo.load(unit, users)
