"""What only held where a case came from: consents to ask about anew, partners to find again, and what happened there.

It is read from the bundle as it came and is no row of ours, so that it can disclose nothing, count nowhere and be
changed by nobody. A consent is asked again when there is a basis here, a partner found when it takes part; what is not
needed is put aside.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Consent, Document, Topic
from core import clock, text
from exchange.bundle.history import KINDS, line
from exchange.bundle.refusals import VIRUS, document_reason
from exchange.receiving.models import BundleReceived
from exchange.receiving.reading import read
from partners.models import Partner
from plans.models import Destination

# A name that half the directory answers to is no proposal.
PROPOSED = 3


# What without a last day still went on when the case was sent; the others are about one day.
GOES_ON = {"status", "carried", "outcome"}


# The headings of what follows from other parts of the bundle, after those of its history.
MORE = {
    "consent": _("Consents that were over"),
    "partner": _("Partners that no longer took part"),
    "outcome": _("Destinations that we do not know by that name"),
}


def consent_mark(number: int) -> str:
    """What `BundleReceived.settled` calls the consent with this number."""
    return f"consent-{number}"


def partner_mark(number: int) -> str:
    """What `BundleReceived.settled` calls the partner with this number."""
    return f"partner-{number}"


@dataclass
class FormerConsent:
    """A consent, or another basis, that stood where the case came from. It is none here."""

    number: int
    told: dict
    state: Consent.State
    topics: list[str]
    partner: Partner | None
    # What has been recorded here since about the same partner.
    here: Consent | None
    settled: bool

    @property
    def is_to_ask(self) -> bool:
        """Whether nobody has asked about it here yet, or put it aside."""
        return self.here is None and not self.settled

    @property
    def first(self) -> date:
        """Since when it stood there."""
        return date.fromisoformat(self.told["from_on"])

    @property
    def last(self) -> date:
        """The last day on which it would have held there."""
        return date.fromisoformat(self.told["expires_on"])

    @property
    def is_consent(self) -> bool:
        """Whether somebody had said yes, rather than a rule."""
        return self.told["basis"] == Consent.Basis.CONSENT


@dataclass
class FormerPartner:
    """A partner that took part where the case came from, and who in our directory it may be."""

    number: int
    told: dict
    since: date
    proposed: list[Partner]
    takes_part: bool
    settled: bool

    @property
    def is_to_join(self) -> bool:
        """Whether one click would let it take part here too."""
        return bool(self.proposed) and not (self.takes_part or self.settled)


@dataclass
class Before:
    """Everything that came along and is no row here."""

    row: BundleReceived
    said: dict
    consents: list[FormerConsent]
    partners: list[FormerPartner]
    groups: list[tuple[str, list[dict]]]
    refused: list[dict] = field(default_factory=list)

    @property
    def to_ask(self) -> int:
        """How many consents and rules nobody has asked about here yet."""
        return sum(former.is_to_ask for former in self.consents)

    @property
    def to_join(self) -> int:
        """How many partners could be found again with one click."""
        return sum(helper.is_to_join for helper in self.partners)


def what_held_before(case: Case, *, on: date) -> Before | None:
    """What came with the case; None for one that began here. Costs six queries, however much it was."""
    row = BundleReceived.objects.filter(case=case).select_related("sender", "taken_in_by")
    row = row.defer("plan_pdf", "sealed").first()
    if row is None:
        return None
    said = read(bytes(row.content))
    sealed = sealed_on(said, row)
    found = _directory(
        case, [*said["partners"], *({"name": c["partner"], "cvr": c["cvr"]} for c in said["consents"])]
    )
    taking_part = set(case.participations.current().holding(on).values_list("partner_id", flat=True))
    here: dict[int, Consent] = {}
    for consent in case.consents.select_related("case__person").order_by("recorded_at"):
        here[consent.partner_id] = consent
    formers, over = [], []
    for number, told in enumerate(said["consents"]):
        matches = found(told["partner"], told["cvr"])
        partner = matches[0] if len(matches) == 1 else None
        state = _state(told, case, sealed)
        topics = [Topic(code).label if code in Topic.values else code for code in told["topics"]]
        recorded = next((here[match.pk] for match in matches if match.pk in here), None)
        former = FormerConsent(
            number, told, state, topics, partner, recorded, consent_mark(number) in row.settled
        )
        (formers if state in (Consent.State.IN_FORCE, Consent.State.COMING) else over).append(former)
    helpers, gone = [], []
    for number, told in enumerate(said["partners"]):
        since, until = date.fromisoformat(told["from_on"]), told["until_on"]
        if until and date.fromisoformat(until) <= sealed:
            gone.append(told)
            continue
        matches = found(told["name"], told["cvr"])
        there = any(match.pk in taking_part for match in matches)
        settled = partner_mark(number) in row.settled
        helpers.append(FormerPartner(number, told, since, matches[:PROPOSED], there, settled))
    return Before(row, said, formers, helpers, _groups(said, over, gone), _refused(case, row, said))


def sealed_on(said: dict, row: BundleReceived) -> date:
    """The day on which the other side sealed it; the day it came, when it does not say."""
    try:
        return clock.local_date(datetime.fromisoformat(said.get("made_at", "")))
    except (ValueError, OverflowError):
        return clock.local_date(row.uploaded_at)


def _directory(case: Case, wanted: Iterable[dict]):
    """``found(name, cvr)``: the partners of our directory that it may be, in one query.

    The same name goes before the same CVR number.
    """
    wanted = list(wanted)
    keys = {text.sort_key(told["name"]) for told in wanted if told["name"].strip()}
    numbers = {told["cvr"] for told in wanted if told["cvr"]}
    rows = Partner.objects.of_unit(case.unit_id).filter(
        Q(sort_name__in=keys) | Q(cvr__in=numbers), is_active=True
    )
    rows = list(rows.order_by("sort_name", "pk"))

    def found(name: str, cvr: str) -> list[Partner]:
        named = [row for row in rows if name.strip() and row.sort_name == text.sort_key(name)]
        return named or [row for row in rows if cvr and row.cvr == cvr]

    return found


def _state(told: dict, case: Case, on: date) -> Consent.State:
    """How it stood there on the day ``on``, by the rule that our own obey."""
    unsaved = Consent(
        case=case,
        from_whom=told["from_whom"],
        from_on=date.fromisoformat(told["from_on"]),
        expires_on=date.fromisoformat(told["expires_on"]),
        withdrawn_at=told["withdrawn_on"] and clock.at(date.fromisoformat(told["withdrawn_on"])),
    )
    return unsaved.state(on)


def _groups(said: dict, over: list[FormerConsent], gone: list[dict]) -> list[tuple[str, list[dict]]]:
    """The lines of history under their headings, each with its days as days."""
    lines = list(said["history"])
    lines += [_over(former) for former in over]
    lines += [
        line("partner", told["name"], date.fromisoformat(told["from_on"]), text=told["role"])
        | {"until_on": told["until_on"]}
        for told in gone
    ]
    known = set(Destination.objects.values_list("code", flat=True)) if said["outcomes"] else set()
    lines += [
        line("outcome", told["name"], date.fromisoformat(told["started_on"]), text=told["evidence"])
        | {"until_on": told["ended_on"]}
        for told in said["outcomes"]
        if told["destination"] not in known
    ]
    groups = []
    for kind, heading in {**KINDS, **MORE}.items():
        rows = [told | _days(told) for told in lines if told["kind"] == kind]
        if rows:
            groups.append((heading, rows))
    return groups


def _days(told: dict) -> dict:
    """The first and the last day, and whether it still went on when the case was sent."""
    until = told["until_on"]
    return {
        "went_on": until is None and told["kind"] in GOES_ON,
        "first": date.fromisoformat(told["from_on"]),
        "last": date.fromisoformat(until) - timedelta(days=1) if until else None,
    }


def _over(former: FormerConsent) -> dict:
    told = former.told
    ended = told["withdrawn_on"] or told["expires_on"]
    what = ", ".join(filter(None, [told["partner"], str(former.state.label)]))
    words = ". ".join(filter(None, [", ".join(map(str, former.topics)), told["purpose"]]))
    return line("consent", what, date.fromisoformat(told["from_on"]), text=words) | {"until_on": ended}


def _refused(case: Case, row: BundleReceived, said: dict) -> list[dict]:
    """The documents that were not taken in, by name, and why."""
    why = {one["sha256"]: one["why"] for one in row.refused}
    sent = [facts["sha256"] for facts in said["documents"]]
    infected = case.documents.filter(sent_sha256__in=sent, scan=Document.Scan.INFECTED) if sent else ()
    why |= {document.sent_sha256: VIRUS for document in infected}
    return [
        facts | {"why": document_reason(why[facts["sha256"]])}
        for facts in said["documents"]
        if facts["sha256"] in why
    ]


def initial_basis(former: FormerConsent, *, on: date) -> dict:
    """What a new basis begins with when a former one is asked about here.

    To whom and why, and never whether or until when.
    """
    told = former.told
    values = {
        "basis": told["basis"],
        "topics": [code for code in told["topics"] if code in Topic.values],
        "purpose": told["purpose"],
        "from_on": on,
    }
    if former.partner is not None:
        values["partner"] = former.partner
    if not former.is_consent:
        values |= {"rule": told["rule"], "rule_text": told["rule_text"]}
    return values
