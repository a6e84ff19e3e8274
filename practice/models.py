"""The unit's own development: the models of every room."""

from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.competences.models import Competence, Course
from practice.ideas.models import Idea
from practice.iglo.models import Step
from practice.knowledge.models import Article, ArticleFile, ArticleTag, ArticleVersion
from practice.onboarding.models import Introduction, Point, TemplatePoint, WelcomeRead
from practice.postcards.models import Postcard, Sealed
from practice.reflection.models import Occasion, Prompt, Reflection, ReflectionDraft, Station
from practice.rhythm.models import EarlierMinutes, Rhythm, TeamMeeting
from practice.sparring.models import SparringMark, SparringMeeting, SparringOpening

__all__ = [
    "Answered", "Article", "ArticleFile", "ArticleTag", "ArticleVersion", "Competence", "Course",
    "EarlierMinutes", "Idea",
    "Introduction", "Occasion", "Point", "Postcard", "Prompt", "Question", "Reflection", "ReflectionDraft",
    "Rhythm", "Round", "Sealed", "SparringMark", "SparringMeeting", "SparringOpening", "Statement",
    "StatementSet", "Station", "Step", "TeamMeeting", "TemplatePoint", "WelcomeRead",
]  # fmt: skip
