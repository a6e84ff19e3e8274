"""What somebody who leaves still carries, as apps above tell it; and what of their list is open at the last moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from accounts.models import User
from practice.onboarding.models import Point


@dataclass(frozen=True, slots=True)
class Carried:
    """How much lies with somebody, in words, and the page where a leader gives it to others."""

    count: int
    words: str
    url: str


# Apps above say what lies with a user on a day.
CARRIED: list[Callable[[User, date], Carried]] = []


def carried_by(user: User, on: date) -> list[Carried]:
    """What still lies with the user, from everybody who knows; empty when all is given over."""
    return [found for ask in CARRIED if (found := ask(user, on)).count]


def open_points(user: User) -> str:
    """What of their lists is open, in a sentence; "" for nothing. `accounts` asks before it closes the access."""
    points = list(Point.objects.open().filter(introduction__user=user).values_list("text", flat=True))
    if not points:
        return ""
    words = ngettext(
        "%(n)s point of the list of %(name)s is open: %(points)s.",
        "%(n)s points of the list of %(name)s are open: %(points)s.",
        len(points),
    )
    return words % {"n": len(points), "name": user.name, "points": "; ".join(points)}
