"""Keeping a question, and letting it go."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from audit import trail
from reports.questions.asked import Asked
from reports.questions.models import Question


@transaction.atomic
def save_question(asked: Asked, *, title: str, shared: bool, by: User) -> Question:
    """Keep a question under a name. It holds what is asked, and none of the answer."""
    question = Question.objects.create(
        unit=by.unit,
        owner=by,
        title=title,
        metric=asked.metric,
        split=asked.split,
        only=asked.only,
        span=asked.span,
        on=asked.on,
        known_on=asked.known_on,
        shared=shared,
    )
    trail.record("question.saved", by=by, obj=question, changes={"shared": [None, shared]})
    return question


@transaction.atomic
def delete_question(question: Question, *, by: User) -> None:
    """Let a question go: whoever saved it may, and a leader one that is shared. Raises PermissionDenied otherwise."""
    if not may_delete(question, by):
        raise PermissionDenied
    trail.record("question.deleted", by=by, obj=question, changes={"title": [question.title, None]})
    question.delete()


def may_delete(question: Question, by: User) -> bool:
    """Whether somebody may let the question go."""
    return question.owner_id == by.pk or (by.is_leader and question.shared and question.unit_id == by.unit_id)
