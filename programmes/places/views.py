"""Offers with their places: what is free, who waits, whom it may suit; the guide asks, and takes a place."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.models import Case
from core import clock
from core.acting import perform
from core.http import respond
from partners.models import Offer
from partners.offers.actions import may_write
from plans.plan.views import plan_url, the_plan
from programmes.places import actions, reading
from programmes.places.forms import InterestForm, PlaceForm
from programmes.places.models import Interest, Place

PAGE_SIZE = 50
# Of those whom an offer may suit: a page to choose from, not to read through.
SUITED = 20


def _offers(unit):
    return Offer.objects.open_to(unit).select_related("partner__unit").prefetch_related("starts")


def _offer(unit, offer_id) -> Offer:
    """An offer that the unit's young people may be offered; 404 for any other."""
    return get_object_or_404(_offers(unit), pk=offer_id)


def offer_url(offer: Offer) -> str:
    """The offer's page."""
    return reverse("programmes:offer", args=[offer.pk])


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def offer_list(request):
    """What partners offer: places free and taken, who waits, the next start."""
    page = Paginator(_offers(request.user.unit), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": reading.lines_of(list(page), clock.today())}
    return render(request, "programmes/places/offer_list.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def offer(request, offer_id):
    """One offer: places, waiting list, whom it may suit here, and how many elsewhere."""
    user, today = request.user, clock.today()
    found = _offer(user.unit, offer_id)
    seen = Case.objects.visible_to(user)
    waiting = reading.waiting_rows(today).filter(offer=found)
    shown = list(waiting.filter(case__in=seen).select_related("case__person", "case__guide"))
    places = Place.objects.live(today).filter(offer=found)
    named = places.filter(effort__plan__case__in=seen).select_related("effort__plan__case__person")
    page = Paginator(reading.possible(found, user, today), SUITED).get_page(request.GET.get("page"))
    line = reading.lines_of([found], today)[0]
    asked = Interest.objects.filter(offer=found, case__in=seen, case__closed_on=None)
    asked = list(asked.exclude(answer=Interest.Answer.YES).select_related("case__person"))
    named = list(named)
    cases = [row.case for row in [*shown, *page, *asked]] + [row.effort.plan.case for row in named]
    record_list("programmes: offer", by=user, cases=list({case.pk: case for case in cases}.values()))
    context = {
        "offer": found,
        "today": today,
        "line": line,
        "waiting": shown,
        "waiting_hidden": line.waiting - len(shown),
        "places": named,
        "places_hidden": line.taken - len(named),
        "asked": asked,
        "page": page,
        "pools": reading.pools(found, user.unit, today),
        "may_write": may_write(user, found.partner),
        "is_own": found.partner.unit_id == user.unit_id,
    }
    return render(request, "programmes/places/offer.html", context)


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def interest_say(request, case, offer_id):
    """Tell a young person of an offer, and write down what they say."""
    found = _offer(request.user.unit, offer_id)
    earlier = Interest.objects.filter(offer=found, case=case).first()
    form = InterestForm(request.POST or None, initial={"answer": earlier.answer if earlier else "asked"})
    if form.is_valid():
        what = {"case": case, "answer": form.cleaned_data["answer"], "location": offer_url(found)}
        perform(form, actions.say_interest, found, by=request.user, **what)
    context = {"case": case, "offer": found, "title": _("What do they say?")}
    template, to = "programmes/places/case_form.html", offer_url(found)
    return respond(request, form, template, context, to=to, words=_("Written down."))


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def place_take(request, case, offer_id):
    """Give the young person a place: an effort of their plan."""
    found, plan = _offer(request.user.unit, offer_id), the_plan(case)
    if plan.closed_on is not None:
        raise Http404
    form, to = PlaceForm(request.POST or None, offer=found), plan_url(case, "efforts")
    if form.is_valid():
        names = ("from_on", "until_on", "kind")
        what = {name: form.cleaned_data[name] for name in names} | {"case": case, "plan": plan}
        perform(form, actions.take_place, found, by=request.user, location=to, **what)
    context = {"case": case, "offer": found, "title": _("Take a place")}
    words = _("The place is taken: it stands among the efforts of the plan.")
    return respond(request, form, "programmes/places/case_form.html", context, to=to, words=words)
