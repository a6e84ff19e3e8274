"""Journal notes: write, correct within the hour, add to; and the draft that is kept while one types."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions
from cases.access import Permission, case_view
from cases.forms import NoteAppendForm, NoteEditForm, NoteForm
from cases.models import Case, Draft, Note
from cases.rows import case_url, last_contact
from core import clock, idempotency
from core.http import back, said, see_other
from core.versions import Conflict

NOTE_DRAFT = "note"


def draft_of(case: Case, user, form: str = NOTE_DRAFT) -> str:
    """What ``user`` was typing in ``form`` on this case, or nothing."""
    row = Draft.objects.filter(case=case, user=user, form=form).first()
    return row.text if row else ""


def drop_draft(case: Case, user, form: str = NOTE_DRAFT) -> None:
    """The text was sent: the draft has done its work."""
    Draft.objects.filter(case=case, user=user, form=form).delete()


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def note_add(request, case):
    """Write a note, on its own page or in the dialog of a list."""
    home = back(request, f"{case_url(case.pk)}#tidslinje")
    if request.method == "GET":
        form = NoteForm(initial={"text": draft_of(case, request.user)})
        return _note_page(request, case, form, home)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, case, form, home, status=422)
    note = None
    try:
        with transaction.atomic():
            idempotency.claim(form, by=request.user, location=home)
            data = form.cleaned_data
            note = actions.add_note(
                case, by=request.user, text=data["text"], kind=data["kind"], happened_on=data["happened_on"]
            )
            drop_draft(case, request.user)
    except idempotency.AlreadySent:
        pass
    if request.htmx:
        return said(
            HttpResponse(last_contact(case, out_of_band=True, note=note)),
            _("The note is saved."),
            quick_done=str(case.pk),
        )
    messages.success(request, _("The note is saved."))
    return see_other(home)


def _note_page(request, case, form, home, status=200):
    template = "cases/note_add.html"
    if request.htmx:
        template = "cases/_note_inline.html" if request.GET.get("via") == "case" else "cases/_note_form.html"
    return render(request, template, {"case": case, "form": form, "home": home}, status=status)


def _note(case, note_id) -> Note:
    note = case.notes.select_related("by").filter(pk=note_id).first()
    if note is None:
        raise Http404
    note.case = case
    return note


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def note_edit(request, case, note_id):
    """Correct one's own note within the hour. Later, or somebody else's: add to it instead."""
    note = _note(case, note_id)
    url = f"{case_url(case.pk)}#note-{note.pk}"
    if not note.editable_by(request.user):
        messages.info(request, _("The note stands now. Add to it instead."))
        return see_other(f"{case_url(case.pk)}notat/{note.pk}/tilfoej/")
    data = request.POST if request.method == "POST" else None
    form = NoteEditForm(
        data,
        initial={
            "version": note.version,
            "kind": note.kind,
            "happened_on": note.happened_on,
            "text": note.text,
        },
    )
    if data is None or not form.is_valid():
        return render(
            request,
            "cases/note_edit.html",
            {"case": case, "note": note, "form": form},
            status=422 if data else 200,
        )
    sent = form.cleaned_data
    try:
        actions.edit_note(
            note,
            by=request.user,
            expected_version=sent["version"],
            text=sent["text"],
            kind=sent["kind"],
            happened_on=sent["happened_on"],
        )
    except Conflict as conflict:
        return _note_conflict(request, case, conflict.current, sent)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return see_other(f"{case_url(case.pk)}notat/{note.pk}/tilfoej/")
    messages.success(request, _("The note is corrected."))
    return see_other(url)


def _note_conflict(request, case, current, sent):
    """Both texts, side by side: nothing anybody wrote is discarded."""
    rows = [
        {
            "name": "text",
            "label": _("Note"),
            "theirs": current.text,
            "mine": sent["text"],
            "changed": True,
        }
    ]
    hidden = [("kind", sent["kind"]), ("happened_on", sent["happened_on"].isoformat())]
    context = {
        "what": _("the note"),
        "rows": rows,
        "hidden": hidden,
        "version": current.version,
        "action": request.path,
        "back": case_url(case.pk),
    }
    return render(request, "conflict.html", context, status=409)


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def note_append(request, case, note_id):
    """Add to a note that stands. The note itself is never changed or removed."""
    note = _note(case, note_id)
    draft = f"addition-{note.pk}"
    url = f"{case_url(case.pk)}#note-{note.pk}"
    form = NoteAppendForm(request.POST or None, initial={"text": draft_of(case, request.user, draft)})
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(
            request,
            "cases/note_append.html",
            {"case": case, "note": note, "form": form, "draft": draft},
            status=status,
        )
    try:
        with transaction.atomic():
            idempotency.claim(form, by=request.user, location=url)
            first = note.addition_to or note
            actions.add_note(
                case, by=request.user, text=form.cleaned_data["text"], kind=Note.Kind.OTHER, addition_to=first
            )
            drop_draft(case, request.user, draft)
    except idempotency.AlreadySent:
        pass
    messages.success(request, _("The addition is saved."))
    return see_other(url)


@case_view(needs=Permission.NOTE_ADD)
@require_POST
def draft_save(request, case):
    """Keep what is being typed. Only its writer sees it, and sending the form removes it."""
    # PostgreSQL keeps no NUL; a form field refuses it, this view has none.
    form, text = (request.POST.get(name, "").replace("\x00", "") for name in ("form", "text"))
    form, text = form[:80], text[:20_000]
    if not form:
        raise Http404
    if text.strip():
        Draft.objects.update_or_create(
            case=case, user=request.user, form=form, defaults={"text": text, "saved_at": clock.now()}
        )
    else:
        drop_draft(case, request.user, form)
    return HttpResponse(
        _("Draft saved %(time)s") % {"time": clock.now().astimezone(clock.COPENHAGEN).strftime("%H.%M")}
    )
