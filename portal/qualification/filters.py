"""What a department's list can be narrowed to: waiting or answered, and a word."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from core import text
from core.filters import ListFilterSet, StandingFilter
from plans.models import Qualification


class QualificationFilterSet(ListFilterSet):
    """Rows at hand; the name is searched as the reader is shown it, so that nobody can try a surname out."""

    vis = StandingFilter(
        label=_("Show"),
        empty_label=_("Waiting"),
        choices=[("besvarede", _("Answered")), ("alle", _("All"))],
        method="of_standing",
    )
    q = CharFilter(label=_("Name or guide"), method="with_word")

    def of_standing(self, rows: list[Qualification], name, value: str) -> list[Qualification]:
        """Those that wait, those that do not, or all."""
        if value == "alle":
            return rows
        waiting = value != "besvarede"
        return [row for row in rows if row.is_at_department == waiting]

    def with_word(self, rows: list[Qualification], name, value: str) -> list[Qualification]:
        """Those about whom, or from whom, the word stands."""
        word = text.fold(value or "")
        return [row for row in rows if word in text.fold(f"{row.told_name} {row.asked_by.name}")]
