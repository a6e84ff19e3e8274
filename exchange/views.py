"""Sending a case to another municipality, receiving one, and the cards of the installations one knows."""

from collections import Counter
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.actions import AlreadyKnown
from cases.links import case_url
from cases.models import Case, Document
from core import idempotency, vault
from core.http import see_other
from core.templatetags.kui import day
from core.uploads.handler import max_upload_size
from exchange import actions, content, receiving, sealing
from exchange.before import why_not
from exchange.forms import BundleUploadForm, CardUploadForm, CompareForm, ReceiptUploadForm, SendForm
from exchange.history import KINDS
from exchange.models import BundleReceived, BundleSent, KnownInstallation

# Why something is refused, in words one can act on.
REASONS = {
    "size": gettext_lazy("The file is too big to be one of ours."),
    "kind": gettext_lazy("This is another kind of file. Choose the file as it came, unchanged."),
    "older": gettext_lazy(
        "The file was made by an older version. Ask the sender to update and make it again."
    ),
    "newer": gettext_lazy("The file was made by a newer version. Update this installation first."),
    "stranger": gettext_lazy(
        "Nobody here knows the sender. Ask an administrator to compare cards with them by telephone."
    ),
    "not_for_us": gettext_lazy("The file is sealed for somebody else, and cannot be opened here."),
    "tampered": gettext_lazy("The file has been changed or damaged on its way. Ask for it again."),
    "broken": gettext_lazy("The file is damaged. Ask for it again."),
    "other": gettext_lazy("This receipt is about another case."),
}


NO_KEY = gettext_lazy(
    "This installation has no key yet. Whoever runs it makes one: manage.py make_installation_key."
)


