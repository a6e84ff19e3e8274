"""The unit's own development: the models of every room."""

from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.ideas.models import Idea
from practice.iglo.models import Step
from practice.postcards.models import Postcard, Sealed
from practice.rhythm.models import Rhythm, TeamMeeting
from practice.sparring.models import SparringMark, SparringMeeting, SparringOpening

__all__ = [
    "Answered", "Idea", "Postcard", "Question", "Rhythm", "Round", "Sealed", "SparringMark", "SparringMeeting",
    "SparringOpening", "Statement", "StatementSet", "Step", "TeamMeeting",
]  # fmt: skip
