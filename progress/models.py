"""How a young person moves: the models of every room."""

from progress import limits as limits  # so that every process knows which limits there are
from progress import log as log  # … and what the acts are called
from progress.levels.models import Level, LevelSet
from progress.measures.models import AnsweredAs, Occasion, Voice, Where
from progress.scales.models import LifeArea, ScaleAnswer, ScaleRound
from progress.wellbeing.models import WellbeingAnswer, WellbeingFollowUp

__all__ = [
    "AnsweredAs",
    "Level",
    "LevelSet",
    "LifeArea",
    "Occasion",
    "ScaleAnswer",
    "ScaleRound",
    "Voice",
    "WellbeingAnswer",
    "WellbeingFollowUp",
    "Where",
]
