"""What a line is about: the headings within what is overdue, and a filter of Min dag and of the unit's day."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.filters import ListFilterSet
from workspace.lines.line import Task

# Key → words, and the kinds of line. The law comes first, then what was agreed, then what is followed up on. Kinds
# that stand nowhere here are "other".
THEMES: dict[str, tuple[object, frozenset[str]]] = {
    "pligt": (_("Duty 15–17"), frozenset({"duty", "duty-contact", "duty-why"})),
    "udvikling": (_("How it develops"), frozenset({"wellbeing", "wellbeing-late", "scales"})),
    # As many as the number *Milestones overdue* counts; what else is said about a plan stands apart.
    "milepael": (_("Milestones"), frozenset({"milestone"})),
    "plan": (
        _("The plan"),
        frozenset({"cannot-yet", "agreement", "own-act", "remark", "not-read"}),
    ),
    "afklaring": (_("Clarifications"), frozenset({"qualification"})),
    "indsats": (_("Efforts"), frozenset({"effort"})),
    "partnere": (
        _("Partners"),
        frozenset(
            {
                "promise-proposed",
                "promise-absent",
                "promise-answered",
                "promise-fell-away",
                "promise-not-answered",
                "promise-quiet",
            }
        ),
    ),
    "afslutning": (_("Closing and after"), frozenset({"closing", "closing-back", "follow-up"})),
    "alder": (_("Ages"), frozenset({"age"})),
    "opgave": (_("Own tasks"), frozenset({"todo", "course"})),
    "praksis": (_("Practice"), frozenset({"step", "round", "article"})),
    "beskyttelse": (_("Name and address protection"), frozenset({"protection"})),
    "andet": (_("Other"), frozenset()),
    "moede": (
        _("Meetings"),
        frozenset(
            {
                "meeting",
                "meeting-answer",
                "meeting-passed",
                "minutes",
                "minutes-close",
                "minutes-comment",
                "minutes-own",
            }
        ),
    ),
    "samtale": (_("Talks"), frozenset({"contact", "both", "taken-over"})),
    "aktivitet": (_("What they do now"), frozenset({"confirm", "activity", "clash", "stalled"})),
    "samtykke": (_("Consents"), frozenset({"consent"})),
}

# Of what only one's own day has lines.
OWN_THEMES = frozenset({"opgave", "praksis"})

_THEME_OF = {kind: key for key, (_words, kinds) in THEMES.items() for kind in kinds}
_PLACE = {key: place for place, key in enumerate(THEMES)}


def theme_of(task: Task) -> str:
    """The key in THEMES."""
    return _THEME_OF.get(task.kind, "andet")


def place_of(task: Task) -> int:
    """The place of its theme among THEMES."""
    return _PLACE[theme_of(task)]


class ThemeFilterSet(ListFilterSet):
    """Lines, which are computed, by what they are about."""

    hvad = ChoiceFilter(
        label=_("What"),
        empty_label=_("All"),
        choices=[(key, words) for key, (words, _kinds) in THEMES.items()],
        method="of_theme",
    )

    def of_theme(self, tasks: list[Task], name, theme) -> list[Task]:
        """Those about a theme: a key of THEMES."""
        return [task for task in tasks if theme_of(task) == theme]
