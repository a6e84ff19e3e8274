"""The unit's own development: the models of every room."""

from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.ideas.models import Idea
from practice.iglo.models import Step
from practice.postcards.models import Postcard, Sealed
from practice.reflection.models import Occasion, Prompt, Reflection, ReflectionDraft, Station

__all__ = [
    "Answered", "Idea", "Occasion", "Postcard", "Prompt", "Question", "Reflection", "ReflectionDraft", "Round",
    "Sealed", "Statement", "StatementSet", "Station", "Step",
]  # fmt: skip
