"""A partnership's page, the list of the fragile ones, and what falls when somebody leaves."""

from collections import Counter

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role, User
from cases.access.door import record_list
from core import clock
from partners.anchoring.choices import Criterion
from partners.anchoring.models import Partnership
from partners.models import Contact, Partner
from portal.promises.response import response_words
from reports.anchoring import departures, reading
from reports.anchoring.rules import Risk, months_old
from reports.qualification import figures

# Newest meetings and self-assessments on the page.
MEETINGS, YEARS = 5, 4


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def partnership(request, pk):
    """What a partnership rests on, and why it is fragile, if it is. Numbers of young people, and no names."""
    today = clock.today()
    rows = Partner.objects.of_unit(request.user.unit)
    partner = get_object_or_404(rows.select_related("category"), pk=pk)
    found = reading.partnerships(request.user.unit, today, only=partner.pk)[0]
    written = Partnership.objects.filter(partner=partner).first() or Partnership(partner=partner)
    known = found.known
    named = frozenset().union(*(one.cases for one in known.carriers))
    assessments = list(partner.self_assessments.select_related("by").prefetch_related("answers")[:YEARS])
    context = {
        "partner": partner,
        "written": written,
        "known": known,
        "reasons": found.reasons,
        "carriers": [(one, len(one.cases), one.has_left(today)) for one in known.carriers],
        "unnamed": len(known.cases - named),
        "agreed_months": months_old(written.signed_on, today) if written.signed_on else None,
        "response": response_words(partner),
        "clarified": figures.total_of(figures.rows_of(request.user, today).filter(partner=partner), today),
        "meetings": partner.joint_meetings.select_related("by")[:MEETINGS],
        "assumptions": partner.assumptions.select_related("by").prefetch_related("challenges__by"),
        "assessments": assessments,
        "criteria": _criteria(assessments),
        "may_write": request.user.is_leader,
    }
    return render(request, "reports/anchoring/partnership.html", context)


def _criteria(assessments) -> list[tuple[str, list]]:
    """Each criterion that was ever answered, with its answer in each self-assessment or None."""
    said = [{answer.criterion: answer for answer in one.answers.all()} for one in assessments]
    return [
        (label, [answers.get(code) for answers in said])
        for code, label in Criterion.choices
        if any(code in answers for answers in said)
    ]


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def fragile_list(request):
    """*Skrøbelige partnerskaber*: each with its reasons; ``grund`` shows those of one reason."""
    risk = request.GET.get("grund", "")
    if risk and risk not in Risk.values:
        raise Http404
    found = reading.fragile(request.user.unit, clock.today())
    counted = Counter(reason.risk for one in found for reason in one.reasons)
    shown = [one for one in found if not risk or any(reason.risk == risk for reason in one.reasons)]
    context = {
        "rows": shown,
        "all": len(found),
        "risk": risk,
        "risks": [(one.value, one.label, counted[one]) for one in Risk if counted[one]],
    }
    return render(request, "reports/anchoring/fragile_list.html", context)


@role_view(Role.LEADER)
@require_GET
def if_contact_leaves(request, pk):
    """“Mette leaves”: the live cases at the partner that lose whom they know, and what the partnership is like then."""
    contacts = Contact.objects.select_related("partner").filter(partner__unit=request.user.unit_id)
    contact = get_object_or_404(contacts, pk=pk, partner__merged_into=None)
    today = clock.today()
    found = departures.if_contact_leaves(contact, request.user, today)
    record_list("hvis-stopper", by=request.user, cases=found.cases)
    had = {reason.risk for reason in found.before}
    context = {
        "contact": contact,
        "partner": contact.partner,
        "gone": contact.has_left(today),
        "lines": [(case, case.pk in found.alone) for case in found.cases],
        "alone": len(found.alone),
        "after": [(reason, reason.risk not in had) for reason in found.after],
    }
    return render(request, "reports/anchoring/if_contact_leaves.html", context)


@role_view(Role.LEADER)
@require_GET
def if_user_leaves(request, pk):
    """What falls when one of the unit's own people leaves."""
    people = User.objects.filter(unit=request.user.unit_id, role__in=(Role.GUIDE, Role.LEADER))
    user = get_object_or_404(people, pk=pk)
    found = departures.if_user_leaves(user, request.user)
    record_list("hvis-stopper", by=request.user, cases=found.cases)
    context = {"who": user, "lines": found.cases, "hits": found.hits}
    return render(request, "reports/anchoring/if_user_leaves.html", context)
