"""Our own card, the installations we know, and the comparing of another card."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from core.http import see_other
from exchange.bundle import sealing
from exchange.bundle.downloads import download
from exchange.bundle.refusals import BUNDLE_REASONS, NO_KEY
from exchange.installations import actions
from exchange.installations.forms import CardUploadForm, CompareForm
from exchange.installations.models import KnownInstallation


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def installation_list(request):
    """Our own card and fingerprint, the installations we know, and the upload of another card."""
    form = CardUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["file"].read()
            card = sealing.read_card(text)
        except sealing.Refused as refused:
            form.add_error("file", BUNDLE_REASONS[refused.code])
        else:
            compare = CompareForm(initial={"card": text.decode()})
            return _compare_page(request, card, compare, 200)
    try:
        own = actions.own_key().card
    except actions.NoKey:
        own = None
    context = {
        "own": own,
        "spoken": sealing.spoken(own.fingerprint) if own else "",
        "no_key": NO_KEY,
        "rows": KnownInstallation.objects.filter(removed_at=None).select_related("added_by"),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/installations/installations.html", context, status=status)


def _compare_page(request, card, form, status) -> HttpResponse:
    context = {"card": card, "spoken": sealing.spoken(card.fingerprint), "form": form}
    return render(request, "exchange/installations/compare.html", context, status=status)


@role_view(Role.ADMIN)
@require_GET
def installation_card(request):
    """Our own card as a file, to send to another municipality."""
    try:
        key = actions.own_key()
    except actions.NoKey:
        raise Http404 from None
    return download(sealing.write_card(key.secrets, key.name), "kui-visitkort.json")


@role_view(Role.ADMIN)
@require_POST
def installation_add(request):
    """Trust a card whose fingerprint was compared by telephone."""
    form = CompareForm(request.POST)
    try:
        card = sealing.read_card(request.POST.get("card", "").encode())
    except sealing.Refused as refused:
        messages.error(request, BUNDLE_REASONS[refused.code])
        return see_other(reverse("exchange:installation_list"))
    if not form.is_valid():
        return _compare_page(request, card, form, 422)
    try:
        actions.trust(card, by=request.user, compared_with=form.cleaned_data["compared_with"])
        messages.success(request, _("%(name)s is known now.") % {"name": card.name})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(reverse("exchange:installation_list"))


@role_view(Role.ADMIN)
@require_POST
def installation_remove(request, installation_id):
    """Trust it no longer."""
    row = KnownInstallation.objects.filter(pk=installation_id).first()
    if row is None:
        raise Http404
    actions.distrust(row, by=request.user)
    messages.success(request, _("%(name)s is no longer known.") % {"name": row.name})
    return see_other(reverse("exchange:installation_list"))
