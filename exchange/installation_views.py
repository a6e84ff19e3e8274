"""The installations whose cards one knows: an administrator compares fingerprints by telephone, and trusts them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from core.http import respond, see_other
from exchange import actions, sealing
from exchange.forms import CardUploadForm, CompareForm
from exchange.models import KnownInstallation
from exchange.views import NO_KEY, REASONS, sealed_file


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def installation_list(request):
    """Our own card and fingerprint, the installations we know, and the upload of another card."""
    form = CardUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            text = form.cleaned_data["file"].read()
            compare = CompareForm(initial={"card": text.decode()})
            return _compare_page(request, sealing.read_card(text), compare, 200)
        except sealing.Refused as refused:
            form.add_error("file", REASONS[refused.code])
    own = _own_card()
    context = {
        "own": own,
        "spoken": sealing.spoken(own.fingerprint) if own else "",
        "no_key": NO_KEY,
        "rows": KnownInstallation.objects.filter(removed_at=None).select_related("added_by"),
    }
    return respond(request, form, "exchange/installations.html", context)


def _own_card():
    """Our own card, or None while there is no key."""
    try:
        return actions.own_key().card
    except actions.NoKey:
        return None


def _compare_page(request, card, form, status) -> HttpResponse:
    context = {"card": card, "spoken": sealing.spoken(card.fingerprint), "form": form}
    return render(request, "exchange/compare.html", context, status=status)


@role_view(Role.ADMIN)
@require_GET
def installation_card(request):
    """Our own card as a file, to send to another municipality."""
    try:
        key = actions.own_key()
    except actions.NoKey:
        raise Http404 from None
    return sealed_file(sealing.write_card(key.secrets, key.name), "kui-visitkort.json")


@role_view(Role.ADMIN)
@require_POST
def installation_add(request):
    """Trust a card whose fingerprint was compared by telephone."""
    form = CompareForm(request.POST)
    try:
        card = sealing.read_card(request.POST.get("card", "").encode())
    except sealing.Refused as refused:
        messages.error(request, REASONS[refused.code])
        return see_other(reverse("exchange:installation_list"))
    if not form.is_valid():
        return _compare_page(request, card, form, 422)
    try:
        actions.know(card, by=request.user, compared_with=form.cleaned_data["compared_with"])
        messages.success(request, _("%(name)s is known now.") % {"name": card.name})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(reverse("exchange:installation_list"))


@role_view(Role.ADMIN)
@require_POST
def installation_remove(request, installation_id):
    """Trust it no longer."""
    row = get_object_or_404(KnownInstallation, pk=installation_id)
    actions.forget(row, by=request.user)
    messages.success(request, _("%(name)s is no longer known.") % {"name": row.name})
    return see_other(reverse("exchange:installation_list"))
