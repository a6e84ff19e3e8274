"""The trail of one case in words that its guide, and one day the young person, can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from audit.models import AuditEvent
from cases.access.models import AccessGrant
from core import clock

WORDS = {
    "case.look": _("looked at the case"),
    "case.opened": _("opened the case"),
    "case.opened_with_purpose": _("opened the case with a purpose"),
    "case.assigned": _("assigned the case"),
    "case.released": _("let the case wait for a new guide"),
    "case.covered": _("let somebody cover for the guide"),
    "case.cover_ended": _("ended the cover"),
    "closing.asked": _("asked to close the case"),
    "closing.sent_back": _("sent the closing back"),
    "closing.dropped": _("let the case go on"),
    "closing.summary_given": _("made the summary of the support"),
    "case.followed_up": _("looked back at how it went"),
    "case.moved": _("changed the status"),
    "case.edited": _("changed the case"),
    "case.named": _("changed who may see the shielded case"),
    "case.activity_set": _("said what the young person does now"),
    "case.activity_confirmed": _("confirmed what the young person does now"),
    "case.weighed": _("said how heavy the case is"),
    "case.assign_undone": _("took back an assignment"),
    "inquiry.received": _("took down an inquiry"),
    "inquiry.look": _("looked at the inquiry"),
    "inquiry.edited": _("corrected the inquiry"),
    "inquiry.pointed": _("said whom the inquiry is about"),
    "inquiry.decided": _("decided about the inquiry"),
    "inquiry.reopened": _("opened the inquiry again"),
    "statement.asked": _("asked a department"),
    "statement.answered": _("gave a department's statement"),
    "statement.withdrawn": _("took back a question to a department"),
    "statement.given_back": _("let a guide write for the department"),
    "statement.returned": _("let the department answer again"),
    "statement.look": _("looked at the question to the department"),
    "case.confirmation_taken_back": _("took back a confirmation"),
    "day.put_off": _("put a line of the day off"),
    "day.taken_back": _("let a line of the day stand again"),
    "case.activity_added": _("added something the young person does"),
    "case.activity_changed": _("corrected what the young person does"),
    "case.activity_ended": _("said that something the young person did has ended"),
    "case.sent_away": _("sealed the case for another municipality"),
    "case.bundle_fetched": _("fetched the sealed file"),
    "case.bundle_withheld": _("was refused a sealed file from before the address was protected"),
    "case.receipt_kept": _("kept the other municipality's receipt"),
    "bundle.taken_in": _("took the case in from another municipality"),
    "bundle.look": _("looked at what another municipality sent"),
    "bundle.receipt_fetched": _("fetched the receipt for another municipality"),
    "bundle.plan_fetched": _("fetched the plan that another municipality sent"),
    "bundle.before_looked": _("looked at what came with the case"),
    "bundle.settled": _("settled something that came with the case"),
    "document.refused": _("a document was not kept"),
    "case.let_rest": _("let a case that stands still rest"),
    "case.rest_ended": _("ended the rest of a case that stands still"),
    "own_acts.seen": _("looked at what the young person did"),
    "note.added": _("wrote a note"),
    "note.edited": _("corrected a note"),
    "note.struck": _("struck out a note"),
    "person.edited": _("changed the young person's facts"),
    "person.cpr_revealed": _("had the CPR number shown"),
    "guardian.added": _("added somebody around the young person"),
    "guardian.edited": _("changed somebody around the young person"),
    "participation.added": _("let a partner take part"),
    "participation.ended": _("ended a partner's part"),
    "colleague.added": _("let a colleague take part"),
    "colleague.ended": _("ended a colleague's part"),
    "case.number_met": _("met the case by the CPR number or another case, and could see that it is known"),
    "glass.broken": _("used emergency access"),
    "consent.given": _("recorded a consent"),
    "consent.withdrawn": _("recorded that a consent was withdrawn"),
    "notes.read": _("read the notes of the case"),
    "summary.written": _("wrote the pinned summary"),
    "summary.renewed": _("said that the pinned summary still holds"),
    "document.added": _("put a document there"),
    "document.edited": _("changed what is said about a document"),
    "document.looked": _("looked at a document"),
    "document.previewed": _("looked at a document's pages"),
    "document.downloaded": _("downloaded a document"),
    "document.withdrawn": _("withdrew a document"),
    "document.infected": _("a document was closed: virus found"),
    "consent.told": _("wrote down what a partner was told"),
    "consent.receipt_made": _("made a receipt for the young person"),
    "consent.receipt_fetched": _("fetched a receipt"),
    "case.shared_look": _("a partner looked at what is shared"),
    "plan.handover_fetched": _("fetched a plan that was handed over"),
    "plan.handover_withheld": _("was refused a plan from before the address was protected"),
    "plan.previewed": _("looked at a plan before handing it over"),
    "plan.opened": _("opened the plan"),
    "plan.edited": _("changed the plan"),
    "plan.topics_told": _("said what a part of the plan tells of"),
    "plan.closed": _("closed the plan with the case"),
    "plan.reopened": _("opened the plan again with the case"),
    "plan.handed_over": _("handed over the plan"),
    "plan.version_confirmed": _("wrote down that the young person confirmed a version of the plan"),
    "milestone.added": _("added a milestone"),
    "milestone.edited": _("changed a milestone"),
    "milestone.moved": _("moved a milestone"),
    "milestone.postponed": _("gave a milestone another date"),
    "milestone.undone": _("took back a change of a milestone"),
    "meeting.planned": _("planned a meeting"),
    "meeting.changed": _("changed a meeting"),
    "meeting.moved": _("moved a meeting"),
    "meeting.people": _("changed who is asked to a meeting"),
    "meeting.invited": _("invited to a meeting"),
    "meeting.cancelled": _("cancelled a meeting"),
    "meeting.given_over": _("gave a meeting to somebody else to lead"),
    "meeting.held": _("wrote down that a meeting was held"),
    "meeting.presence": _("corrected who was at a meeting"),
    "meeting.answered": _("answered whether they come to a meeting"),
    "meeting.told": _("sent invitations to a meeting that had not been sent"),
    "meeting.required": _("said who must attend a meeting"),
    "agenda.proposed": _("had an agenda proposed"),
    "agenda.added": _("put a point on an agenda"),
    "agenda.edited": _("changed a point of an agenda"),
    "agenda.removed": _("took a point off an agenda"),
    "agenda.parked": _("put a point off to the next meeting"),
    "agenda.unparked": _("took back that a point was put off"),
    "agenda.ordered": _("changed the order of an agenda"),
    "minutes.written": _("wrote minutes"),
    "minutes.decided": _("wrote down a decision of a meeting"),
    "minutes.agreed_anew": _("corrected an agreement in the minutes to what the plan says"),
    "minutes.sent": _("sent minutes for comment"),
    "minutes.commented": _("commented on minutes"),
    "minutes.look": _("read shared minutes"),
    "minutes.comments_seen": _("read comments on minutes"),
    "minutes.approval": _("wrote down that somebody approved minutes"),
    "minutes.approved": _("closed minutes as approved"),
    "minutes.added_to": _("added to minutes"),
    "minutes.fetched": _("fetched minutes as PDF"),
    "effort.added": _("added an effort"),
    "effort.edited": _("changed an effort"),
    "effort.ended": _("ended an effort"),
    "effort.broken_off": _("broke an effort off"),
    "effort.judged": _("said what an effort contributed"),
    "effort.end_taken_back": _("took back the end of an effort"),
    "effort.taken_back": _("took back an effort"),
    "plan.ordered": _("changed the order of the milestones"),
    "promise.asked": _("asked a partner about its promise"),
    "promise.question_withdrawn": _("took back a question to a partner"),
    "promise.answered": _("answered for a partner"),
    "promise.answer_read": _("read what a partner answered or reported"),
    "promise.proposed": _("proposed something for a partner"),
    "promise.proposal_accepted": _("accepted a partner's proposal"),
    "promise.proposal_declined": _("declined a partner's proposal"),
    "promise.proposal_reopened": _("took back a yes to a partner's proposal"),
    "promise.proposal_withdrawn": _("took back a proposal of a partner"),
    "promise.outcome_seen": _("saw the decision about a proposal"),
    "promise.reported": _("reported for a partner how it goes"),
    "promise.look": _("a partner looked at its promise"),
    "promise.listed": _("a partner saw its promises in a list"),
    "goal.added": _("added a goal"),
    "goal.edited": _("changed a goal"),
    "goal.moved": _("moved a goal"),
    "milestone.still_cannot": _("said that a milestone still cannot be done"),
    "conversation.said": _("wrote in the conversation about a goal or a milestone"),
    "conversation.read": _("read what the young person wrote about a goal or a milestone"),
    "agreement.recorded": _("wrote down whether the young person says yes to the plan"),
    "todo.written": _("wrote down something to do"),
    "todo.done": _("did what was written down to do"),
    "todo.moved": _("moved something to do to another day"),
    "todo.struck": _("struck something to do"),
    "todo.undone": _("took back a change of something to do"),
    "todo.handed_on": _("gave somebody's own task to whoever takes over"),
    "outcome.recorded": _("recorded a destination that was reached"),
    "outcome.ended": _("recorded that a destination has ended"),
    "qualification.proposed": _("wrote a proposal for clarification"),
    "qualification.sent": _("sent something for clarification"),
    "qualification.taken": _("took a question of clarification in hand"),
    "qualification.laid_back": _("laid a question of clarification back"),
    "qualification.answered": _("answered a question of clarification"),
    "qualification.annulled": _("annulled a question of clarification"),
    "qualification.seen": _("read the answer of a department"),
    "qualification.look": _("looked at a question of clarification"),
    "qualification.escalated": _("told both leaders that a department has not answered"),
    "decision.recorded": _("recorded a formal decision"),
    "decision.mistaken": _("marked a formal decision as a mistake"),
    "closing.summary_fetched": _("fetched the summary of the support"),
    "duty.breach": _("recorded that the plan is not followed"),
    "duty.corrected": _("corrected when it was learned that the plan is not followed"),
    "duty.mistake": _("recorded that it was a mistake that the plan is not followed"),
    "duty.followed": _("recorded that the plan is followed again"),
    "duty.explained": _("recorded why a limit was missed"),
    "duty.exempted": _("recorded an exemption from the duty"),
    "duty.exemption_ended": _("ended an exemption from the duty"),
    "duty.decided": _("recorded a decision about the duty"),
    "duty.decision_mistaken": _("marked a decision about the duty as a mistake"),
    "glass.refused": _("tried to use emergency access"),
    "sparring.marked": _("marked the case for sparring"),
    "sparring.asked_otherwise": _("changed the question for sparring"),
    "sparring.taken_back": _("took the case off the list for sparring"),
    "sparring.settled": _("wrote down the next step from sparring"),
    "report.read": _("read a monthly report about the young person"),
    "report.downloaded": _("downloaded a monthly report about the young person"),
    "transition.confirmed": _("confirmed what is in place at an age"),
    "transition.taken_back": _("took back what was confirmed about an age"),
    "case.removed": _("undid an import that had made the case"),
    "partner.merge": _("merged two partners, one of which takes part"),
}

# What was refused did not happen.
_REFUSED = {"case.look": _("was refused a page of the case")}
# Written down by who is not the one asked to it.
_ON_BEHALF = {"meeting.answered": _("wrote down an answer to an invitation")}

_PURPOSES = dict(AccessGrant.Purpose.choices)


@dataclass(slots=True)
class LogEntry:
    """One row of the trail, as it is read."""

    at: datetime
    who: str
    what: str
    why: str
    denied: bool
    # How many times in a row on that day; one line for a page that was opened again and again.
    times: int = 1

    def same_as(self, other: "LogEntry") -> bool:
        """Whether it repeats ``other`` on the same day."""
        mine = (self.who, self.what, self.why, self.denied, clock.local_date(self.at))
        return mine == (other.who, other.what, other.why, other.denied, clock.local_date(other.at))


def describe(event: AuditEvent) -> LogEntry:
    """A row of the trail in words."""
    purpose, _sep, reason = event.purpose.partition(": ")
    why = f"{_PURPOSES[purpose]}{': ' + reason if reason else ''}" if purpose in _PURPOSES else event.purpose
    return LogEntry(
        at=event.at,
        who=event.actor_name,
        what=str(_words(event)),
        why=str(why),
        denied=event.outcome == "denied",
    )


def _words(event: AuditEvent):
    words = WORDS.get(event.action, _("did something else in the case"))
    if event.outcome == "denied":
        return _REFUSED.get(event.action, words)
    if (event.changes or {}).get("how") == [None, "phone"]:
        return _ON_BEHALF.get(event.action, words)
    return words


def lines(events: Iterable[AuditEvent]) -> list[LogEntry]:
    """The trail in words; what somebody did several times in a row on one day becomes one line."""
    told: list[LogEntry] = []
    for line in map(describe, events):
        if told and line.same_as(told[-1]):
            told[-1].times += 1
        else:
            told.append(line)
    return told
