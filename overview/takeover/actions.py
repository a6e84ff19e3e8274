"""Giving what somebody left behind to who comes after, or to nobody for now; everything through the rooms' own verbs.

Cases that somebody was the guide of, or covered, are given over as by Overdrag: the successor is told on Min dag, reads
who had them, and the whole act can be undone within the hour (`undoing`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.models import AuditEvent
from cases.access.actions import keep_in_sight, name_persons
from cases.guides.actions import assign, end_cover, release
from cases.models import Assignment, Case
from cases.network.actions import add_colleague, add_participation, end_colleague, end_participation
from core import clock
from intake.inquiries.actions import let_guide_write
from meetings.planning.actions import ask_people, give_over
from overview.takeover import undoing
from overview.takeover.left import Kind, Line
from overview.takeover.telling import concerned, tell
from plans.efforts.actions import edit_effort
from plans.milestones.actions import edit_milestone
from plans.models import Milestone
from practice.iglo.actions import give_step
from practice.knowledge.actions import give_article
from practice.rhythm.actions import edit_rhythm
from workspace.todos.actions import hand_on, strike_todo
from workspace.transfer.actions import transfer_cases
from workspace.transfer.models import Transfer


@transaction.atomic
def follow_user(
    user, lines: Sequence[Line], to, *, by, reason: str, notes: Mapping | None = None
) -> AuditEvent:
    """Give these lines of ``user`` to the guide or leader ``to``; None lets them be without somebody for now. ``notes``
    are hand-over notes by case id. Returns the row of the trail about the whole act.

    A shielded case is given to who is named on it by that very act. Own tasks are read by whoever gets them alone: not
    by the leader who gives them, and without somebody they are struck; articles, steps and what comes back in the unit
    have an owner always, and without somebody that is the leader. All or none: raises ValidationError (for cases
    `workspace.transfer.actions.TransferRefused`, with why) when one of them cannot be.
    """
    _check_leader(by)
    _check_successor(user, lines, to, by=by)
    act = undoing.begin(user, lines)
    if to is not None:
        act.named = _name_on_shielded(lines, to, by=by)
    of_kind = _by_kind(lines)
    act.transfers = [
        *_follow_guide([line.case for line in of_kind[Kind.GUIDE]], to, notes or {}, by=by, reason=reason),
        *_follow_cover([line.case for line in of_kind[Kind.COVER]], to, by=by, reason=reason),
    ]
    for line in of_kind[Kind.DEPUTY]:
        nobody = to is None or line.case.guide_id == to.pk
        assign(line.case, None if nobody else to, by=by, kind=Assignment.Kind.DEPUTY)
    for line in of_kind[Kind.COLLEAGUE]:
        _follow_colleague(line.row, to, by=by)
    for line in of_kind[Kind.NAMED]:
        name_persons(line.case, [row.user for row in line.case.named.exclude(user=user)], by=by)
    for line in (*of_kind[Kind.DEPUTY], *of_kind[Kind.NAMED]) if to is None else ():
        keep_in_sight(line.case)
    for line in (*of_kind[Kind.MEETING], *of_kind[Kind.MINUTES]):
        _follow_meeting(line.row, user, to, by=by)
    for line in of_kind[Kind.ATTENDANCE]:
        _follow_attendance(line.row, to, by=by)
    for line in of_kind[Kind.TODO]:
        strike_todo(line.row, by=by) if to is None else hand_on(line.row, to, by=by)
    _follow_owner(of_kind, to or by, by=by)
    return _remember(act, user, lines, to, by=by, reason=reason)


@transaction.atomic
def follow_partner(partner, lines: Sequence[Line], to, *, by, reason: str, notes=None) -> AuditEvent:
    """Let the contact ``to`` carry these lines of ``partner``; None gives them back to each case's guide.

    Returns the row of the trail about the whole act; a partner gets no hand-over ``notes``.

    A question stays with whom it was asked of, on the basis it rests on: it can only go back to the guides, who write
    down the answer or ask anew. Raises ValidationError, and then nothing is done.
    """
    _check_leader(by)
    if to is not None and (to.is_gone(clock.today()) or to.partner.unit_id != partner.unit_id):
        raise ValidationError(_("Choose a contact who is at a partner in use."))
    if to is not None and any(line.kind == Kind.STATEMENT for line in lines):
        raise ValidationError(
            _("A question rests on a basis of its own: let the guide take it, or withdraw it and ask anew.")
        )
    act = undoing.begin(partner, lines)
    carried = {
        "responsible": Milestone.Responsible.PARTNER if to else Milestone.Responsible.GUIDE,
        "contact": to,
    }
    for line in lines:
        if line.kind == Kind.PROMISE:
            edit_milestone(line.row, by=by, expected_version=line.row.version, values=carried, reason=reason)
        elif line.kind == Kind.EFFORT:
            edit_effort(line.row, by=by, expected_version=line.row.version, values=carried, reason=reason)
        elif line.kind == Kind.PART:
            _follow_part(line.row, partner, to, by=by)
        else:
            let_guide_write(line.row, by=by)
    return _remember(act, partner, lines, to, by=by, reason=reason)


def _check_leader(by) -> None:
    if not by.is_leader:
        raise ValidationError(_("The leader chooses who takes over."))


def _check_successor(user, lines: Sequence[Line], to, *, by) -> None:
    if to is None:
        return
    if not (to.may_carry and to.unit_id == user.unit_id):
        raise ValidationError(_("Choose an active guide of the unit."))
    if to.pk == by.pk and any(line.hidden for line in lines):
        raise ValidationError(_("Nobody opens a shielded case to themselves: choose somebody else for it."))
    if to.pk == by.pk and any(line.kind == Kind.TODO for line in lines):
        raise ValidationError(
            _("Own tasks are only for whoever gets them to read: choose somebody else for them.")
        )


def _by_kind(lines: Sequence[Line]) -> dict[Kind, list[Line]]:
    found = defaultdict(list)
    for line in lines:
        found[line.kind].append(line)
    return found


def _name_on_shielded(lines: Sequence[Line], to, *, by) -> list:
    """Who takes over a shielded case is named on it first; a deputy and a guide need not be, but keep it after.

    Returns the cases that they were not named on before.
    """
    new = []
    for case in {line.case.pk: line.case for line in lines if line.case and line.case.shielded}.values():
        named = {row.user for row in case.named.select_related("user")}
        if to not in named:
            new.append(case.pk)
            name_persons(case, {*named, to}, by=by)
    return new


def _follow_guide(cases: list[Case], to, notes: Mapping, *, by, reason: str) -> list[Transfer]:
    if to is None:
        for case in cases:
            release(case, by=by, reason=reason)
    return [transfer_cases(cases, to, by=by, reason=reason, notes=notes)] if to and cases else []


def _follow_cover(cases: list[Case], to, *, by, reason: str) -> list[Transfer]:
    """The rest of each cover goes to ``to``, those of a guide and a period together; nobody covers for themselves."""
    today, periods = clock.today(), defaultdict(list)
    for case in cases:
        if to is not None and to.pk != case.guide_id:
            periods[case.guide_id, max(case.cover_from, today), case.cover_until].append(case)
        end_cover(case, by=by, on=today)
    return [
        transfer_cases(covered, to, by=by, reason=reason, from_on=first, until_on=until)
        for (_guide, first, until), covered in periods.items()
    ]


def _follow_colleague(row, to, *, by) -> None:
    end_colleague(row, by=by)
    if to is not None and not row.case.colleague_roles.current().filter(user=to, until_on=None).exists():
        add_colleague(row.case, to, by=by, role=row.role)


def _follow_meeting(meeting, user, to, *, by) -> None:
    """A meeting is led by somebody: without a successor the case's guide does, and else whoever gives it over."""
    guide = meeting.case.guide
    stays = guide if guide is not None and guide.may_carry and guide.pk != user.pk else by
    give_over(meeting, to or stays, by=by)


