"""The unit's own development: the models of every room."""

from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.ideas.models import Idea
from practice.iglo.models import Step
from practice.knowledge.models import Article, ArticleFile, ArticleTag, ArticleVersion
from practice.postcards.models import Postcard, Sealed

__all__ = [
    "Answered", "Article", "ArticleFile", "ArticleTag", "ArticleVersion", "Idea", "Postcard", "Question", "Round",
    "Sealed", "Statement", "StatementSet", "Step",
]  # fmt: skip
