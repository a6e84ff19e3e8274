"""Writing down the level."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.models import Case
from core import clock
from progress.levels.models import Level, LevelSet
from progress.measures.actions import begin, keep
from progress.measures.models import Voice


@transaction.atomic
def set_level(case: Case, level: Level, words: str, *, by, on=None, **when) -> LevelSet:
    """Write down which level the young person is at on the day ``on``, and what that rests on. Any level may follow.

    Raises ValidationError without words and for a level that is out of use; `Taken` when that day has one.
    """
    if not words.strip():
        raise ValidationError({"words": _("Write what you see.")})
    if level not in Level.objects.in_force(clock.today()):
        raise ValidationError({"level": _("This level is out of use.")})
    row = LevelSet(level=level, words=words.strip())
    begin(row, case, by=by, voice=Voice.GUIDE, on=on, **when)
    keep(row)
    trail.record("level.set", by=by, case_id=case.pk, obj=row, changes={"level": [None, level.code]})
    return row
