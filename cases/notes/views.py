"""Journal notes: write, correct within the hour, add to, strike out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting as drafts
from cases.network.people_around import people_around
from cases.notes import actions
from cases.notes.forms import ABSENT, YOUTH, NoteAppendForm, NoteEditForm, NoteForm
from cases.notes.models import Note
from core.acting import perform
from core.http import acted, next_url, respond, see_other, unchanged

NOTE_DRAFT = "note"


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def note_add(request, case):
    """Write a note, on its own page or in the dialog of a list.

    ``template`` asks for a kind's template, and saves nothing.
    """
    home = next_url(request, f"{case.get_absolute_url()}#tidslinje")
    form = NoteForm(request.POST if request.method == "POST" else None, case=case, by=request.user)
    form.ask_of(case, people_around(case))
    if "template" in request.POST:
        return _note_page(request, case, _with_template(form, case, request.user), home, status=200)
    if form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("text", "happened_on")} | form.took_part
        if perform(form, actions.add_note, case, by=request.user, location=home, named=form.named, **sent):
            drafts.drop(form, case, request.user, NOTE_DRAFT)
            return _saved(request, case, form.made, home)
    drafts.restore(form, case, request.user, NOTE_DRAFT)
    return _note_page(request, case, form, home)


def _saved(request, case, note: Note | None, home: str) -> HttpResponse:
    """The receipt of a note, with the ways to take it back and to correct it."""
    if note is None:  # the form was sent before, and its note has been told of
        return acted(request, _("The note is saved."), to=home)
    words = _("The note about %(name)s is saved.") % {"name": case.person.name}
    undo, change = (reverse(f"cases:note_{act}", args=[case.pk, note.pk]) for act in ("strike", "edit"))
    return acted(request, words, to=home, undo=undo, change=change)


@case_view(needs=Permission.NOTE_ADD)
@require_POST
def note_strike(request, case, note_id):
    """Take back what one wrote by mistake, within the hour: it stands in the journal struck out, and counts as
    nothing.
    """
    note = _note(case, note_id)
    note.case, home = case, f"{case.get_absolute_url()}#note-{note.pk}"
    try:
        actions.strike_note(note, by=request.user)
    except ValidationError as error:
        return acted(request, " ".join(error.messages), to=home, level=messages.WARNING)
    words = _("The note about %(name)s is struck out. It stands in the journal as written by mistake.")
    return acted(request, words % {"name": case.person.name}, to=home)


def offer_template(typed: str, template: str) -> str:
    """What stands in the box when somebody asks for a template: it goes beneath what is typed, and never over it."""
    typed = typed.rstrip()
    if not template or template in typed:
        return typed
    return f"{typed}\n\n{template}" if typed else template


def _with_template(sent: NoteForm, case, user) -> NoteForm:
    """The form as it was sent, with the template of its kind offered. Nothing is saved."""
    values = {name: sent.data.get(name, "") for name in ("kind", "happened_on", "submit_key")}
    text = offer_template(sent.data.get("text", ""), sent.template_of(values["kind"]))
    form = NoteForm(
        initial=values | {"text": text, "mentions": sent.data.getlist("mentions")}, case=case, by=user
    )
    form.ask_of(case, sent.people, ticked=sent.data.getlist("with_whom"))
    # It goes on under its own key, and what was typed must not give way to an older draft.
    form.fields["submit_key"].initial = values["submit_key"]
    kept = drafts.restore(form, case, user, NOTE_DRAFT)
    kept.initial |= {"text": text, "submit_key": values["submit_key"]}
    kept.restored = None
    return kept


def _note_page(request, case, form, home, status=0):
    template = "note_add"
    if request.htmx:
        template = "_note_inline" if request.GET.get("via") == "case" else "_note_form"
    context, words = {"case": case, "home": home}, _("The note is saved.")
    page = f"cases/notes/{template}.html"
    return respond(request, form, page, context, to=home, words=words, status=status)


def _note(case, note_id) -> Note:
    note = case.notes.select_related("by", "named").filter(pk=note_id).first()
    if note is None:
        raise Http404
    note.case = case
    return note


def _as_written(request, case, note: Note) -> NoteEditForm:
    """The form of a note that is there, with who took part ticked."""
    initial = {"version": note.version, "kind": note.named.code if note.named_id else note.kind}
    initial |= {"happened_on": note.happened_on, "text": note.text}
    form = NoteEditForm(request.POST if request.method == "POST" else None, note=note, initial=initial)
    form.row = note
    people = people_around(case)
    links = {tuple(row.items()) for row in note.contacts.values("guardian_id", "partner_id", "user_id")}
    empty = {"guardian_id": None, "partner_id": None, "user_id": None}
    ticked = [someone.key for someone in people if tuple((empty | someone.link).items()) in links]
    form.ask_of(case, people, ticked=[YOUTH if note.with_youth else ABSENT, *ticked])
    return form


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def note_edit(request, case, note_id):
    """Correct one's own note within the hour. Later, or somebody else's: add to it instead."""
    note = _note(case, note_id)
    url, draft = f"{case.get_absolute_url()}#note-{note.pk}", f"note-{note.pk}"
    form = drafts.restore(_as_written(request, case, note), case, request.user, draft)
    if note.is_struck:
        return _is_struck(request, note, form, draft)
    if not note.editable_by(request.user):
        _carried(request, note, form, draft, to=f"addition-{note.pk}")
        messages.info(request, _("The note stands now. Add to it instead."))
        return see_other(reverse("cases:note_append", args=[case.pk, note.pk]))
    if form.is_valid():
        if form.changes_nothing:
            drafts.drop(form, case, request.user, draft)
            return unchanged(request, url)
        sent = {name: form.cleaned_data[name] for name in ("text", "kind", "happened_on")} | form.took_part
        sent |= {"named": form.named, "expected_version": form.expected}
        if perform(form, actions.edit_note, note, by=request.user, **sent):
            drafts.drop(form, case, request.user, draft)
    context, words = {"case": case, "note": note}, _("The note is corrected.")
    return respond(request, form, "cases/notes/note_edit.html", context, to=url, words=words)


def _carried(request, note: Note, form, draft: str, *, to: str) -> bool:
    """Whether something new was typed that cannot be saved here; it then waits as the draft of the form ``to``."""
    text, user = form.data.get("text", ""), request.user
    if not text.strip() or text.split() == note.text.split():
        return False
    drafts.keep(note.case, user, f"{to}.text", text, key=drafts.key_of(form), revision=0)
    drafts.drop(form, note.case, user, draft)
    return True


def _is_struck(request, note: Note, form, draft: str) -> HttpResponse:
    """Somebody struck the note meanwhile: what was typed goes into a new one."""
    if _carried(request, note, form, draft, to=NOTE_DRAFT):
        messages.info(request, _("The note is struck out. What you wrote stands ready for a new one."))
        return see_other(reverse("cases:note_add", args=[note.case_id]))
    messages.info(request, _("The note is struck out. Write a new one."))
    return see_other(f"{note.case.get_absolute_url()}#note-{note.pk}")


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def note_append(request, case, note_id):
    """Add to a note that stands. The note itself is never changed or removed."""
    note = _note(case, note_id)
    url, draft = f"{case.get_absolute_url()}#note-{note.pk}", f"addition-{note.pk}"
    form = NoteAppendForm(request.POST if request.method == "POST" else None, case=case, by=request.user)
    drafts.restore(form, case, request.user, draft)
    if note.is_struck:
        return _is_struck(request, note, form, draft)
    if form.is_valid():
        sent = {
            "text": form.cleaned_data["text"],
            "kind": Note.Kind.OTHER,
            "addition_to": note.addition_to or note,
        }
        if perform(form, actions.add_note, case, by=request.user, location=url, **sent):
            drafts.drop(form, case, request.user, draft)
    context, words = {"case": case, "note": note}, _("The addition is saved.")
    return respond(request, form, "cases/notes/note_append.html", context, to=url, words=words)
