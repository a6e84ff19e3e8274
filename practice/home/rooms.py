"""What the unit's own development has: a line each, in the order of the first page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Room:
    """A room's name, the page it begins with, and what one does there."""

    label: Any
    url_name: str
    says: Any


ROOMS = (
    Room(_("The rhythm"), "practice:rhythm_list", _("What comes back, when, and who sees to it.")),
    Room(_("Meetings held"), "practice:team_list", _("Short minutes, and the steps that followed.")),
    Room(_("Barometer"), "practice:round_list", _("What we think of how we work together, from 1 to 10.")),
    Room(
        _("Steps we take"),
        "practice:step_list",
        _("IGLO: what each, the group, the leader and the municipality do."),
    ),
    Room(_("Sparring"), "practice:sparring", _("Cases that guides bring, and what colleagues ask.")),
    Room(
        _("Knowledge bank"),
        "practice:article_list",
        _("Law, methods, partners and tools, each with somebody who keeps it right."),
    ),
    Room(
        _("Reflection"),
        "practice:occasion_list",
        _("What a theme day or a period gave, station by station."),
    ),
    Room(
        _("Competences"), "practice:competence_list", _("Who knows what, and the courses they have been on.")
    ),
    Room(
        _("New colleagues"),
        "practice:introduction_list",
        _("The list that who begins, and who leaves, goes through together with the leader."),
    ),
    Room(_("We and the others"), "reports:others", _("Our line beside other units that sent their file.")),
    Room(_("You said, we did"), "practice:idea_list", _("What young people propose, and what we answered.")),
    Room(
        _("Postcards from the future"),
        "practice:postcard_list",
        _("What we promised each other, to be opened on a day."),
    ),
)
