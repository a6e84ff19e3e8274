"""What stands above Min dag until somebody has read it, and who reads."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accounts.models import User

# For so many days it is told.
TOLD_DAYS = 14


class Looking(Protocol):
    """Whoever looks at their day, and which day it is."""

    user: User
    today: date


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above the list, and where to read more."""

    words: str
    url: str
    # What names it when somebody has read it and puts it away.
    key: str = ""