def _follow_attendance(row, to, *, by) -> None:
    """Who takes over is asked to the meeting in their place, and told; without somebody the place is given up."""
    keys = {one.key for one in row.meeting.attendees.asked()} - {row.key}
    ask_people(row.meeting, keys | ({f"colleague-{to.pk}"} if to else set()), by=by)


def _follow_owner(of_kind: dict[Kind, list[Line]], to, *, by) -> None:
    """Articles, steps and what comes back in the unit have an owner always."""
    for line in of_kind[Kind.ARTICLE]:
        give_article(line.row, to, by=by)
    for line in of_kind[Kind.STEP]:
        give_step(line.row, to, by=by)
    for line in of_kind[Kind.RHYTHM]:
        edit_rhythm(line.row, {"owner": to}, by=by, expected_version=line.row.version)


def _follow_part(row, partner, to, *, by) -> None:
    """The part ends, and goes on with the contact; without one a partner in use keeps it, with nobody named."""
    end_participation(row, by=by)
    goes_on = to.partner if to else partner if partner.is_active else None
    present = row.case.participations.current().filter(until_on=None)
    if goes_on is not None and not present.filter(partner=goes_on).exists():
        add_participation(row.case, goes_on, by=by, contact=to, role=row.role)


def _remember(act: undoing.Act, who, lines: Sequence[Line], to, *, by, reason: str) -> AuditEvent:
    """One row about the whole act, with what it takes to undo it; each case has its own beside it. All are told."""
    given = {"to": [None, to.pk if to else None], "lines": [None, [line.key for line in lines]]}
    action = undoing.OF_USER if isinstance(who, User) else undoing.OF_PARTNER
    event = trail.record(action, by=by, obj=who, purpose=reason, changes=given | act.ended())
    tell(done := undoing.load(event), concerned(done), by=by)
    return event
