"""One move of a question of clarification: the table is asked, who comes second is told, and the move is remembered."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit import trail
from core import clock
from plans.qualification.choices import MOVES
from plans.qualification.models import Qualification, QualificationMove


def move(row: Qualification, state: str, *, by, action: str, words="", **values) -> None:
    """Let ``row`` go to ``state`` with ``values``, in the caller's transaction, and write it to history and trail.

    Raises ValidationError for a move that the table does not know, and when somebody else was first.
    """
    old = row.state
    if state not in MOVES[old]:
        raise ValidationError(_("That cannot be done any more. Look at how it stands."))
    claim_row(row, state=state, **values)
    remember(row, old, by=by, words=words)
    changes = {"state": [old, state], "department": [None, row.partner]}
    trail.record(action, by=by, case_id=row.plan.case_id, obj=row, purpose=words, changes=changes)


def claim_row(row: Qualification, **values) -> None:
    """Write ``values`` if the row is as it was read; raises ValidationError when somebody else was first."""
    here = Qualification.objects.filter(pk=row.pk, state=row.state, version=row.version, superseded_at=None)
    if not here.update(**values, version=row.version + 1):
        raise ValidationError(_("Somebody else was first. Look at how it stands now."))
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def remember(row: Qualification, old: str, *, by, words="") -> None:
    """Add a line to the history of the question."""
    QualificationMove.objects.create(
        qualification=row, old_state=old, new_state=row.state, words=words[:300], at=clock.now(), by=by
    )
