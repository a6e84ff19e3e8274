"""The shape of a file between municipalities: what may stand in it and nothing else; see `docs/sharing.md`."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.periods.rules import Quarter

FORMAT, VERSION = "kui-sharing", 1
# No real file is larger: some forty statements and fifty stories.
LARGEST = 256 * 1024
MOST_STATEMENTS, MOST_STORIES = 200, 100
LONGEST_STORY = 1_500
MOST_PEOPLE = 100_000
FIGURES = (
    "covered", "waiting", "in_nothing", "contradictory", "unplanned", "unknown", "in_unit", "came", "closed",
    "destinations_held", "destinations_three_months_ago",
)  # fmt: skip


class Theme(models.TextChoices):
    """What a story is about; its word in a file never changes."""

    TRANSITIONS = "transitions", _("Transitions")
    GOALS = "goals", _("Common goals")
    VOICE = "voice", _("The young person's voice")
    NETWORK = "network", _("Network and family")
    PARTNERS = "partners", _("Partners and companies")
    AUTHORITY = "authority", _("Departments with authority")
    METHODS = "methods", _("Methods and approaches")
    TEAM = "team", _("How we work together")


class StoryKind(models.TextChoices):
    """Whether it went well."""

    SUCCESS = "success", _("It went well")
    MISTAKE = "mistake", _("It went wrong, and we learned")


@dataclass(frozen=True)
class Figure:
    """A number of young people; None is hidden, which is not nought."""

    count: int | None


@dataclass(frozen=True)
class Said:
    """What a unit's own people said of a statement: how many, the middle, and the ends, 1 to 10."""

    set: str
    statement: str
    answers: int
    median: float
    low: int
    high: int


@dataclass(frozen=True)
class Told:
    """A story, without persons."""

    theme: str
    kind: str
    text: str


@dataclass(frozen=True)
class Shared:
    """What one unit says of a quarter."""

    municipality: str
    unit: str
    quarter: Quarter
    made_at: dt.datetime
    # The version of the figures' definitions; figures of different ones are not compared.
    definitions: int
    figures: dict[str, Figure]
    barometer: tuple[Said, ...]
    stories: tuple[Told, ...]

    def count(self, name: str) -> int | None:
        """A figure; None when it is hidden, or not there."""
        figure = self.figures.get(name)
        return figure.count if figure else None

    def as_file(self) -> dict:
        """The file as plain JSON values, in the order that its description has."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "municipality": self.municipality,
            "unit": self.unit,
            "quarter": str(self.quarter),
            "made_at": self.made_at.isoformat(),
            "definitions": self.definitions,
            "figures": {
                name: {"hidden": True} if figure.count is None else {"count": figure.count}
                for name, figure in self.figures.items()
            },
            "barometer": [asdict(said) for said in self.barometer],
            "stories": [asdict(told) for told in self.stories],
        }
