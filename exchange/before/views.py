"""What came with a case from another municipality, and what is still to ask and to find again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.consents.disclosure import coverage
from cases.consents.views import new_basis
from core import clock
from core.http import see_other
from exchange.before import actions
from exchange.before.before import Before, consent_mark, initial_basis, partner_mark, what_held_before
from exchange.receiving.reading import source_of


def _before(case) -> Before:
    """What came with the case. Raises Http404 for one that began here."""
    found = what_held_before(case, on=clock.today())
    if found is None:
        raise Http404
    return found


def _url(case, anchor="") -> str:
    return reverse("exchange:bundle_before", args=[case.pk]) + (f"#{anchor}" if anchor else "")


@case_view(needs=Permission.CASE_READ)
@require_GET
def bundle_before(request, case):
    """Consents to ask about anew, partners to find again, documents that were refused, and what happened there."""
    found = _before(case)
    trail.record("bundle.before_looked", by=request.user, case_id=case.pk, obj=found.row)
    refused = [
        facts for facts in found.refused if case.may.document_confidential or not facts["confidential"]
    ]
    context = {
        "case": case,
        "found": found,
        "source": source_of(found.said, found.row),
        "refused": refused,
        "hidden_refused": len(found.refused) - len(refused),
        "address_protected": found.said["person"]["address_protected"],
    }
    return render(request, "exchange/before/before.html", context)


@case_view(needs=Permission.CONSENT_EDIT)
@require_http_methods(["GET", "POST"])
def bundle_before_ask(request, case, number):
    """Ask the young person anew about what a partner may be told: a new basis, filled in with what it was for."""
    found = _before(case)
    former = next((row for row in found.consents if row.number == number), None)
    if former is None:
        raise Http404
    words = _("It held where the case came from, and does not hold here. Save when %(name)s has been asked.")
    told = words % {"name": case.person.called}
    response = new_basis(request, case, initial_basis(former, on=clock.today()), told=told)
    if request.method == "POST" and response.status_code == 303:
        actions.mark_settled(found.row, consent_mark(number), by=request.user)
    return response


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def bundle_before_join(request, case, number):
    """Let the partner of our directory take part, as one of those proposed did where the case came from."""
    helper = next((row for row in _before(case).partners if row.number == number), None)
    partner = (
        next((p for p in helper.proposed if str(p.pk) == request.POST.get("partner")), None)
        if helper
        else None
    )
    if partner is None:
        raise Http404
    try:
        actions.join_former_partner(case, partner, helper.told, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        words = _("%(name)s takes part now.")
        if not coverage(case, partner, clock.today()).bases:
            words = _("%(name)s takes part now. It may be told nothing before there is a basis.")
        messages.success(request, words % {"name": partner.name})
    return see_other(_url(case, "partnere"))


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def bundle_before_aside(request, case):
    """Put a former consent or partner aside: it is not needed here. It stays to be read."""
    found, mark = _before(case), request.POST.get("hvad", "")
    marks = {consent_mark(row.number) for row in found.consents} | {
        partner_mark(row.number) for row in found.partners
    }
    if mark not in marks:
        raise Http404
    actions.mark_settled(found.row, mark, by=request.user)
    messages.success(request, _("Put aside."))
    return see_other(_url(case))
