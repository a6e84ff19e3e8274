"""What a meeting is proposed to be about: a source a room, gathered in `practice.team.agenda.SOURCES`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of an agenda, and where it leads; "" for what is only to be said."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """What a meeting looks over: since the last one, with what comes until it is held, seen from today."""

    since: date
    today: date
    meets_on: date


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """One heading of the agenda of a team meeting, left out when it has no line.

    ``items`` asks for the lines, for somebody who comes to the meeting; of the unit alone, and no young person by name.
    """

    title: Any
    items: Callable[[User, Period], Iterable[AgendaItem]]
