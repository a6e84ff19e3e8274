"""The promises that a partner may be told of, over all its young people; and the rows that say that it was told.

What no basis in force covers is not asked for at all: withdrawn a moment ago means gone at the next request.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from audit import trail
from audit.models import AuditEvent
from cases.models import Case, Consent, Disclosure, Topic
from core import clock
from core.kept import Given, GivenIds, kept
from core.text import sort_key
from plans.handover.protection import address_hider
from plans.handover.scope import name_told
from plans.models import PromiseQuestion, Proposal
from plans.promises.people import covering_the_plan
from plans.promises.querysets import promises, with_signs
from plans.promises.rules import quiet_days

# What a row of the list, and the question whether it may be told, read.
COLUMNS = (
    *(
        "own_words",
        "professional",
        "cannot_because",
        "topics",
        "topics_dismissed",
        "status",
        "due_on",
        "start_on",
        "contact_id",
    ),
    *("plan__case_id", "plan__case__person_id"),
    *(
        f"plan__case__person__{name}"
        for name in ("first_name", "last_name", "preferred_name", "address_protected")
    ),
    *("contact__name", "contact__partner__name", "contact__partner__category__code"),
)


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as the partner may read it. Plain values: nothing more can be looked up."""

    case_id: UUID
    milestone_id: UUID
    # First name alone, unless a basis covers more.
    name: str
    what: str
    due_on: date | None
    late: bool
    # For how many days nothing was heard, when that is long.
    quiet: int | None
    contact: str
    contact_id: int
    under_way: bool
    # Its day counts no more until it can be done.
    cannot_yet: bool
    asked: bool
    proposed: bool
    # What telling of it tells.
    topics: frozenset[str]

    @property
    def is_quiet(self) -> bool:
        """Whether it is told as quiet: one that is over its day is told as that, and counts once."""
        return self.quiet is not None and not self.late

    def is_due(self, on: date, ahead: timedelta) -> bool:
        """Whether its day lies so near, or has passed, and counts."""
        return self.due_on is not None and not self.cannot_yet and self.due_on <= on + ahead


def covered_topics(partner, on: date) -> dict[UUID, set[str]]:
    """What bases in force let the partner be told, by case; one query."""
    covered: dict[UUID, set[str]] = defaultdict(set)
    rows = Consent.objects.filter(Consent.in_force_q(on), partner=partner, case__closed_on=None)
    for case_id, topics in rows.values_list("case_id", "topics"):
        covered[case_id].update(topics)
    return covered


def told_promises(user, on: date, covered: Mapping[UUID, set[str]] | None = None) -> list[Promise]:
    """The open promises that ``user`` may be told of on the day, soonest first; three queries however many there are,
    and a few more for each young person whose address is protected. One query when the caller knows already what is
    ``covered``: the topics by case, of the cases that are visible to the user.
    """
    contact = getattr(user, "partner_contact", None)
    if contact is None:
        return []
    if covered is None:
        visible = set(Case.objects.visible_to(user).order_by().values_list("pk", flat=True))
        covered = {pk: topics for pk, topics in covered_topics(contact.partner, on).items() if pk in visible}
    rows = _open_promises(on).ask(partner=contact.partner_id, cases=covered)
    told = [row for row in rows if _may(row, covered)]
    plans = {row.plan.case_id: row.plan for row in told}
    hiders = {pk: hider_of(plan.case, plan, contact.partner) for pk, plan in plans.items()}
    told = [_promise(row, covered[row.plan.case_id], on, hiders[row.plan.case_id]) for row in told]
    return sorted(told, key=lambda one: (one.due_on is None, one.due_on or on, sort_key(one.name)))


@kept
def _open_promises(on: date):
    """Promises that a basis in force covers for whose they are, with what the list tells of each."""
    whose = OuterRef("contact__partner")
    basis = covering_the_plan(on).filter(case=OuterRef("plan__case"), partner=whose)
    waiting = {
        name: Exists(model.objects.waiting().filter(milestone=OuterRef("pk"), partner=whose))
        for name, model in (("is_asked", PromiseQuestion), ("is_proposed", Proposal))
    }
    theirs = promises().filter(contact__partner=Given("partner"), plan__case__among=GivenIds("cases"))
    rows = with_signs(theirs.filter(Exists(basis))).annotate(**waiting)
    rows = rows.select_related("plan__case__person", "contact__partner__category").only(*COLUMNS)
    return rows.order_by("due_on", "pk")


def _may(row, covered: Mapping) -> bool:
    topics = covered[row.plan.case_id]
    return Topic.PLAN in topics and row.may_be_told(topics)


def hider_of(case: Case, plan, partner):
    """A function that covers in a text what would give a protected address away to the partner, and only that."""
    return address_hider(case, plan, own=partner.name) if case.person.address_protected else str


def _promise(row, topics: set[str], on: date, hide) -> Promise:
    person = row.plan.case.person
    told = {Topic.PLAN, *row.topics, *({Topic.CONTACT} & topics)}
    return Promise(
        case_id=row.plan.case_id,
        milestone_id=row.pk,
        name=name_told(person, topics),
        what=hide(row.own_words),
        due_on=row.due_on,
        late=row.is_overdue(on),
        quiet=quiet_days(row.heard_at, row.start_on, on),
        contact=row.contact.name,
        contact_id=row.contact_id,
        under_way=row.status == "under_way",
        cannot_yet=row.status == "cannot_yet",
        asked=row.is_asked,
        proposed=row.is_proposed,
        topics=frozenset(told),
    )


def write_down(shown: Iterable[Promise], *, by, on: date) -> None:
    """Write down that these promises are told now: on the log of each case, and for every basis relied on.

    Inside the caller's transaction; three statements however many there are. The bases are held until it ends.
    """
    told: dict[UUID, set[str]] = defaultdict(set)
    for one in shown:
        told[one.case_id] |= one.topics
    partner, moment = by.partner_contact.partner, clock.now()
    rows = Consent.objects.filter(Consent.in_force_q(on), partner=partner, case__in=list(told))
    rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    Disclosure.objects.bulk_create(
        Disclosure(
            consent=basis,
            kind=Disclosure.Kind.PAGE,
            topics=sorted(told[basis.case_id] & set(basis.topics)),
            what=_("Saw agreements in a list"),
            at=moment,
            by=by,
        )
        for basis in rows
        if told[basis.case_id] & set(basis.topics)
    )
    AuditEvent.objects.bulk_create(
        trail.event(
            "promise.listed",
            by=by,
            case_id=case_id,
            relation="shared",
            changes={"topics": [None, sorted(topics)]},
        )
        for case_id, topics in told.items()
    )
