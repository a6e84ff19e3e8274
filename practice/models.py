"""The unit's own development: the models of every room."""

from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.ideas.models import Idea
from practice.iglo.models import Step
from practice.postcards.models import Postcard, Sealed

__all__ = [
    "Answered", "Idea", "Postcard", "Question", "Round", "Sealed", "Statement", "StatementSet", "Step",
]  # fmt: skip
