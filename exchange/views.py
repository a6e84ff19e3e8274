"""Sending a case to another municipality, receiving one, and the cards of the installations one knows."""

from collections import Counter
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.actions import AlreadyKnown
from cases.models import Case, Document
from core import vault
from core.acting import perform
from core.http import respond, see_other
from core.templatetags.kui import day
from core.uploads.handler import takes_files_of
from exchange import actions, content, receiving, sealing
from exchange.before import why_not
from exchange.forms import BundleUploadForm, ReceiptUploadForm, SendForm
from exchange.history import KINDS
from exchange.models import BundleReceived, BundleSent

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


def sealed_file(data: bytes, name: str) -> HttpResponse:
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
    if form.is_valid():
        try:
            perform(
                form, _seal, case, form, notes, by=request.user, location=lambda row: _sent_url(case, row)
            )
        except actions.NoKey:
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
    return respond(request, form, "exchange/send.html", context, to=to, words=words)


def _seal(case, form: SendForm, notes, *, by) -> BundleSent:
    data = form.cleaned_data
    return actions.send(
        case,
        data["to"],
        by=by,
        basis=data["basis"],
        basis_text=data["basis_text"],
        notes=_chosen(data.get("notes", ()), notes),
        documents=set(data.get("documents", ())),
        closes_on_receipt=data.get("closing") != "now",
    )


def _sent_url(case, row: BundleSent) -> str:
    return reverse("exchange:bundle_sent", args=[case.pk, row.pk])


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
        return see_other(case.get_absolute_url())
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
    if form.is_valid():
        try:
            perform(form, actions.record_receipt, row, form.cleaned_data["file"].read(), by=request.user)
        except sealing.Refused as refused:
            form.add_error("file", REASONS[refused.code])
    refused = row.refused
    went = case.documents.readable_by(case.may).filter(pk__in=row.documents)
    documents = [
        {"row": one, "why": why_not(refused[one.sha256]) if one.sha256 in refused else ""} for one in went
    ]
    context = {
        "case": case,
        "row": row,
        "documents": documents,
        "not_shown": len(row.documents) - len(documents),
        "refused": any(one["why"] for one in documents),
    }
    words = _("The receipt is kept.")
    return respond(request, form, "exchange/sent.html", context, to=request.path, words=words)


@case_view(needs=Permission.BUNDLE_READ)
@require_GET
def bundle_file(request, case, bundle_id):
    """The sealed file, byte for byte. Only the recipient can open it."""
    row = _sent(case, bundle_id)
    trail.record("case.bundle_fetched", by=request.user, case_id=case.pk, obj=row)
    return sealed_file(bytes(row.data), f"flyttepakke-{str(row.pk)[:8]}.kui")


@takes_files_of(sealing.LARGEST)
@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def bundle_upload(request):
    """Open a case that another municipality sent. Nothing is written into any case before one has seen what it holds."""
    form = BundleUploadForm(request.POST or None, request.FILES or None)
    to = ""
    if form.is_valid():
        try:
            perform(form, _open, form.cleaned_data["file"].read(), by=request.user)
            to = form.made and reverse("exchange:bundle_received", args=[form.made.pk])
        except actions.NoKey:
            form.add_error(None, NO_KEY)
        except sealing.Refused as refused:
            trail.record("bundle.refused", by=request.user, purpose=refused.code)
            form.add_error("file", REASONS[refused.code])
    rows = _rows_of(request.user).defer("content", "plan_pdf")
    context = {"rows": rows.select_related("sender", "taken_in_by")[:20]}
    return respond(request, form, "exchange/upload.html", context, to=to)


def _open(data: bytes, *, by) -> BundleReceived:
    return actions.open_bundle(data, unit=by.unit, by=by)


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
        status, known = _take_in(request, row, known)
        if status == 303:
            return see_other(request.path)
    trail.record("bundle.look", by=request.user, case_id=row.case_id, obj=row)
    refused = {one["sha256"]: one["why"] for one in row.refused}
    context = _facts(said) | {
        "row": row,
        "source": receiving.source_of(said, row),
        "documents": [_told_of(facts, refused) for facts in said["documents"]],
        "refused": bool(refused),
        "known": known,
        "case_url": row.case_id and reverse("workspace:case_detail", args=[row.case_id]),
    }
    return render(request, "exchange/received.html", context, status=status)


def _take_in(request, row: BundleReceived, known) -> tuple[int, Case | None]:
    """Take the case in: the status of the answer, and the case here that it turned out to be."""
    try:
        actions.take_in_bundle(row, by=request.user)
    except vault.VaultAway:
        words = _("The place where documents are kept cannot be written to just now. Try again later.")
        messages.error(request, words)
        return 503, known
    except AlreadyKnown as already:
        return 409, already.case
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return 422, known
    messages.success(request, _("The case is taken in, and waits for a guide."))
    return 303, known


def _facts(said: dict) -> dict:
    """What a bundle tells of the young person, the case and the plan."""
    milestones = said["plan"]["milestones"] if said["plan"] else []
    return {
        "said": said,
        "name": f"{said['person']['first_name']} {said['person']['last_name']}".strip(),
        "born": date.fromisoformat(said["person"]["birth_date"]),
        "opened": date.fromisoformat(said["case"]["opened_on"]),
        "open_milestones": sum(m["status"] in ("planned", "under_way") for m in milestones),
        "milestones": len(milestones),
        "history": _counted(said["history"]),
    }


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
    return sealed_file(actions.receipt_of(row), f"kvittering-{str(row.pk)[:8]}.json")


@role_view(Role.LEADER)
@require_GET
def bundle_plan(request, bundle_id):
    """The plan as the sender printed it."""
    row = _received(request, bundle_id)
    if not row.plan_pdf:
        raise Http404
    trail.record("bundle.plan_fetched", by=request.user, case_id=row.case_id, obj=row)
    response = sealed_file(bytes(row.plan_pdf), "plan.pdf")
    response["Content-Type"] = "application/pdf"
    return response
