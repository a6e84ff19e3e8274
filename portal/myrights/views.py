"""What the young person sees and decides: what is told about them, who looked, and taking back a yes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access.permissions import Permission
from cases.models import Consent
from core import clock
from core.http import see_other
from portal.myplan.door import my_plan_view
from portal.myrights import consents, seen
from progress.wellbeing.instrument import help_lines

# So many days and people on a page of who looked.
ON_A_PAGE = 40


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_consents(request, case):
    """Who is told what, until when, and what does not hold any more."""
    today = clock.today()
    context = {
        "case": case,
        "holding": consents.said_yes(case, today),
        "ended": consents.no_longer(case, today),
    }
    return render(request, "portal/myrights/my_consents.html", context)


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_consent_take_back(request, case, consent_id):
    """What it means to say no again, and saying it."""
    rows = Consent.objects.filter(case=case).select_related("partner")
    consent = get_object_or_404(rows, pk=consent_id)
    consent.case = case
    home, still = reverse("portal:my_consents"), consents.still_told(consent, clock.today())
    if request.method == "POST":
        try:
            consents.take_back(consent, by=request.user)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        else:
            words = _("%(partner)s is told nothing new about you from now on. Your guide knows.")
            if still:
                words = _("You have said no. %(partner)s can still be told: %(what)s. Your guide knows.")
            what = "; ".join(map(str, still))
            messages.success(request, words % {"partner": consent.partner.name, "what": what})
        return see_other(home)
    if not any(
        yes.is_theirs and yes.consent.pk == consent.pk for yes in consents.said_yes(case, clock.today())
    ):
        raise Http404
    context = {"case": case, "consent": consent, "still": still}
    return render(request, "portal/myrights/my_consent_take_back.html", context)


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_log(request, case):
    """Who looked, day by day, the newest first."""
    page = Paginator(seen.looks_at(case), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"case": case, "page_of_looks": page, "looks": seen.in_words(case, list(page.object_list))}
    return render(request, "portal/myrights/my_log.html", context)


@my_plan_view()
@require_GET
def my_contact(request, case):
    """Whom to call: the guide, and those who are there day and night."""
    lines = help_lines(of_age=case.person.is_of_age())
    return render(request, "portal/myrights/my_contact.html", {"case": case, "lines": lines})
