"""What partners offer, written by the unit's leader and administrator, or by the partner's own coordinators."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.acting import perform
from core.http import respond
from partners.directory.merged import follows_merges
from partners.directory.models import Partner
from partners.offers import actions
from partners.offers.forms import OfferEditForm, OfferForm
from partners.offers.models import Offer
from partners.owncard.views import of_own_partner

WRITERS = (Role.LEADER, Role.ADMIN, Role.PARTNER)


def _home(request, partner: Partner) -> str:
    """Where whoever writes came from."""
    return reverse("partners:own_offers") if request.user.is_partner else partner_url(partner)


def partner_url(partner: Partner) -> str:
    """The partner's card."""
    return reverse("partners:partner_detail", args=[partner.pk])


def _writable(request, partner: Partner) -> None:
    """404 for another unit's or another partner's, 403 for who may read it and not write."""
    if not actions.may_write(request.user, partner):
        own = getattr(request.user, "partner_contact", None) if request.user.is_partner else None
        if own is not None and own.partner_id == partner.pk:
            raise PermissionDenied
        raise Http404


@of_own_partner
@require_GET
def own_offers(request, own):
    """What we offer, for the partner's own people."""
    offers = own.partner.offers.prefetch_related("starts")
    context = {"own": own, "offers": offers, "today": clock.today()}
    return render(request, "partners/offers/own_offers.html", context)


@role_view(*WRITERS)
@require_http_methods(["GET", "POST"])
@follows_merges
def offer_add(request, pk):
    """Enter an offer of a partner."""
    partner = get_object_or_404(Partner, pk=pk, merged_into=None)
    _writable(request, partner)
    form, home = OfferForm(request.POST or None), _home(request, partner)
    if form.is_valid():
        perform(form, actions.add_offer, partner, by=request.user, location=home, **form.values)
    context = {"partner": partner, "title": _("New offer"), "back": home}
    return respond(request, form, "partners/offers/form.html", context, to=home, words=_("Saved."))


@role_view(*WRITERS)
@require_http_methods(["GET", "POST"])
def offer_edit(request, offer_id):
    """Change an offer: places, starts, whom it is for, whether it is in use."""
    offer = get_object_or_404(Offer.objects.select_related("partner"), pk=offer_id)
    _writable(request, offer.partner)
    form, home = OfferEditForm(request.POST or None, instance=offer), _home(request, offer.partner)
    if form.is_valid():
        how = {
            "expected_version": form.expected,
            "values": form.columns,
            "starts": form.cleaned_data["starts"],
        }
        perform(form, actions.edit_offer, offer, by=request.user, **how)
    context = {"partner": offer.partner, "title": offer.name, "back": home}
    return respond(request, form, "partners/offers/form.html", context, to=home, words=_("Saved."))
