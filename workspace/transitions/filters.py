"""What the board of age transitions can be narrowed to."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter

from accounts.models import User
from cases.people import rules
from core import clock
from core.filters import ListFilterSet
from workspace.transitions.board import Transition

SHOW = [
    ("mangler", gettext_lazy("Something is missing")),
    ("voksenside", gettext_lazy("Turn 18 without an adult side")),
    ("passeret", gettext_lazy("The day has passed")),
]


def carrying(request):
    """Those of the unit who carry an open case."""
    users = User.objects.filter(unit_id=request.user.unit_id, guided_cases__closed_on=None)
    return users.filter(guided_cases__isnull=False).distinct()


class BoardFilterSet(ListFilterSet):
    """The transitions of a board, which are computed: a list of `Transition`. Only the leader's has several guides."""

    alder = ChoiceFilter(
        label=gettext_lazy("Age"),
        empty_label=gettext_lazy("All"),
        choices=[(str(months), label) for months, label in rules.TRANSITIONS.items()],
        method="of_age",
    )
    vis = ChoiceFilter(
        label=gettext_lazy("Show"), empty_label=gettext_lazy("All"), choices=SHOW, method="such"
    )
    guide = ModelChoiceFilter(
        label=gettext_lazy("Guide"), empty_label=gettext_lazy("All"), queryset=carrying, method="of_guide"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.is_leader:
            del self.filters["guide"]

    def of_age(self, made: list[Transition], name, months) -> list[Transition]:
        """Those of one age."""
        return [one for one in made if one.months == int(months)]

    def of_guide(self, made, name, guide):
        """Those of the cases that one guide carries."""
        return [one for one in made if one.case.guide_id == guide.pk]

    def such(self, made, name, what):
        """Those of which it holds: a key of SHOW. The number on top and the list beneath it ask the same."""
        today = clock.today()
        holds = {
            "mangler": lambda one: one.missing,
            # The same young people as the metric `turning_18_alone` counts.
            "voksenside": lambda one: one.lacks_adult_side and one.day > today,
            "passeret": lambda one: one.day < today,
        }[what]
        return [one for one in made if holds(one)]

    def words_of(self, name, value):
        """The words of a chip."""
        if name == "alder":
            return _("%(age)s years") % {"age": rules.TRANSITIONS[int(value)]}
        return super().words_of(name, value)
