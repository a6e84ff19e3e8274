"""What a partner sees: the young people shared with it, the page of each, and the plans it was handed.

Everything here asks for the basis again, tells no more than it covers, and writes down what was told in the same
transaction: withdrawn a moment ago means 404 now.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.consents import disclosure as sharing
from cases.models import Case, Consent, Disclosure, Topic
from core import clock
from core.addresses import address
from core.http import see_other
from core.kept import Given, GivenIds, kept
from plans.handover.scope import CUSTODY, bases_in_force, covered_by, name_told
from plans.handover.sheet import Sheet, Who, custody_of, sheet_for, under_way_with
from plans.handover.views import copy_as_pdf
from plans.models import Handover
from portal.partner.folding import folded
from portal.partner.more import NEWS, QUALIFICATIONS, STATEMENTS, more_waiting, what_is_there
from portal.partner.shared import shared_cases
from portal.partner.waiting import promise_rows, promises_of, statements_for
from portal.promises.names import write_names_down
from portal.promises.reading import told_promises
from portal.promises.waiting import ending_rows, quiet_rows
from portal.qualification.waiting import qualifications_waiting


@dataclass(frozen=True)
class Shared:
    """What one partner may see of one young person, and why. Plain values: nothing more can be looked up."""

    called: str
    full_name: str
    phone: str
    email: str
    now: str
    family: tuple[Who, ...]
    sheet: Sheet | None
    # Topics that the bases cover.
    topics: tuple[str, ...]
    bases: tuple[Consent, ...]
    protected: bool


def shared_with(case: Case, partner, on: date) -> Shared | None:
    """What ``partner`` may see on the day ``on``; None when no basis is in force.

    Protected addresses hide what gives them away.
    """
    found = sharing.coverage(case, partner, on, hold=True)
    if not found.bases:
        return None
    person, topics, sheet = case.person, found.topics, None
    hidden = person.address_protected
    plan = case.plans.filter(closed_on=None).select_related("destination").first()
    if plan is not None and Topic.PLAN in topics:
        plan.case = case
        sheet = sheet_for(plan, Handover.Audience.PARTNER, partner=partner, on=on)
    reach = Topic.CONTACT in topics
    return Shared(
        called=person.called,
        full_name=name_told(person, topics),
        phone=person.phone if reach and not hidden else "",
        email=person.email if reach and not hidden else "",
        now=under_way_with(case, topics) if Topic.ACTIVITY in topics and not hidden else "",
        family=custody_of(person, on) if topics >= CUSTODY and not hidden else (),
        sheet=sheet,
        topics=tuple(topic for topic in Topic if topic in topics),
        bases=found.bases,
        protected=hidden,
    )


@case_view(needs=Permission.PLAN_SHARED)
@require_GET
def shared_case(request, case):
    """The page of one young person, as far as the bases in force cover it."""
    partner, today = request.user.partner_contact.partner, clock.today()
    shared = shared_with(case, partner, today)
    if shared is None:
        raise Http404
    told = [topic for topic in shared.topics if tells(shared, topic)]
    sharing.disclose(case, partner, by=request.user, kind=Disclosure.Kind.PAGE, topics=told)
    trail.record(
        "case.shared_look",
        by=request.user,
        case_id=case.pk,
        relation=case.relation,
        changes={"topics": [None, told]},
    )
    context = {
        "case": case,
        "shared": shared,
        "partner": partner,
        "copies": copies_of([case], partner, {case: {t for b in shared.bases for t in b.topics}}).get(
            case.pk
        ),
    }
    return render(request, "portal/partner/shared_case.html", context)


def tells(shared: Shared, topic: str) -> bool:
    """Whether anything of the topic stands on the page."""
    by_itself = {
        Topic.CONTACT: True,
        Topic.ACTIVITY: bool(shared.now),
        Topic.FAMILY: bool(shared.family),
    }
    in_plan = shared.sheet is not None and topic in shared.sheet.topics
    return in_plan or by_itself.get(Topic(topic), False)


@dataclass
class Copies:
    """A partner's copies of one young person's plan: those it may fetch, and whether any is withheld."""

    rows: list[Handover] = field(default_factory=list)
    withheld: bool = False


@kept
def _copies() -> QuerySet[Handover]:
    rows = Handover.objects.filter(plan__case__among=GivenIds("cases"), partner=Given("partner"))
    return rows.listed().select_related("plan").order_by("-created_at", "pk")


def copies_of(cases, partner, covered: dict) -> dict:
    """The partner's copies by case, of which every topic still is covered; one query.

    What shows an address that has been protected since is withheld.
    """
    copies: dict = {}
    by_id = {case.pk: (case.person, topics) for case, topics in covered.items()}
    for row in _copies().ask(cases=[case.pk for case in cases], partner=partner.pk):
        person, topics = by_id[row.plan.case_id]
        if row.told <= topics:
            found = copies.setdefault(row.plan.case_id, Copies())
            if row.shows_address(person):
                found.withheld = True
            else:
                found.rows.append(row)
    return copies


@case_view(needs=Permission.PLAN_SHARED)
@require_GET
def handover_shared(request, case, handover_id):
    """The partner's own copy, for as long as bases in force cover everything that it tells.

    One that shows an address which has been protected since is not served: the page says why, and whom to ask.
    """
    partner = request.user.partner_contact.partner
    row = Handover.objects.filter(pk=handover_id, plan__case=case, partner=partner).first()
    if row is None or not row.told <= sharing.coverage(case, partner, clock.today()).topics:
        raise Http404
    told = {"by": request.user, "case_id": case.pk, "obj": row, "relation": case.relation}
    if row.shows_address(case.person):
        trail.record("plan.handover_withheld", outcome="denied", **told)
        return see_other(reverse("portal:shared_case", args=[case.pk]) + "#copies")
    try:
        what = {"kind": Disclosure.Kind.FILE, "topics": row.told, "what": str(row.pk)}
        sharing.disclose(case, partner, by=request.user, **what)
    except sharing.NotCovered:
        raise Http404 from None
    trail.record("plan.handover_fetched", **told)
    return copy_as_pdf(row, case)


@role_view(Role.PARTNER)
@require_GET
def partner_inbox(request):
    """What waits for the user's partner; then the young people of whom it may be told something, with the plans that
    were handed over to it.
    """
    today = clock.today()
    contact = getattr(request.user, "partner_contact", None)
    bases = bases_in_force(shared_cases(request.user), contact.partner, today) if contact else {}
    covered = covered_by(bases)
    copies = copies_of(covered, contact.partner, covered) if contact else {}
    shown = [
        (case, name_told(case.person, topics), address("portal:shared_case", case.pk), copies.get(case.pk))
        for case, topics in covered.items()
    ]
    record_list("partner_inbox", by=request.user, cases=list(covered))
    if contact:
        write_names_down(bases, by=request.user, on=today)
    there = what_is_there(request.user, covered, today) if contact else ()
    statements = statements_for(request.user, today) if STATEMENTS in there else []
    told = told_promises(request.user, today, {case.pk: topics for case, topics in covered.items()})
    promises = promises_of(told, covered, today)
    more = more_waiting(request.user, covered, there, today)
    more += ending_rows(bases, covered, today) + quiet_rows(told)
    context = {
        "shown": shown,
        "contact": contact,
        "statements": statements,
        "promises": promises,
        "qualifications": qualifications_waiting(request.user, today) if QUALIFICATIONS in there else None,
        "more": more,
        "news": [row for source in NEWS for row in source(request.user, covered, today)] if contact else [],
        "folds": folded([*promise_rows(promises), *more]),
        "waiting_count": len(statements) + len(promises) + len(more),
    }
    return render(request, "portal/partner/partner_inbox.html", context)
