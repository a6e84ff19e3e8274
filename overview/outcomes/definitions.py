"""What the results count, in words: for lists, for the page itself, and for the sheet that goes out with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CloseReason
from overview.outcomes.figures import UNKNOWN
from overview.outcomes.rules import AFTER_CLOSING_MONTHS, PAUSE_DAYS
from overview.timing.rules import FEWEST


@dataclass(frozen=True)
class Defined:
    """A number, or a way to count: what it is called, what it counts, and what it does not say."""

    title: Promise
    definition: Promise
    limits: Promise | str = ""
    # What a statistician asks for; folded away on the page.
    method: Promise | str = ""

    def sentences(self) -> list[str]:
        """All that is to be said, with the limits of the house in their places."""
        put = {"months": AFTER_CLOSING_MONTHS, "fewest": FEWEST, "days": PAUSE_DAYS}
        return [str(words) % put for words in (self.definition, self.limits) if words]


DEFINED = {
    "started": Defined(
        gettext_lazy("Began"),
        gettext_lazy(
            "Cases that the unit opened in the months asked about, up to the day. A case counts for the unit that "
            "opened it then: who moves on begins anew elsewhere. Cases opened by mistake are left out."
        ),
        gettext_lazy(
            "Shielded cases that you are not named on are in none of the numbers; how many is told apart."
        ),
    ),
    "reached": Defined(
        gettext_lazy("Reached a destination"),
        gettext_lazy(
            "A case counts once, with the first destination that the unit counts as positive and that began after the "
            "case was opened, and at the latest %(months)s months after it was closed."
        ),
        gettext_lazy("Which destinations are positive is the unit's own table."),
    ),
    "held": Defined(
        gettext_lazy("Held for 3, 6 and 12 months"),
        gettext_lazy(
            "Of the destinations that began so long ago that they could have lasted so many months, those that did: "
            "by the definition of all reports. Those that did not were left."
        ),
        gettext_lazy(
            "Nobody asks for the end by itself: a destination without an end recorded counts as lasting."
        ),
    ),
    "time": Defined(
        gettext_lazy("How soon"),
        gettext_lazy(
            "The share that has reached a destination after so many months, and the band that the share most likely "
            "lies in. Time runs from the day on which the case was opened to the day on which the destination began. "
            "Who has not reached one is followed until the day, or until the case was closed: moved, too old, helped "
            "elsewhere, no longer wanted it or dead. From then on all that is known is that it took longer."
        ),
        gettext_lazy(
            "Those out of sight are taken to be like the others. If those who leave would have arrived less often, the "
            "share is too high. Nothing is told where fewer than %(fewest)s are followed."
        ),
        gettext_lazy(
            "Kaplan and Meier's estimate, with Greenwood's band of 95 per cent on the log-log scale; others censored."
        ),
    ),
    "road": Defined(
        gettext_lazy("The road"),
        gettext_lazy(
            "Of those who reached a destination. Straight: one activity went on from the first day of any activity "
            "until the destination began, or there was none before it. Winding: the activity was changed or stopped, "
            "or the case was paused, or closed and opened again. A pause of up to %(days)s days, such as a summer, is "
            "none. Unknown: no activity is recorded on the way."
        ),
        gettext_lazy("Who has not arrived has no whole road yet, and is in none of its parts."),
    ),
    "programme": Defined(
        gettext_lazy("The programme"),
        gettext_lazy("The first programme that the young person took part in before the destination began."),
        gettext_lazy("That two things come after each other does not say that one led to the other."),
    ),
    "age": Defined(
        gettext_lazy("Age at the start"), gettext_lazy("The age on the day on which the case was opened.")
    ),
    "back": Defined(
        gettext_lazy("Left and came back"),
        gettext_lazy(
            "Of those whose destination has ended by the day: those who began another positive destination after it; "
            "else those who began an activity after it; else those whose case was opened again; else none of these."
        ),
    ),
    "reopened": Defined(
        gettext_lazy("Opened again"),
        gettext_lazy("Of all who began, those whose case was closed and opened again by the day."),
    ),
    "development": Defined(
        gettext_lazy("Life areas and wellbeing"),
        gettext_lazy(
            "Of those who have answered at least twice on different days: how the middle one (the median) changed from "
            "the first answer to the latest, each voice for itself. Shares are told in words."
        ),
        gettext_lazy(
            "Told of %(fewest)s people or more, so that nobody is recognised. No score decides anything about anybody. "
            "Levels of progression are an order and no numbers, and are not counted."
        ),
    ),
    "efforts": Defined(
        gettext_lazy("Efforts behind the steps"),
        gettext_lazy(
            "Milestones that were reached after the case was opened, by the kinds of effort that they are written to "
            "and that had begun by then. A step may have efforts of several kinds."
        ),
        gettext_lazy(
            "That an effort stood behind a step does not say that it caused it. Milestones are seen as they "
            "are known now."
        ),
    ),
}

# The headings of closings, where the reason alone would read as a result.
_CLOSED = {
    CloseReason.DESTINATION.value: gettext_lazy("Closed for a destination, no positive one is recorded"),
    UNKNOWN: gettext_lazy("Closed, reason unknown"),
}
_BACK = {
    "destination": gettext_lazy("Began another positive destination"),
    "activity": gettext_lazy("Began an activity again"),
    "case": gettext_lazy("The case was opened again"),
    "none": gettext_lazy("None of these yet"),
}
_PLAIN = {
    "not_reached": gettext_lazy("Have not reached a destination"),
    "open": gettext_lazy("The case is open"),
    "ended": gettext_lazy("The destination has ended"),
}
_AFTER = {
    "could": gettext_lazy("Could have held for %(n)s months"),
    "held": gettext_lazy("Held for %(n)s months"),
    "lost": gettext_lazy("Left within %(n)s months"),
    "reached": gettext_lazy("Reached a destination within %(n)s months"),
    "followed": gettext_lazy("Followed for %(n)s months, no destination yet"),
    "gone": gettext_lazy("Out of sight within %(n)s months"),
}
# Under which definition a number is explained.
_EXPLAINED = {"could": "held", "lost": "held", "followed": "time", "gone": "time", "ended": "back"}


def title_of(key: str) -> str:
    """A number in words, as its list is headed. Raises KeyError for one that does not exist."""
    name, _sep, part = key.partition(":")
    if name in _AFTER and part:
        return str(_AFTER[name]) % {"n": part}
    if name == "closed":
        return str(_CLOSED.get(part) or _("Closed: %(why)s") % {"why": CloseReason(part).label})
    if name == "back":
        return str(_BACK[part])
    return str(_PLAIN.get(key) or DEFINED[key].title)


def explained(key: str) -> list[str]:
    """What is to be said below a list's heading."""
    name = key.partition(":")[0]
    found = DEFINED.get(_EXPLAINED.get(name, name))
    return found.sentences() if found else []


def for_the_unit() -> str:
    """What stands on an edition with small numbers that is printed or taken out."""
    return _("For the unit: holds small numbers that may not leave it.")


def definition_sheet(asked: str, *edition: str) -> tuple[str, list[str], list[list]]:
    """The sheet of definitions that goes with results out of the house: `core.exports.workbook`'s."""
    rows = [
        [str(one.title), " ".join([*one.sentences(), str(one.method)]).strip()] for one in DEFINED.values()
    ]
    rows += [[_("The numbers are of"), asked], *([_("Edition"), words] for words in edition)]
    return _("Definitions"), [_("Number"), _("What it counts")], rows
