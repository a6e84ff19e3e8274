"""When a partnership is fragile: plain rules on what is known of it, each with its reason in words. Never a score."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.kui import day as drawn_day

SILENT_DAYS = 60
MET_WITHIN_DAYS = 365
# A partner with one case has one person: that says nothing yet.
FEWEST_CASES = 2
# The leaders are asked after at so many meetings about the cooperation.
MEETINGS = 2


class Risk(TextChoices):
    """Why a partnership is called fragile."""

    ONE_PERSON = "one_person", gettext_lazy("All through one person")
    CONTACT_LEFT = "contact_left", gettext_lazy("A contact has left")
    NO_AGREEMENT = "no_agreement", gettext_lazy("No agreement")
    SILENT = "silent", gettext_lazy("Silent")
    PAPER_ONLY = "paper_only", gettext_lazy("On paper only")
    NO_LEADER = "no_leader", gettext_lazy("Our leader stays away")


@dataclass(frozen=True, slots=True)
class Carrier:
    """One of the partner's people, the live cases that lie with them, and their last day, if one is known."""

    pk: int
    name: str
    cases: frozenset[UUID]
    until_on: date | None = None

    def has_left(self, on: date) -> bool:
        """Whether the last day has gone by."""
        return self.until_on is not None and self.until_on < on


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules ask of a partnership."""

    has_agreement: bool
    # Every live case that the partner has a part in, and those who carry any of them.
    cases: frozenset[UUID] = frozenset()
    carriers: tuple[Carrier, ...] = ()
    # The day on which the eldest of the live cases came to the partner.
    live_since: date | None = None
    heard_on: date | None = None
    met_on: date | None = None
    # Whether our leader was at the meetings about the cooperation, newest first.
    leader_there: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds, and why it does."""

    risk: Risk
    words: str


def months_old(since: date, on: date) -> int:
    """Whole months from ``since`` to the day."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def silent_since(known: Known) -> date | None:
    """The day since which nothing was heard: the last word, but no earlier than the live cases."""
    if not known.cases:
        return None
    return max(filter(None, [known.heard_on, known.live_since]), default=None)


def reasons(known: Known, on: date) -> list[Reason]:
    """Every rule that holds on the day, in the order in which they are to be read."""
    return [Reason(risk, words) for risk, rule in RULES.items() if (words := rule(known, on))]


def without(known: Known, pk: int) -> Known:
    """The same partnership once one of its people is gone, and what lay with them lies with nobody."""
    left = tuple(one for one in known.carriers if one.pk != pk)
    return replace(known, carriers=left)


def _one_person(known: Known, on: date) -> str:
    carriers = [one for one in known.carriers if one.cases]
    if len(carriers) != 1 or len(carriers[0].cases) < FEWEST_CASES:
        return ""
    words = _("All live cases with a name on them go through %(name)s: %(n)s.")
    return words % {"name": carriers[0].name, "n": len(carriers[0].cases)}


def _contact_left(known: Known, on: date) -> str:
    told = []
    for one in known.carriers:
        if one.cases and one.has_left(on):
            words = ngettext(
                "%(name)s left on %(day)s and still carries %(n)s live case.",
                "%(name)s left on %(day)s and still carries %(n)s live cases.",
                len(one.cases),
            )
            told.append(words % {"name": one.name, "day": drawn_day(one.until_on), "n": len(one.cases)})
    return " ".join(told)


def _no_agreement(known: Known, on: date) -> str:
    if known.has_agreement or not known.cases:
        return ""
    words = ngettext(
        "Nothing is agreed, and %(n)s live case depends on the partner.",
        "Nothing is agreed, and %(n)s live cases depend on the partner.",
        len(known.cases),
    )
    return words % {"n": len(known.cases)}


def _silent(known: Known, on: date) -> str:
    since = silent_since(known)
    if since is None or (on - since).days < SILENT_DAYS:
        return ""
    words = _("Nothing heard since %(day)s: %(n)s days, while cases are live.")
    return words % {"day": drawn_day(since), "n": (on - since).days}


def _paper_only(known: Known, on: date) -> str:
    met = known.met_on is not None and known.met_on >= on - timedelta(days=MET_WITHIN_DAYS)
    if not known.has_agreement or known.cases or met:
        return ""
    if known.met_on:
        words = _("There is an agreement, but no live case, and the last meeting was on %(day)s.")
        return words % {"day": drawn_day(known.met_on)}
    return _("There is an agreement, but no live case, and no meeting is known of.")


def _no_leader(known: Known, on: date) -> str:
    last = known.leader_there[:MEETINGS]
    if len(last) < MEETINGS or any(last):
        return ""
    return _("Our leader was not at the last two meetings about the cooperation.")


RULES = {
    Risk.ONE_PERSON: _one_person,
    Risk.CONTACT_LEFT: _contact_left,
    Risk.NO_AGREEMENT: _no_agreement,
    Risk.SILENT: _silent,
    Risk.PAPER_ONLY: _paper_only,
    Risk.NO_LEADER: _no_leader,
}
