"""The table of levels."""

from django.utils.translation import gettext_lazy as _

from accounts.tables import Column
from progress.levels.forms import LevelWordsForm
from progress.levels.models import Level
from progress.words.tables import DatedWordsTable, days_of

LEVELS = DatedWordsTable(
    urls="progress:level",
    form=LevelWordsForm,
    title=_("Levels of progression"),
    lead=_(
        "The levels, their order and what they are called to the young person. Words by which somebody was judged stay "
        "with that; new words hold from their own day."
    ),
    first=_("Level"),
    new=_("New level"),
    added="level.added",
    edited="level.edited",
    rows=lambda user: Level.objects.all(),
    columns=(
        Column(label=_("To the young person"), value=lambda row: row.youth, css="small"),
        Column(label=_("Holds from"), value=days_of),
        Column(label=_("Source"), value=lambda row: row.source, css="small muted"),
    ),
)
level_list, level_add, level_edit = LEVELS.views()
