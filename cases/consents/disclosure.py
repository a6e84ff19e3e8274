"""What a partner may be told now, and the row that says it was.

The basis is read at the moment of every disclosure, with its rows held until the transaction ends: who withdraws
meanwhile waits a moment, and then sees a list that lacks nothing.

What each topic lets a partner see (`plans.handover.sheet`): CONTACT surname, phone and e-mail; PLAN dream,
destination, goals and milestones, except those that tell of a topic that is not covered too (`plans.plan.topics`);
ACTIVITY what the young person is under way with, and where; FAMILY, with CONTACT, who holds custody, and their phones.
HEALTH and CRIME open nothing by themselves (criminal data: databeskyttelsesloven § 8): they cover milestones that tell
of them, and what a guide tells in their own words and writes down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from audit import trail
from cases.casefile.models import Case
from cases.consents.models import Consent, Disclosure
from cases.network.models import Participation
from core import clock


@dataclass(frozen=True)
class Coverage:
    """The bases in force for one partner on one case, soonest ended first, and what they cover together."""

    bases: tuple[Consent, ...] = ()

    @property
    def topics(self) -> frozenset[str]:
        """Everything that may be told."""
        return frozenset(topic for basis in self.bases for topic in basis.topics)

    def of(self, topic: str) -> Consent | None:
        """The basis that lets ``topic`` be told longest, or None."""
        return next((basis for basis in reversed(self.bases) if topic in basis.topics), None)


def coverage(case: Case, partner, on: date, *, hold=False) -> Coverage:
    """What ``partner`` may be told on the day ``on``: nothing unless it takes part.

    ``hold`` locks the rows (PostgreSQL).
    """
    if partner is None:
        return Coverage()
    taking_part = Participation.objects.current().holding(on).filter(case=case, partner=partner)
    if not taking_part.exists():
        return Coverage()
    rows = Consent.objects.filter(Consent.in_force_q(on), case=case, partner=partner)
    if hold:
        rows = rows.select_for_update(of=("self",), no_key=True)
    bases = list(rows.order_by("expires_on", "pk"))
    for basis in bases:
        basis.case = case
    return Coverage(tuple(bases))


def covered_besides(consent: Consent, on: date) -> frozenset[str]:
    """What its partner may be told on the day ``on`` whether or not ``consent`` holds: on the other bases."""
    found = coverage(consent.case, consent.partner, on)
    return Coverage(tuple(basis for basis in found.bases if basis.pk != consent.pk)).topics


@transaction.atomic
def disclose(
    case: Case, partner, *, by, kind: str, topics: Iterable[str], what="", on: date | None = None
) -> Coverage:
    """Write down that ``partner`` is told ``topics`` now: a row for every basis relied on. Returns the coverage.

    Tells nothing that is not covered: raises `NotCovered`, and nothing is written. The caller discloses in the same
    transaction.
    """
    topics = frozenset(topics)
    found = coverage(case, partner, on or clock.today(), hold=True)
    if not found.bases or not topics <= found.topics:
        raise NotCovered
    moment = clock.now()
    Disclosure.objects.bulk_create(
        Disclosure(
            consent=basis, kind=kind, topics=sorted(topics & set(basis.topics)), what=what, at=moment, by=by
        )
        for basis in found.bases
        if topics & set(basis.topics) or not topics
    )
    return found


class NotCovered(Exception):
    """No basis in force covers it."""


@transaction.atomic
def record_told(consent: Consent, *, by, topics: Iterable[str], what: str) -> Disclosure:
    """Write down what a guide told a partner themselves, by phone, letter or at a meeting.

    Raises `NotCovered` when the basis is not in force or does not cover it.
    """
    topics = frozenset(topics)
    found = coverage(consent.case, consent.partner, clock.today(), hold=True)
    if (
        consent.pk not in {basis.pk for basis in found.bases}
        or not topics
        or not topics <= set(consent.topics)
    ):
        raise NotCovered
    row = Disclosure.objects.create(
        consent=consent,
        kind=Disclosure.Kind.TOLD,
        topics=sorted(topics),
        what=what[:200],
        by=by,
    )
    trail.record(
        "consent.told", by=by, case_id=consent.case_id, obj=row, changes={"topics": [None, row.topics]}
    )
    return row


def still_allowed(argument: str) -> bool:
    """Asked by the outbox at the moment of sending: ``"case id/user id/topic"``.

    False once the user has left the partner, the partner takes no part any more, or no basis in force covers the topic.
    """
    case_id, user_id, topic = argument.split("/")
    user = User.objects.filter(pk=user_id).select_related("partner_contact__partner").first()
    case = Case.objects.visible_to(user).filter(pk=case_id).first() if user else None
    if case is None:
        return False
    return topic in coverage(case, user.partner_contact.partner, clock.today()).topics


def mail_check(case: Case, user, topic: str) -> str:
    """What `core.mail.outbox.queue_mail` takes as ``still_wanted``: a mail to a partner's ``user`` about ``topic``."""
    return f"cases.consents.disclosure.still_allowed:{case.pk}/{user.pk}/{topic}"
