"""Receiving a case from another municipality."""

from collections import Counter
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.probing import met_shielded
from cases.casefile.actions import AlreadyKnown
from cases.models import Case, Document
from core import vault
from core.acting import perform
from core.http import respond, see_other
from core.text import mark_of
from core.uploads.handler import max_upload_size
from exchange.bundle import sealing
from exchange.bundle.downloads import download
from exchange.bundle.history import KINDS
from exchange.bundle.refusals import BUNDLE_REASONS, NO_KEY, document_reason
from exchange.installations.actions import NoKey
from exchange.receiving import actions
from exchange.receiving.forms import BundleUploadForm
from exchange.receiving.models import BundleReceived
from exchange.receiving.reading import known_case, read, source_of
from plans.models import OPEN_STATUSES


@max_upload_size(sealing.LARGEST)
@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def bundle_upload(request):
    """Open a case that another municipality sent.

    Nothing is written into any case before one has seen what it holds.
    """
    form = BundleUploadForm(request.POST or None, request.FILES or None)
    to = ""
    if form.is_valid():
        try:
            perform(form, _open, form.cleaned_data["file"].read(), by=request.user)
            to = form.made and reverse("exchange:bundle_received", args=[form.made.pk])
        except NoKey:
            form.add_error(None, NO_KEY)
        except sealing.Refused as refused:
            trail.record("bundle.refused", by=request.user, purpose=refused.code)
            form.add_error("file", BUNDLE_REASONS[refused.code])
    rows = _rows_of(request.user).defer("content", "plan_pdf")
    context = {"rows": rows.select_related("sender", "taken_in_by")[:20]}
    return respond(request, form, "exchange/receiving/upload.html", context, to=to)


def _open(data: bytes, *, by) -> BundleReceived:
    return actions.open_bundle(data, unit=by.unit, by=by)


def _rows_of(user):
    """What came to the unit: what still waits, and what became a case that one may open.

    A shielded one is for its own.
    """
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
    said = read(bytes(row.content))
    known = None if row.case_id else known_case(row.unit, said)
    status = 200
    if request.method == "POST" and not row.case_id:
        status, known = _take_in(request, row, known)
        if status == 303:
            return see_other(request.path)
    if known is not None:
        met_shielded(Case.objects.filter(pk=known.pk), by=request.user, how="bundle")
    trail.record("bundle.look", by=request.user, case_id=row.case_id, obj=row)
    refused = {one["sha256"]: one["why"] for one in row.refused}
    context = _facts(said) | {
        "row": row,
        "source": source_of(said, row),
        "documents": [_told_of(facts, refused) for facts in said["documents"]],
        "refused": bool(refused),
        "known": known,
        "case_url": row.case_id and reverse("workspace:case_detail", args=[row.case_id]),
    }
    return render(request, "exchange/receiving/received.html", context, status=status)


def _take_in(request, row: BundleReceived, known) -> tuple[int, Case | None]:
    """Take the case in: the status of the answer, and the case here that it turned out to be."""
    try:
        actions.take_in_bundle(row, by=request.user)
    except vault.VaultUnavailable:
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
        "open_milestones": sum(m["status"] in OPEN_STATUSES for m in milestones),
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
        "why": document_reason(refused[facts["sha256"]]) if facts["sha256"] in refused else "",
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
    return download(actions.receipt_of(row), f"kvittering-{str(row.pk)[:8]}.json")


@role_view(Role.LEADER)
@require_GET
def bundle_plan(request, bundle_id):
    """The plan as the sender printed it."""
    row = _received(request, bundle_id)
    if not row.plan_pdf:
        raise Http404
    trail.record("bundle.plan_fetched", by=request.user, case_id=row.case_id, obj=row)
    response = download(bytes(row.plan_pdf), f"plan-{mark_of(row)}.pdf")
    response["Content-Type"] = "application/pdf"
    return response
