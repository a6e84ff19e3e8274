"""Views that somebody keeps, and acts on many cases at once, each through the verb that does it to one."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.activity.actions import confirm_activity, take_back_confirmation
from cases.guides.actions import UNDO_WINDOW, assign, undo_assign
from cases.models import Activity, Assignment, Case, Note, NoteKind
from cases.notes.actions import add_note, strike_note
from core import clock
from workspace.lists.models import BulkAct, SavedView

VIEWS_AT_MOST = 20


KINDS = {BulkAct.Act.ASSIGN: Assignment.Kind.GUIDE, BulkAct.Act.DEPUTISE: Assignment.Kind.DEPUTY}


PERMISSIONS = {
    BulkAct.Act.ASSIGN: "assign",
    BulkAct.Act.DEPUTISE: "assign",
    BulkAct.Act.NOTE: "note_add",
    BulkAct.Act.CONFIRM: "activity_confirm",
}


@transaction.atomic
def save_view(*, by, which: str, name: str, query: str, share: bool) -> SavedView:
    """Keep a view under a name; the same name again replaces it (``replaced``).

    Raises ValidationError for sharing by others than the leader, and for more than VIEWS_AT_MOST of one's own.
    """
    if share and not by.is_leader:
        raise ValidationError(_("The leader shares views with the unit."))
    own = SavedView.objects.filter(user=by, which=which)
    if not own.filter(name=name).exists() and own.count() >= VIEWS_AT_MOST:
        raise ValidationError(_("You have %(n)s views already. Remove one first.") % {"n": VIEWS_AT_MOST})
    view, made = SavedView.objects.update_or_create(
        user=by, which=which, name=name, defaults={"unit": by.unit, "query": query, "is_shared": share}
    )
    view.replaced = not made
    trail.record("view.saved", by=by, obj=view, changes={"name": ["", name], "shared": [False, share]})
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by) -> None:
    """Remove one's own view."""
    trail.record("view.removed", by=by, obj=view, changes={"name": [view.name, ""]})
    view.delete()


def why_not(case: Case, act: str, *, user=None, on: date | None = None) -> str:
    """Why ``act`` leaves this case out, in words; "" when it is done.

    ``case`` comes with ``may``, from `cases.access`.
    """
    if case.is_closed:
        return _("The case is closed.")
    if PERMISSIONS[act] not in case.may:
        return _("You may not do this to the case.")
    if act == BulkAct.Act.ASSIGN and user is not None and case.guide_id == user.pk:
        return _("They carry it already.")
    if act == BulkAct.Act.DEPUTISE and user is not None and user.pk in (case.deputy_id, case.guide_id):
        return _("They carry it already.")
    if act == BulkAct.Act.CONFIRM and (
        case.activity == Activity.UNKNOWN or case.activity_confirmed_on is None
    ):
        return _("Nothing is known to confirm.")
    if act == BulkAct.Act.CONFIRM and case.activity_confirmed_on >= (on or clock.today()):
        return _("It is confirmed already.")
    return ""


@transaction.atomic
def do_to_many(
    cases: Iterable[Case],
    act: str,
    *,
    by,
    user=None,
    text="",
    named: NoteKind | None = None,
    on: date | None = None,
) -> BulkAct:
    """Do ``act`` to each case that it fits, through its own verb and with its own row on the trail; the rest
    is left out.

    All or none of those that fit: a case that somebody moved meanwhile is left out with the verb's own words.
    """
    results = []
    for case in cases:
        why, note = why_not(case, act, user=user, on=on), None
        if not why:
            try:
                with transaction.atomic():
                    note = _do(case, act, by=by, user=user, text=text, named=named, on=on)
            except ValidationError as error:
                why = " ".join(error.messages)
        results.append([str(case.pk), why, note.pk] if note else [str(case.pk), why])
    return BulkAct.objects.create(user=by, act=act, results=results, at=clock.now())


def _do(case: Case, act: str, *, by, user, text, named, on) -> Note | None:
    """Do it to one case; returns the note that was written, if one was."""
    if act == BulkAct.Act.NOTE:
        return add_note(case, by=by, text=text, kind=Note.Kind.OTHER, named=named, happened_on=on)
    if act in KINDS:
        assign(case, user, by=by, on=on, kind=KINDS[act])
    else:
        confirm_activity(case, by=by)
    return None


@transaction.atomic
def undo_many(bulk: BulkAct, cases: Iterable[Case], *, by) -> list[tuple[Case, str]]:
    """Take an act on many cases back, within the hour; returns those that could not be, with why.

    A note is struck out, as `strike_note` does it. Raises ValidationError when it is too late or was undone before.
    """
    if bulk.user_id != by.pk or bulk.at < clock.now() - UNDO_WINDOW:
        raise ValidationError(_("It can only be undone within an hour, by whoever did it."))
    if not BulkAct.objects.filter(pk=bulk.pk, undone_at=None).update(undone_at=clock.now()):
        raise ValidationError(_("It is undone already."))
    why, made, left = bulk.why, bulk.made, []
    for case in cases:
        if why.get(str(case.pk)) != "":
            continue
        try:
            with transaction.atomic():
                if bulk.act in KINDS:
                    undo_assign(case, by=by, kind=KINDS[bulk.act])
                elif bulk.act == BulkAct.Act.CONFIRM:
                    take_back_confirmation(case, by=by)
                elif str(case.pk) in made:
                    strike_note(case.notes.get(pk=made[str(case.pk)]), by=by)
        except ValidationError as error:
            left.append((case, " ".join(error.messages)))
    return left
