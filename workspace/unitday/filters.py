"""What the lines of the unit's day are counted and narrowed by: whose they are, how late, and what they are about."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from django_filters.filters import Filter

from core import clock
from workspace.day.themes import OWN_THEMES, THEMES, ThemeFilterSet
from workspace.lines.line import Task

NOBODY = "ingen"


def _late(task: Task, today: date, *, least: int, most: int) -> bool:
    return least <= (today - task.due).days <= most


# Age of delay: key → words, and whether a line belongs. Together they hold every line once.
AGES: dict[str, tuple[object, Callable[[Task, date], bool]]] = {
    "over-30": (gettext_lazy("More than 30 days late"), partial(_late, least=31, most=10**6)),
    "8-30": (gettext_lazy("8–30 days late"), partial(_late, least=8, most=30)),
    "1-7": (gettext_lazy("1–7 days late"), partial(_late, least=1, most=7)),
    "i-dag": (gettext_lazy("Today"), partial(_late, least=0, most=0)),
    "7-dage": (gettext_lazy("The next 7 days"), partial(_late, least=-7, most=-1)),
    "senere": (gettext_lazy("Later"), partial(_late, least=-(10**6), most=-8)),
}


def age_of_delay(task: Task, today: date) -> str:
    """The key in AGES."""
    return next(key for key, (_words, belongs) in AGES.items() if belongs(task, today))


def guide_key(task: Task) -> str:
    """Whose line it is."""
    whose = task.belongs_to(clock.today())
    return str(whose[0]) if whose else NOBODY


class GuideFilter(Filter):
    """A guide's number, or NOBODY. Who can be chosen is known with the lines; a guide without any stays in force."""

    field_class = forms.RegexField


class UnitDayFilterSet(ThemeFilterSet):
    """The lines of a unit's day, which are computed: a list of `Task`."""

    guide = GuideFilter(
        label=gettext_lazy("Guide"), regex=rf"^({NOBODY}|\d{{1,9}})$", widget=forms.Select, method="of_guide"
    )
    alder = ChoiceFilter(
        label=gettext_lazy("Delay"),
        empty_label=gettext_lazy("All"),
        choices=[(key, words) for key, (words, _belongs) in AGES.items()],
        method="of_age",
    )

    def __init__(self, data, *, today: date):
        super().__init__(data)
        self.today = today

    def offer(self, guides: list[tuple[str, str]]) -> None:
        """Let these guides, each a key and a name, be chosen among; and of the themes those that a unit's day has."""
        themes = [(key, words) for key, (words, _kinds) in THEMES.items() if key not in OWN_THEMES]
        self.form.fields["hvad"].widget.choices = [("", _("All")), *themes]
        self.form.fields["guide"].widget.choices = [("", _("All")), *guides]

    def of_guide(self, tasks: list[Task], name, guide) -> list[Task]:
        """One guide's, or nobody's."""
        return [task for task in tasks if guide_key(task) == guide]

    def of_age(self, tasks, name, age):
        """Those so late: a key of AGES."""
        return [task for task in tasks if age_of_delay(task, self.today) == age]

    def words_of(self, name, value):
        """The words of a chip."""
        if name == "guide":
            return dict(self.form.fields["guide"].widget.choices).get(value, value)
        return super().words_of(name, value)
