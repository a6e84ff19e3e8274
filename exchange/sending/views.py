"""Sending a case to another municipality, and what was sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import respond, see_other
from core.templatetags.kui import day
from exchange.bundle import content, sealing
from exchange.bundle.downloads import download
from exchange.bundle.refusals import BUNDLE_REASONS, NO_KEY, document_reason
from exchange.installations.actions import NoKey
from exchange.sending import actions
from exchange.sending.forms import ReceiptUploadForm, SendForm
from exchange.sending.models import BundleSent


@case_view(needs=Permission.BUNDLE_READ)
@require_http_methods(["GET", "POST"])
def bundle_send(request, case):
    """Send the case to the municipality that the young person moves to: to whom, on which basis, which notes.

    Once the case is closed the address leads to what was sent.
    """
    if not case.may.bundle_send:
        return _what_was_sent(request, case)
    documents = [(row.pk, _document_label(row)) for row in content.documents_of(case).readable_by(case.may)]
    form = SendForm(
        request.POST or None,
        notes=_notes_to_choose(case),
        documents=documents,
        hidden=case.person.address_protected,
        may_close=case.may.close,
    )
    if form.is_valid():
        try:
            perform(form, _seal, case, form, by=request.user, location=lambda row: _sent_url(case, row))
        except NoKey:
            form.add_error(None, NO_KEY)
    context = {
        "case": case,
        "travels": content.what_travels(case),
        "left_out": content.left_out(case, None),
        "sent": case.bundles_sent.defer("data", "receipt").select_related("to"),
        "has_recipients": form.fields["to"].queryset.exists(),
    }
    to = _sent_url(case, form.made) if form.made else case.get_absolute_url()
    words = _("The case is sealed. Send them the file.")
    return respond(request, form, "exchange/sending/send.html", context, to=to, words=words)


def _seal(case, form: SendForm, *, by) -> BundleSent:
    data = form.cleaned_data
    return actions.send_case(
        case,
        data["to"],
        by=by,
        basis=data["basis"],
        basis_text=data["basis_text"],
        notes=form.chosen_notes,
        documents=set(data.get("documents", ())),
        closes_on_receipt=data.get("closing") != "now",
    )


def _sent_url(case, row: BundleSent) -> str:
    return reverse("exchange:bundle_sent", args=[case.pk, row.pk])


def _notes_to_choose(case) -> list[tuple[int, str]]:
    rows = case.notes.first_hand().standing().select_related("by").order_by("-happened_on", "-pk")
    return [(row.pk, f"{day(row.happened_on)} · {row.by.name} · {_begin(row.text)}") for row in rows]


def _begin(text: str) -> str:
    """How a note begins, on one line and in whole words."""
    return Truncator(" ".join(text.split())).words(14)


def _document_label(row) -> str:
    parts = [day(row.received_on), row.get_kind_display(), row.title, filesizeformat(row.size)]
    return " · ".join([*parts, _("Confidential")] if row.confidential else parts)


def _what_was_sent(request, case) -> HttpResponse:
    """The latest that was sent, for who may not send any more."""
    if request.method == "POST":
        raise PermissionDenied
    row = case.bundles_sent.only("pk").first()
    if row is None:
        messages.info(request, _("Nothing was sent from here."))
        return see_other(case.get_absolute_url())
    return see_other(reverse("exchange:bundle_sent", args=[case.pk, row.pk]))


def _sent(case, bundle_id) -> BundleSent:
    rows = BundleSent.objects.filter(case=case, pk=bundle_id).select_related("to", "by", "case__person")
    row = rows.defer("data").first()
    if row is None:
        raise Http404
    return row


@case_view(needs=Permission.BUNDLE_READ)
@require_http_methods(["GET", "POST"])
def bundle_sent(request, case, bundle_id):
    """What was sent, to whom and on which basis; their receipt is put here when it has come."""
    row = _sent(case, bundle_id)
    form = ReceiptUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            perform(form, actions.record_receipt, row, form.cleaned_data["file"].read(), by=request.user)
        except sealing.Refused as refused:
            form.add_error("file", BUNDLE_REASONS[refused.code])
    refused = row.refused
    went = case.documents.readable_by(case.may).filter(pk__in=row.documents)
    documents = [
        {"row": one, "why": document_reason(refused[one.sha256]) if one.sha256 in refused else ""}
        for one in went
    ]
    context = {
        "case": case,
        "row": row,
        "documents": documents,
        "not_shown": len(row.documents) - len(documents),
        "refused": any(one["why"] for one in documents),
    }
    words = _("The receipt is kept.")
    return respond(request, form, "exchange/sending/sent.html", context, to=request.path, words=words)


@case_view(needs=Permission.BUNDLE_READ)
@require_GET
def bundle_file(request, case, bundle_id):
    """The sealed file, byte for byte. Only the recipient can open it.

    One that holds an address which has been protected since is not served: the page says why.
    """
    row = _sent(case, bundle_id)
    if row.is_withheld:
        trail.record("case.bundle_withheld", by=request.user, case_id=case.pk, obj=row, outcome="denied")
        return see_other(_sent_url(case, row))
    trail.record("case.bundle_fetched", by=request.user, case_id=case.pk, obj=row)
    return download(bytes(row.data), f"flyttepakke-{str(row.pk)[:8]}.kui")
