"""Documents on a case: send several, look at their pages, fetch one, say what it is, withdraw it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.documents import actions
from cases.documents.forms import (
    AT_ONCE,
    TITLE_LENGTH,
    DocumentEditForm,
    DocumentUploadForm,
    DocumentWithdrawForm,
)
from cases.documents.models import Document
from core import clock, idempotency, vault, virus_scan
from core.acting import perform
from core.http import respond, see_other
from core.pagination import BoundedPaginator
from core.uploads.accepting import Refused, accept
from core.uploads.downloads import inert, title_of
from core.uploads.sandbox import page_as_picture

PAGES_SHOWN = 25


def _list_url(case) -> str:
    return reverse("cases:documents", args=[case.pk])


def _document(case, document_id) -> Document:
    """The document, if the user may know what it says. Raises Http404, PermissionDenied."""
    rows = case.documents.select_related("by", "withdrawn_by")
    found = rows.filter(pk=document_id).first()
    if found is None:
        raise Http404
    if found.confidential and not case.may.document_confidential:
        raise PermissionDenied
    if found.is_withdrawn and not case.may.document_withdrawn:
        raise PermissionDenied
    found.case = case
    return found


@case_view(needs=Permission.DOCUMENT_READ)
@require_GET
def documents(request, case):
    """Every document of the case that one may read of, newest first."""
    rows = case.documents.readable_by(case.may)
    kind = request.GET.get("art", "")
    if kind in Document.Kind.values:
        rows = rows.filter(kind=kind)
    page = BoundedPaginator(rows.select_related("by", "withdrawn_by")).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "kinds": Document.Kind.choices,
        "kind": kind,
        "scanner": virus_scan.is_configured(),
    }
    return render(request, "cases/documents/documents.html", context)


@case_view(needs=Permission.DOCUMENT_ADD)
@require_http_methods(["GET", "POST"])
def document_add(request, case):
    """Send documents. A script sends them one by one with its progress; without it they come in one form."""
    if request.method == "GET":
        return _add_page(request, case, DocumentUploadForm())
    form = DocumentUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, case, form)
    try:
        with transaction.atomic():
            claimed = idempotency.claim(form, by=request.user, location=_list_url(case))
    except idempotency.AlreadySent:
        if request.htmx:
            return render(request, "cases/documents/_document_sent.html", {"repeated": True})
        return see_other(_list_url(case))
    except idempotency.SaidOtherwise as said:
        form.add_error(None, said)
        return _refused(request, case, form)
    files = form.cleaned_data["files"]
    several = len(files) > 1 or "several" in request.POST
    sent = [_take_in(case, file, form.cleaned_data, by=request.user, several=several) for file in files]
    status = max(one["status"] for one in sent)
    if claimed and not any("document" in one for one in sent):
        claimed.delete()  # nothing is kept: the same files may be sent again
    _give_receipts(request, sent)
    if request.htmx:
        return render(request, "cases/documents/_document_sent.html", sent[0] | {"case": case}, status=status)
    if status == 200:
        return see_other(_list_url(case))
    fresh = DocumentUploadForm(initial=form.cleaned_data | {"title": form.cleaned_data["title"]})
    return _add_page(request, case, fresh, sent=sent, status=status)


def _give_receipts(request, sent) -> None:
    """Say on the next page what is kept. The script sends one by one, and says with the last how many there were."""
    kept = sum("document" in one for one in sent)
    if request.htmx:
        all_kept = request.POST.get("all", "")
        kept = int(all_kept) if kept and all_kept in map(str, range(1, AT_ONCE + 1)) else 0
    if kept:
        messages.success(
            request,
            ngettext("%(n)s document is kept.", "%(n)s documents are kept.", kept) % {"n": kept},
        )
    for one in sent:
        if one.get("cleaned"):
            words = _("Scripts or attached files were taken out of %(name)s before it was kept.")
            messages.info(request, words % {"name": one["document"].title})


def _refused(request, case, form):
    if request.htmx:
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return render(request, "cases/documents/_document_sent.html", {"refused": words}, status=422)
    return _add_page(request, case, form, status=422)


def _add_page(request, case, form, *, sent=(), status=200):
    context = {"case": case, "form": form, "sent": sent, "scanner": virus_scan.is_configured()}
    return render(request, "cases/documents/document_add.html", context, status=status)


def _take_in(case, file, data: dict, *, by, several: bool) -> dict:
    """One file: ``{"document"}`` or ``{"refused"}``, with its name and the status of the answer."""
    told = {"name": file.name, "status": 200}
    content = file.read()
    try:
        if getattr(file, "too_large", False):
            raise Refused("size")
        accepted = accept(content)
        titles = [data["title"], title_of(file.name)] if several or not data["title"] else [data["title"]]
        told["document"] = actions.add_document(
            case,
            accepted,
            by=by,
            title=" – ".join(filter(None, titles))[:TITLE_LENGTH],
            kind=data["kind"],
            received_on=data["received_on"],
            confidential=data["confidential"],
            sent=content,
        )
        told["cleaned"] = accepted.cleaned
    except Refused as refusal:
        told |= {"refused": refusal.words, "status": 422}
        trail.record("document.refused", by=by, case_id=case.pk, changes={"why": [None, refusal.code]})
    except actions.NoRoom:
        told |= {"refused": _("There is no more room for documents on this case."), "status": 422}
    except vault.VaultUnavailable:
        told |= {
            "refused": _(
                "The place where documents are kept cannot be written to just now. Try again later."
            ),
            "status": 503,
        }
    return told


@case_view(needs=Permission.DOCUMENT_READ)
@require_GET
def document(request, case, document_id):
    """One document: what it is, its pages as pictures, and what can be done with it."""
    found = _document(case, document_id)
    trail.record("document.looked", by=request.user, case_id=case.pk, obj=found)
    return _document_page(request, case, found)


def _document_page(request, case, found, *, form=None, status=200):
    can_open = found.passed_scan
    context = {
        "case": case,
        "document": found,
        "can_open": can_open,
        "pages": range(1, min(found.pages, PAGES_SHOWN) + 1)
        if can_open and found.kept_as.can_be_shown
        else (),
        "pages_shown": PAGES_SHOWN,
        "withdraw": form or DocumentWithdrawForm(),
        "may_edit": case.may.document_add and not found.is_withdrawn,
        "may_withdraw": case.may.document_withdraw and not found.is_withdrawn,
    }
    return render(request, "cases/documents/document.html", context, status=status)


def _opened(request, case, document_id, how: str, page=None) -> tuple[Document, bytes]:
    found = _document(case, document_id)
    if not found.passed_scan:
        raise Http404
    return found, actions.open_document(found, by=request.user, how=how, page=page)


@case_view(needs=Permission.DOCUMENT_READ)
@require_GET
def document_file(request, case, document_id):
    """The file itself, to be saved."""
    try:
        found, data = _opened(request, case, document_id, "downloaded")
    except vault.VaultUnavailable:
        return _away(request, case)
    return inert(data, found.kept_as.content_type, found.filename)


@case_view(needs=Permission.DOCUMENT_READ)
@require_GET
def document_page(request, case, document_id, page):
    """One page as a picture made here: nothing of the file itself reaches the browser."""
    try:
        found, data = _opened(request, case, document_id, "previewed", page)
    except vault.VaultUnavailable:
        return _away(request, case)
    if not found.kept_as.can_be_shown or not 1 <= page <= found.pages:
        raise Http404
    picture = page_as_picture(data, found.kept_as.decoder, page - 1)
    if picture is None:
        raise Http404
    return inert(picture, "image/png", f"side-{page}.png")


def _away(request, case):
    return render(request, "cases/documents/document_away.html", {"case": case}, status=503)


@case_view(needs=Permission.DOCUMENT_ADD)
@require_http_methods(["GET", "POST"])
def document_edit(request, case, document_id):
    """Say what a document is. The file itself never changes."""
    found = _document(case, document_id)
    if found.is_withdrawn:
        raise PermissionDenied
    names = ("version", "title", "kind", "received_on", "confidential")
    initial = {name: getattr(found, name) for name in names}
    form = DocumentEditForm(request.POST if request.method == "POST" else None, initial=initial)
    form.row = found
    if not case.may.document_confidential:
        del form.fields["confidential"]
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.compared}
        perform(form, actions.edit_document, found, by=request.user, expected_version=form.expected, **values)
    context, url = {"case": case, "document": found}, reverse("cases:document", args=[case.pk, found.pk])
    return respond(request, form, "cases/documents/document_edit.html", context, to=url, words=_("Saved."))


@case_view(needs=Permission.DOCUMENT_WITHDRAW)
@require_http_methods(["POST"])
def document_withdraw(request, case, document_id):
    """Take back what was put there by mistake, with a reason."""
    found = _document(case, document_id)
    form = DocumentWithdrawForm(request.POST)
    if not form.is_valid():
        return _document_page(request, case, found, form=form, status=422)
    try:
        actions.withdraw_document(found, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return see_other(_list_url(case))
    messages.success(request, _("The document is withdrawn. It no longer opens."))
    return see_other(_list_url(case))


@role_view(Role.ADMIN)
@require_GET
def document_storage(request):
    """For the administrator: how much lies there, whether a virus scan is set up, and whether anything is
    lost. No content.
    """
    rows = Document.objects.filter(case__unit=request.user.unit_id)
    by_scan = dict(rows.order_by().values_list("scan").annotate(n=Count("pk")))
    context = {
        "count": sum(by_scan.values()),
        "size": rows.aggregate(total=Sum("size"))["total"] or 0,
        "scans": [(label, by_scan[code]) for code, label in Document.Scan.choices if code in by_scan],
        "scanner": virus_scan.is_configured(),
        "answers": virus_scan.is_configured() and virus_scan.is_reachable(),
        "lost": len(vault.missing(list(rows.values_list("file", flat=True)))),
        "oldest": rows.waiting_for_scan()
        .order_by("recorded_at")
        .values_list("recorded_at", flat=True)
        .first(),
        "now": clock.now(),
    }
    return render(request, "cases/documents/document_storage.html", context)
