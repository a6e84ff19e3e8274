"""What the young person has said yes to, as they read it, and saying no again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.consents.actions import withdraw_consent
from cases.consents.disclosure import covered_besides
from cases.models import Case, Consent, Topic
from core import clock
from participation.acts.actions import let_guide_know
from participation.acts.models import OwnAct

# What a topic is to whom it is about.
IN_THEIR_WORDS = {
    Topic.CONTACT: _("Your name, and how to reach you"),
    Topic.PLAN: _("Your plan: dream, goals and steps"),
    Topic.ACTIVITY: _("Your school, education or work"),
    Topic.HEALTH: _("Your health, and how you are"),
    Topic.FAMILY: _("Your family and your home"),
    Topic.CRIME: _("Crime and punishment"),
}


@dataclass(frozen=True)
class Yes:
    """A basis on which somebody is told something. Only what the young person said yes to do they take back."""

    consent: Consent
    is_theirs: bool
    # Why somebody else than they may say so; empty for their own.
    because: str

    @property
    def about(self) -> list:
        """What they are told, in words to the young person."""
        return _in_their_words(self.consent.topics)


def _in_their_words(topics: Iterable[str]) -> list:
    return [words for topic, words in IN_THEIR_WORDS.items() if topic in topics]


def still_told(consent: Consent, on: date) -> list:
    """What its partner may be told all the same, on another yes or by law, in words to the young person."""
    return _in_their_words(covered_besides(consent, on))


def said_yes(case: Case, on: date) -> list[Yes]:
    """What holds on the day, by partner; one query."""
    rows = Consent.objects.filter(Consent.in_force_q(on), case=case).select_related("partner", "guardian")
    return [_yes(row) for row in rows.order_by("partner__sort_name", "pk")]


def because(consent: Consent) -> str:
    """Why somebody else than the young person may say so; empty for their own yes."""
    return _yes(consent).because


def _yes(consent: Consent) -> Yes:
    if consent.basis != Consent.Basis.CONSENT:
        return Yes(consent, False, gettext("The law says so: %(rule)s") % {"rule": consent.rule})
    if consent.from_whom == Consent.FromWhom.CUSTODY:
        return Yes(consent, False, gettext("%(who)s said yes for you.") % {"who": consent.given_by})
    return Yes(consent, True, "")


def no_longer(case: Case, on: date) -> Iterable[Consent]:
    """What they once said yes to and does not hold any more, the newest first."""
    rows = case.consents.filter(basis=Consent.Basis.CONSENT).exclude(Consent.in_force_q(on))
    return rows.filter(from_on__lte=on).select_related("partner")[:20]


@transaction.atomic
def take_back(consent: Consent, *, by: User) -> None:
    """The young person says no again. It acts on the partner's next request, and the guide is told.

    Raises ValidationError for what is not theirs to take back, or holds no more.
    """
    if not consent.in_force(clock.today()) or not _yes(consent).is_theirs:
        raise ValidationError(gettext("This is not open any more. Look at what stands here now."))
    withdraw_consent(consent, by=by)
    let_guide_know(consent.case, OwnAct.Kind.CONSENT_WITHDRAWN, by=by)
