"""Saved questions for the demo, kept through the real action."""

from reports.questions.actions import save_question
from reports.questions.asked import Asked
from reports.questions.models import Question, Span


def load(leader) -> int:
    """Two questions that the leader shares with the unit; those that are there stay."""
    for title, asked in (
        ("Over 18 og ikke i gang, efter sagens længde", Asked("adults_in_nothing", "open_for")),
        ("Positive destinationer måned for måned", Asked("destinations", "destination", span=Span.YEAR)),
    ):
        if not Question.objects.filter(owner=leader, title=title).exists():
            save_question(asked, title=title, shared=True, by=leader)
    return Question.objects.filter(owner=leader).count()
