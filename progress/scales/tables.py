"""The table of life areas."""

from django.utils.translation import gettext_lazy as _

from accounts.tables import Column
from progress.scales.forms import LifeAreaForm
from progress.scales.models import LifeArea
from progress.words.tables import DatedWordsTable, days_of

AREAS = DatedWordsTable(
    urls="progress:life_area",
    form=LifeAreaForm,
    title=_("Life areas"),
    lead=_(
        "What the scales ask about. Words that somebody has answered by stay with the answers; new words hold from "
        "their own day."
    ),
    first=_("Life area"),
    new=_("New life area"),
    added="life_area.added",
    edited="life_area.edited",
    rows=lambda user: LifeArea.objects.all(),
    columns=(
        Column(label=_("To the young person"), value=lambda row: row.youth, css="small"),
        Column(label=_("Holds from"), value=days_of),
        Column(
            label=_("Tells of"),
            value=lambda row: row.get_tells_of_display() if row.tells_of else "",
            chip=lambda row: ("info", "lock") if row.tells_of else None,
        ),
    ),
)
life_area_list, life_area_add, life_area_edit = AREAS.views()
