"""Whether an offer may suit a young person, with the reasons in words, and when a place is free. Pure; no score."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.people.rules import age_on

# Doing nothing, or nobody knows what.
IDLE = ("none", "unknown")

# Counts of another unit under this are hidden.
FEW = 5
# So far ahead a place may begin.
MOST_AHEAD = timedelta(days=731)


@dataclass(frozen=True)
class Asked:
    """What is known of a young person, and no more than the rule asks."""

    birth_date: date
    activity: str
    destination: str  # the group of the plan's destination; "" while it has none


def reasons(who: Asked, *, youngest: int, oldest: int, leads_to: str, on: date) -> tuple[str, ...]:
    """Why the offer may suit somebody, in words; nothing when it does not.

    The age fits, and either the young person does nothing now, or their plan leads where the offer does.
    """
    age = age_on(who.birth_date, on)
    if not youngest <= age <= oldest:
        return ()
    said = []
    if who.activity in IDLE:
        said.append(
            _("is doing nothing now") if who.activity == "none" else _("nobody knows what they do now")
        )
    if leads_to and who.destination == leads_to:
        said.append(_("the plan leads to the same"))
    if not said:
        return ()
    ages = {"age": age, "youngest": youngest, "oldest": oldest}
    return (_("%(age)s years, it is for those of %(youngest)s to %(oldest)s") % ages, *said)


def free(capacity: int, taken: int) -> int:
    """How many places are free."""
    return max(capacity - taken, 0)


def told_outside(count: int) -> int | None:
    """The count of another unit as it may be told; None when it is hidden. Nought is hidden too: it tells as much.

    It is rounded down to fives, so that two counts of two days or two offers, subtracted, tell of nobody.
    """
    return count - count % FEW if count >= FEW else None
