"""Giving back what a hand-over gave, each kind through its room's own verb; what has moved on since is left alone."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.models import AuditEvent
from cases.access.actions import name_persons
from cases.casefile.actions import set_columns
from cases.casefile.holding import hold
from cases.guides.actions import cover_again
from cases.models import Assignment, Case, Participation, StatusPeriod
from core.dated import take_back
from core.versions import Conflict
from intake.inquiries.actions import let_partner_answer
from meetings.planning.actions import ask_people, give_over
from overview.takeover import undoing
from overview.takeover.left import Kind
from overview.takeover.telling import concerned, tell
from overview.takeover.undoing import MODELS, Done, Given
from partners.models import Contact
from plans.efforts.actions import edit_effort
from plans.milestones.actions import edit_milestone
from plans.models import Effort, Milestone
from practice.iglo.actions import give_step
from practice.knowledge.actions import give_article
from practice.rhythm.actions import edit_rhythm
from workspace.todos.actions import hand_on, undo_todo
from workspace.transfer.actions import holds, undo_transfer
from workspace.transfer.models import Transfer


@transaction.atomic
def undo(event: AuditEvent, *, by) -> set[str]:
    """Give everything of a hand-over back to where it lay, and return the keys of the lines that were left.

    Whoever took over a shielded case is no longer named on it by that act alone. Everybody whose work moves is told.
    Raises ValidationError after the hour, for somebody else, when it was undone already, and when nothing is left to
    undo.
    """
    done = undoing.load(event)
    # Two clicks wait for each other here.
    type(done.who).objects.select_for_update(of=("self",)).get(pk=done.who.pk)
    if undoing.undone(event):
        raise ValidationError(_("It was undone already."))
    if not undoing.may_undo(event, by):
        raise ValidationError(_("It can only be undone within an hour, by whoever did it."))
    people, left = concerned(done), undoing.moved_on(done)
    left |= _transfers_back(done, left, by=by)
    for one in sorted(done.given, key=lambda one: one.kind in (Kind.PROMISE, Kind.EFFORT)):
        if one.key not in left and not _went_back(one, done, by=by):
            left.add(one.key)
    if len(left) == len(done.given):
        raise ValidationError(_("Nothing is left to undo: all of it is elsewhere since."))
    _unname(done, left, by=by)
    trail.record(undoing.UNDONE, by=by, obj=event, changes={"left": sorted(left)})
    tell(done, [(one, person) for one, person in people if one.key not in left], by=by, back=True)
    return left


def _transfers_back(done: Done, left: set[str], *, by) -> set[str]:
    """The cases that went as by Overdrag go back as from there; returns the keys of those that could not."""
    kept: set = set()
    for row in Transfer.objects.filter(pk__in=done.event.changes["transfers"]).select_related(
        "from_user", "to_user"
    ):
        cases = {str(pk) for pk in row.lines.values_list("case", flat=True)}
        if holds(row):
            cases = {str(case.pk) for case in undo_transfer(row, by=by, alone=False)}
        kept |= cases
    return {one.key for one in done.given if one.kind in (Kind.GUIDE, Kind.COVER) and one.case_id in kept}


def _went_back(one: Given, done: Done, *, by) -> bool:
    """Whether the line could be given back; when not, nothing of it is."""
    try:
        with transaction.atomic():
            BACK[one.kind](one, done, by)
    except (ValidationError, Conflict, IntegrityError):
        return False
    return True


def _rows(one: Given, done: Done, by) -> list:
    rows = undoing.dated_rows(done, one.kind).filter(case=one.case_id)
    return take_back(rows, done.since, done.event.at, by=by)


def _case(one: Given) -> Case:
    case = Case.objects.select_related("person", "guide", "deputy", "cover", "unit").get(pk=one.case_id)
    hold(case)
    return case


def _guide(one: Given, done: Done, by) -> None:
    """A case that was let be without a guide has its former one again, and stands as it stood."""
    if done.to is not None:
        return  # it went back with its transfer
    case = _case(one)
    if not _rows(one, done, by):
        raise ValidationError(_("The case has moved on since; assign it anew instead."))
    stood = take_back(StatusPeriod.objects.filter(case=case), done.since, done.event.at, by=by)
    status = {"status": stood[-1].status, "status_since": stood[-1].from_on} if stood else {}
    set_columns(case, guide=done.who, **status)
    cover_again(case, done.since, done.event.at, by=by)
    _assigned(case, Assignment.Kind.GUIDE, done, by)


def _deputy(one: Given, done: Done, by) -> None:
    case = _case(one)
    if case.guide_id == done.who.pk or not _rows(one, done, by):
        raise ValidationError(_("The case has moved on since; assign it anew instead."))
    set_columns(case, deputy=done.who)
    _assigned(case, Assignment.Kind.DEPUTY, done, by)


def _assigned(case: Case, kind: str, done: Done, by) -> None:
    changes = {str(kind): [done.to, done.who]}
    trail.record("case.assign_undone", by=by, case_id=case.pk, obj=case, changes=changes)


def _cover(one: Given, done: Done, by) -> None:
    case = _case(one)
    if case.cover_id is None:
        cover_again(case, done.since, done.event.at, by=by)


def _part(action: str) -> Callable:
    """Who took part does again, and who came in their place never did."""

    def back(one: Given, done: Done, by) -> None:
        _case(one)
        for row in _rows(one, done, by):
            trail.record(action, by=by, case_id=row.case_id, obj=row)

    return back


def _named(one: Given, done: Done, by) -> None:
    case = _case(one)
    name_persons(case, {*(row.user for row in case.named.select_related("user")), done.who}, by=by)


def _unname(done: Done, left: set[str], *, by) -> None:
    """Who was named on a shielded case to take it over is not any more, unless something of it stays with them."""
    stays = {one.case_id for one in done.given if one.key in left}
    for case in Case.objects.filter(pk__in=set(done.event.changes["named"]) - stays):
        if done.to.pk not in (case.guide_id, case.deputy_id, case.cover_id):
            rows = case.named.exclude(user=done.to.pk).select_related("user")
            name_persons(case, [row.user for row in rows], by=by)


def _row(one: Given):
    return MODELS[one.kind].objects.get(pk=one.pk)


def _meeting(one: Given, done: Done, by) -> None:
    give_over(_row(one), done.who, by=by)


def _attendance(one: Given, done: Done, by) -> None:
    meeting = MODELS[Kind.MEETING].objects.get(pk=one.row_id)
    keys = {row.key for row in meeting.attendees.asked()} - (
        {f"colleague-{done.to.pk}"} if done.to else set()
    )
    ask_people(meeting, keys | {f"colleague-{done.who.pk}"}, by=by)


def _todo(one: Given, done: Done, by) -> None:
    todo = _row(one)
    if done.to is None:
        undo_todo(todo, by=by, version=one.version)
    else:
        hand_on(todo, done.who, by=by)


def _article(one: Given, done: Done, by) -> None:
    give_article(_row(one), done.who, by=by, back=True)


def _rhythm(one: Given, done: Done, by) -> None:
    edit_rhythm(_row(one), {"owner": done.who}, by=by, expected_version=one.version)


def _step(one: Given, done: Done, by) -> None:
    give_step(_row(one), done.who, by=by)


def _carried(edit: Callable) -> Callable:
    """A promise, or an effort, lies with its former contact again."""

    def back(one: Given, done: Done, by) -> None:
        row, contact = _row(one), Contact.objects.select_related("partner__category").get(pk=one.was)
        values = {"responsible": Milestone.Responsible.PARTNER, "contact": contact}
        words = _("The hand-over was undone.")
        edit(row, by=by, expected_version=one.version, values=values, reason=words)
        if done.to is not None:
            _part_again(one, done, by)

    return back


def _part_again(one: Given, done: Done, by) -> None:
    """A partner who came into the case by this act alone does not take part in it any more."""
    theirs = {"contact__partner": done.to.partner_id, "plan__case": one.case_id}
    parts = any(other.kind == Kind.PART and other.case_id == one.case_id for other in done.given)
    if parts or any(model.objects.filter(**theirs).exists() for model in (Milestone, Effort)):
        return
    rows = Participation.objects.filter(case=one.case_id, partner=done.to.partner_id)
    for row in rows.filter(superseded_at=None, recorded_at__range=(done.since, done.event.at)):
        row.retract()
        trail.record("participation.ended", by=by, case_id=one.case_id, obj=row)


def _statement(one: Given, done: Done, by) -> None:
    let_partner_answer(_row(one), done.who, by=by)


BACK = {
    Kind.GUIDE: _guide,
    Kind.DEPUTY: _deputy,
    Kind.COVER: _cover,
    Kind.COLLEAGUE: _part("colleague.added"),
    Kind.NAMED: _named,
    Kind.MEETING: _meeting,
    Kind.MINUTES: _meeting,
    Kind.ATTENDANCE: _attendance,
    Kind.TODO: _todo,
    Kind.ARTICLE: _article,
    Kind.RHYTHM: _rhythm,
    Kind.STEP: _step,
    Kind.PROMISE: _carried(edit_milestone),
    Kind.EFFORT: _carried(edit_effort),
    Kind.PART: _part("participation.added"),
    Kind.STATEMENT: _statement,
}
