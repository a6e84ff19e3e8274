"""Saying what the parts of a plan tell of."""

from collections.abc import Iterable

from django.db import transaction

from audit import trail
from core.versions import save_versioned
from plans.plan.topics import TellsOfTopics


@transaction.atomic
def confirm_topics(
    case, answers: Iterable[tuple[TellsOfTopics, int, dict[str, list[str]]]], *, by
) -> list[TellsOfTopics]:
    """Write down what each part tells of; returns those that are not as they were.

    An answer is a part, the version that the guide saw, and the values to save (`TellsOfTopics.answers`). Raises
    core.versions.Conflict when somebody changed one of them meanwhile: its words may tell of something else now.
    """
    answered = []
    for part, seen, values in answers:
        changes = trail.changed({name: getattr(part, name) for name in values}, values)
        if part.version == seen and not changes:
            continue
        for name, value in values.items():
            setattr(part, name, value)
        save_versioned(part, seen, list(values))
        trail.record("plan.topics_told", by=by, case_id=case.pk, obj=part, changes=changes)
        answered.append(part)
    return answered
