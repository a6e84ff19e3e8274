"""What to read of the knowledge bank."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from core import clock
from core.filters import ListFilterSet, Ordering, StandingFilter
from core.ordering import Danish
from practice.knowledge.choices import Kind, TagKind
from practice.knowledge.tags import choices_of

STANDING = [
    ("gennemgang", _("To look at again")),
    ("mine", _("My own")),
    ("kladder", _("Drafts")),
    ("arkiv", _("In the archive")),
]
SEARCH = {"type": "search", "autocomplete": "off", "placeholder": _("A word in the title or the text")}


class ArticleFilterSet(ListFilterSet):
    """Articles that the user may read; those that hold until something else is chosen."""

    orders = {
        "titel": (Danish("title"), "pk"),
        "-titel": (Danish("title").desc(), "-pk"),
        "rettet": ("-edited_on", "-pk"),
        "gennemgang": ("review_on", "pk"),
    }
    own_order = "titel"
    folded = ("livsomraade", "maalgruppe")

    q = CharFilter(label=_("Search"), max_length=80, widget=forms.TextInput(SEARCH), method="with_words")
    art = ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"), choices=Kind.choices, field_name="kind")
    stand = StandingFilter(
        label=_("Show"), empty_label=_("Those that hold"), choices=STANDING, method="that_stand"
    )
    livsomraade = ChoiceFilter(label=_("Life area"), empty_label=_("All"), method="of_area")
    maalgruppe = ChoiceFilter(label=_("Target group"), empty_label=_("All"), method="of_group")
    sort = Ordering()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = choices_of(clock.today())
        self.filters["livsomraade"].extra["choices"] = self.choices[TagKind.AREA]
        self.filters["maalgruppe"].extra["choices"] = self.choices[TagKind.GROUP]

    def with_words(self, rows, name, words):
        """Those with the words, in whatever ending."""
        return rows.holding(words)

    def that_stand(self, rows, name, standing):
        """Those that hold, or what else was chosen."""
        return {
            "gennemgang": rows.due(clock.today()),
            "mine": rows.filter(owner=self.request.user, archived_on=None),
            "kladder": rows.drafts(),
            "arkiv": rows.archived(),
        }.get(standing, rows.published())

    def of_area(self, rows, name, code):
        """Those about a life area."""
        return rows.tagged(TagKind.AREA, code)

    def of_group(self, rows, name, code):
        """Those about a target group."""
        return rows.tagged(TagKind.GROUP, code)