def _file(data: bytes, name: str) -> HttpResponse:
    """A file that no cache keeps. Its name names nobody."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@case_view(needs=Permission.BUNDLE_READ)
@require_http_methods(["GET", "POST"])
def bundle_send(request, case):
    """Send the case to the municipality that the young person moves to: to whom, on which basis, which notes.

    Once the case is closed the address leads to what was sent.
    """
    if not case.may.bundle_send:
        return _what_was_sent(request, case)
    rows = case.notes.first_hand().standing().select_related("by").order_by("-happened_on", "-pk")
    notes = [(row.pk, f"{day(row.happened_on)} · {row.by.name} · {_begin(row.text)}") for row in rows]
    documents = [(row.pk, _document_label(row)) for row in content.documents_of(case).readable_by(case.may)]
    form = SendForm(
        request.POST or None,
        notes=notes,
        documents=documents,
        hidden=case.person.address_protected,
        may_close=case.may.close,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                claimed = idempotency.claim(form, by=request.user)
                row = actions.send(
                    case,
                    data["to"],
                    by=request.user,
                    basis=data["basis"],
                    basis_text=data["basis_text"],
                    notes=_chosen(data.get("notes", ()), notes),
                    documents=set(data.get("documents", ())),
                    closes_on_receipt=data.get("closing") != "now",
                )
                url = reverse("exchange:bundle_sent", args=[case.pk, row.pk])
                idempotency.settle(claimed, url)
        except idempotency.AlreadySent as earlier:
            return see_other(earlier.location or case_url(case.pk))
        except actions.NoKey:
            form.add_error(None, NO_KEY)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The case is sealed. Send them the file."))
            return see_other(url)
    context = {
        "case": case,
        "form": form,
        "travels": content.what_travels(case),
        "left_out": content.left_out(case, None),
        "sent": case.bundles_sent.defer("data", "receipt").select_related("to"),
        "has_recipients": form.fields["to"].queryset.exists(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/send.html", context, status=status)


def _chosen(ids, rows) -> set | None:
    """The ids chosen; None for all of them, which then are those of the moment of sealing."""
    return None if len(ids) == len(rows) else set(ids)


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
        return see_other(case_url(case.pk))
    return see_other(reverse("exchange:bundle_sent", args=[case.pk, row.pk]))


def _sent(case, bundle_id) -> BundleSent:
    rows = BundleSent.objects.filter(case=case, pk=bundle_id).select_related("to", "by", "case")
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
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_receipt(row, form.cleaned_data["file"].read(), by=request.user)
        except sealing.Refused as refused:
            form.add_error("file", REASONS[refused.code])
        else:
            messages.success(request, _("The receipt is kept."))
            return see_other(request.path)
    refused = row.refused
    went = case.documents.readable_by(case.may).filter(pk__in=row.documents)
    documents = [
        {"row": one, "why": why_not(refused[one.sha256]) if one.sha256 in refused else ""} for one in went
    ]
    context = {
        "case": case,
        "row": row,
        "form": form,
        "documents": documents,
        "not_shown": len(row.documents) - len(documents),
        "refused": any(one["why"] for one in documents),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/sent.html", context, status=status)


@case_view(needs=Permission.BUNDLE_READ)
@require_GET
def bundle_file(request, case, bundle_id):
    """The sealed file, byte for byte. Only the recipient can open it."""
    row = _sent(case, bundle_id)
    trail.record("case.bundle_fetched", by=request.user, case_id=case.pk, obj=row)
    return _file(bytes(row.data), f"flyttepakke-{str(row.pk)[:8]}.kui")


@max_upload_size(sealing.LARGEST)
@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def bundle_upload(request):
    """Open a case that another municipality sent. Nothing is written into any case before one has seen what it holds."""
    form = BundleUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.open_bundle(
                form.cleaned_data["file"].read(), unit=request.user.unit, by=request.user
            )
        except actions.NoKey:
            form.add_error(None, NO_KEY)
        except sealing.Refused as refused:
            trail.record("bundle.refused", by=request.user, purpose=refused.code)
            form.add_error("file", REASONS[refused.code])
        else:
            return see_other(reverse("exchange:bundle_received", args=[row.pk]))
    rows = _rows_of(request.user).defer("content", "plan_pdf")
    context = {"form": form, "rows": rows.select_related("sender", "taken_in_by")[:20]}
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/upload.html", context, status=status)


def _rows_of(user):
    """What came to the unit: what still waits, and what became a case that one may open. A shielded one is for its own."""
    may_open = Q(case=None) | Q(case__in=Case.objects.visible_to(user).values("pk"))
    return BundleReceived.objects.filter(may_open, unit=user.unit).defer("sealed")


def _received(request, bundle_id) -> BundleReceived:
    row = _rows_of(request.user).filter(pk=bundle_id).select_related("sender", "unit", "taken_in_by").first()
    if row is None:
        raise Http404
    return row


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def bundle_received(request, bundle_id):
    """What is in it, whether the young person is known here already, and the button that takes the case in."""
    row = _received(request, bundle_id)
    said = receiving.read(bytes(row.content))
    known = None if row.case_id else receiving.known_case(row.unit, said)
    status = 200
    if request.method == "POST" and not row.case_id:
        try:
            actions.take_in_bundle(row, by=request.user)
        except vault.VaultUnavailable:
            words = _("The place where documents are kept cannot be written to just now. Try again later.")
            messages.error(request, words)
            status = 503
        except AlreadyKnown as already:
            known, status = already.case, 409
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            status = 422
        else:
            messages.success(request, _("The case is taken in, and waits for a guide."))
            return see_other(request.path)
    trail.record("bundle.look", by=request.user, case_id=row.case_id, obj=row)
    milestones = said["plan"]["milestones"] if said["plan"] else []
    refused = {one["sha256"]: one["why"] for one in row.refused}
    context = {
        "row": row,
        "said": said,
        "source": receiving.source_of(said, row),
        "name": f"{said['person']['first_name']} {said['person']['last_name']}".strip(),
        "born": date.fromisoformat(said["person"]["birth_date"]),
        "opened": date.fromisoformat(said["case"]["opened_on"]),
        "open_milestones": sum(m["status"] in ("planned", "under_way") for m in milestones),
        "milestones": len(milestones),
        "documents": [_told_of(facts, refused) for facts in said["documents"]],
        "refused": bool(refused),
        "history": _counted(said["history"]),
        "known": known,
        "case_url": case_url(row.case_id) if row.case_id else "",
    }
    return render(request, "exchange/received.html", context, status=status)


def _told_of(facts: dict, refused: dict) -> dict:
    """A document as the bundle tells of it, and why it was not taken in."""
    return {
        "title": facts["title"],
        "kind": Document.Kind(facts["kind"]).label,
        "received_on": date.fromisoformat(facts["received_on"]),
        "size": facts["size"],
        "confidential": facts["confidential"],
        "why": why_not(refused[facts["sha256"]]) if facts["sha256"] in refused else "",
    }


def _counted(history: list[dict]) -> list[tuple[str, int]]:
    """How many lines there are under each heading."""
    numbers = Counter(told["kind"] for told in history)
    return [(heading, numbers[kind]) for kind, heading in KINDS.items() if numbers[kind]]


@role_view(Role.LEADER)
@require_GET
def bundle_receipt(request, bundle_id):
    """The signed receipt to send back."""
    row = _received(request, bundle_id)
    if row.case_id is None:
        raise Http404
    trail.record("bundle.receipt_fetched", by=request.user, case_id=row.case_id, obj=row)
    return _file(actions.receipt_of(row), f"kvittering-{str(row.pk)[:8]}.json")


@role_view(Role.LEADER)
@require_GET
def bundle_plan(request, bundle_id):
    """The plan as the sender printed it."""
    row = _received(request, bundle_id)
    if not row.plan_pdf:
        raise Http404
    trail.record("bundle.plan_fetched", by=request.user, case_id=row.case_id, obj=row)
    response = _file(bytes(row.plan_pdf), "plan.pdf")
    response["Content-Type"] = "application/pdf"
    return response


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
            form.add_error("file", REASONS[refused.code])
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
    return render(request, "exchange/installations.html", context, status=status)


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
    return _file(sealing.write_card(key.secrets, key.name), "kui-visitkort.json")


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
    row = KnownInstallation.objects.filter(pk=installation_id).first()
    if row is None:
        raise Http404
    actions.forget(row, by=request.user)
    messages.success(request, _("%(name)s is no longer known.") % {"name": row.name})
    return see_other(reverse("exchange:installation_list"))
