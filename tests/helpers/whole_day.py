"""Something of every kind that Min dag tells of, any number of times."""

from datetime import timedelta

from audit import trail
from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.consents import actions as consents_actions
from cases.guides.actions import assign
from cases.models import Case, ClosingRequest, Consent, Mention, YoungPerson
from cases.notes import actions as notes_actions
from core import clock
from intake.models import Department, Inquiry, Statement
from meetings.minutes.actions import comment, send_minutes
from participation.acts.models import OwnAct
from participation.conversation.actions import say, say_oneself
from plans.models import Agreement, Milestone, PromiseQuestion, PromiseReport, Proposal
from plans.qualification import asking
from practice.barometer.actions import open_round
from practice.competences.actions import add_course
from practice.iglo.actions import agree_step
from practice.iglo.models import Level
from practice.onboarding.actions import add_template_point, start_list
from progress.scales.actions import Said, record_scales
from progress.wellbeing.actions import record_wellbeing
from tests.helpers import factories
from tests.helpers.entering import invite_youth
from tests.helpers.invitations import make_meeting
from tests.helpers.meetings import hold_one, plan_one, write
from workspace.models import Postponement, Todo, Transfer, TransferLine
from workspace.transfer.actions import transfer_cases

KINDS = {
    "duty",
    "duty-contact",
    "duty-why",
    "own-act",
    "activity",
    "confirm",
    "contact",
    "both",
    "age",
    "protection",
    "milestone",
    "effort",
    "cannot-yet",
    "agreement",
    "todo",
    "course",
    "step",
    "round",
    "article",
    "consent",
    "qualification",
    "taken-over",
    "closing",
    "closing-back",
    "follow-up",
    "inquiry",
    "mention",
    "clash",
    "stalled",
    "meeting-answer",
    "remark",
    "not-read",
    "promise-proposed",
    "promise-absent",
    "promise-answered",
    "promise-fell-away",
    "promise-not-answered",
    "promise-quiet",
    "meeting",
    "meeting-passed",
    "minutes",
    "minutes-close",
    "minutes-comment",
    "minutes-own",
    "wellbeing",
    "scales",
}


def born(years, days=0):
    """The day of birth of somebody who is so old."""
    return clock.today() - timedelta(days=365 * years + years // 4 + days)


def fill(guide, colleague, leader, times: int) -> None:
    """``times`` of everything around ``guide``; the leader decides on what the guide asks."""
    if not guide.introductions.exists():
        _listed(guide, colleague, leader)
    for _n in range(times):
        _young(guide)
        _grown(guide, colleague, leader)
        _elsewhere(guide, colleague)
        _looked_back(guide)
        _asked(guide)
        _promised(guide)
        _met(guide)
        _minuted(guide, colleague)
        _measured(guide)
        _done_oneself(guide)
        _agreed(guide, leader)


def _agreed(guide, leader):
    """A step of the unit that is the guide's and one that is the leader's, and a round that is open."""
    day = clock.today() + timedelta(days=4)
    for owner in (guide, leader):
        said = {"level": Level.GROUP, "text": "Vi ringer først", "sign": "Færre mails"}
        agree_step(unit=guide.unit, by=leader, owner=owner, due_on=day, **said)
    open_round(unit=guide.unit, by=leader, title="Efterår", statements=[], own=["Vi ringer"], closes_on=day)


def _listed(guide, colleague, leader):
    """The guide's list before they stop, and the colleague's, who is new: of each, one runs at a time."""
    for who, direction in ((guide, "leaving"), (colleague, "joining")):
        add_template_point(by=leader, direction=direction, text="Sig hej", days=0)
        start_list(who, by=leader, direction=direction, day=clock.today())


def _done_oneself(guide):
    """Something that a young person did on their own page, and something that they have not read there."""
    with clock.travel(clock.today() - timedelta(days=10)):
        case = factories.make_case(guide, birth_date=born(20))
        invite_youth(case, channel="paper", destination="")
        step = factories.make_milestone(case)
        step.plan.case = case
        say(step, "Vil du selv ringe?", by=guide)
    OwnAct.objects.create(case=case, kind=OwnAct.Kind.AGREED, by=guide)


def _met(guide):
    """A meeting whose minutes nobody has shared, and one of which nobody has said that it was held."""
    held, passed = (factories.make_case(guide, birth_date=born(20)) for _n in range(2))
    with clock.travel(clock.today() - timedelta(days=20)):
        hold_one(held, kind="transition")
        plan_one(passed, kind="transition", on=clock.today() + timedelta(days=1))


def _minuted(guide, colleague):
    """Minutes whose day for comments has passed, with a colleague's comment; and a colleague's, at which one was."""
    ours, theirs = factories.make_case(guide, birth_date=born(20)), factories.make_case(colleague)
    with clock.travel(clock.today() - timedelta(days=3)):
        for case, other in ((ours, colleague), (theirs, guide)):
            meeting = hold_one(case, kind="transition", people=["youth", f"colleague-{other.pk}"])
            minutes = write(meeting, text="Vi talte")
            send_minutes(minutes, by=case.guide, comment_until=clock.today() + timedelta(days=1))
            if case is ours:
                comment(minutes, by=other, attendee=meeting.attendees.get(user=other), text="Husk datoen")


def _measured(guide):
    """Scales that are to be asked anew, and a low answer about wellbeing that waits."""
    case = factories.make_case(guide, birth_date=born(20), on=clock.today() - timedelta(days=120))
    day = clock.today() - timedelta(days=100)
    record_scales(case, {"skole": Said(4, 7)}, by=guide, voice="youth", on=day)
    record_wellbeing(case, [1, 1, 1, 1, 1], by=guide)


def _young(guide):
    """Clocks of the duty: one that was missed, met too late, one whose activity is awaited, and one that has
    just begun.
    """
    today = clock.today()
    missed, running, begun = (factories.make_case(guide, birth_date=born(16)) for _n in range(3))
    activity_actions.set_activity(begun, "none", by=guide)
    with clock.travel(today - timedelta(days=50)):
        activity_actions.set_activity(missed, "none", by=guide)
    with clock.travel(today - timedelta(days=20)):
        notes_actions.add_note(missed, by=guide, text="Talt")
    with clock.travel(today - timedelta(days=2)):
        activity_actions.set_activity(running, "none", by=guide)
        notes_actions.add_note(running, by=guide, text="Talt")


def _grown(guide, colleague, leader):
    """Lines of a case in its own columns, and all that hangs on it."""
    today = clock.today()
    both, stalled, quiet, unstated = (
        factories.make_case(guide, birth_date=born(20), on=today - timedelta(days=100)) for _n in range(4)
    )
    for case in (both, stalled, quiet):
        activity_actions.set_activity(case, "job", by=guide, on=today - timedelta(days=85))
    unit = guide.unit
    Case.objects.filter(pk=both.pk).update(
        last_contact_on=today - timedelta(days=unit.contact_days + 1),
        last_move_on=today,
        activity_confirmed_on=today - timedelta(days=unit.activity_fresh_days + 1),
    )
    Case.objects.filter(pk=quiet.pk).update(
        last_contact_on=today - timedelta(days=unit.contact_days),
        activity_clash="hours",
        activity_confirmed_on=today,
    )
    Case.objects.filter(pk=unstated.pk).update(last_contact_on=today)
    YoungPerson.objects.filter(pk=unstated.person_id).update(address_protected=True, protected_until=today)
    fresh = factories.make_case(guide, birth_date=born(17, 300))
    activity_actions.set_activity(
        fresh, "job", by=guide, on=today - timedelta(days=unit.activity_fresh_days - 3)
    )
    Case.objects.filter(pk=fresh.pk).update(last_contact_on=today)
    factories.make_milestone(both, due_on=today)
    make_meeting(both, at=clock.at(today, 12), invited=False)
    met = make_meeting(both, "youth")
    met.attendees.update(is_required=True, answer="no", answered_at=clock.now())
    factories.make_effort(both, until_on=today - timedelta(days=1))
    _wished(both, guide)
    partner = factories.PartnerFactory(unit=unit)
    consent = Consent(case=both, partner=partner, topics=["plan"], purpose="Praktik", expires_on=today)
    consents_actions.give_consent(consent, by=guide)
    transfer = Transfer.objects.create(
        unit=unit, kind="for_good", from_user=colleague, to_user=guide, from_on=today, reason="Ny", by=leader
    )
    TransferLine.objects.create(transfer=transfer, case=both)
    asking.ask(factories.make_milestone(both), by=guide, partner=partner, question="Kan I?", send_now=False)
    beside = factories.make_case(colleague)
    assign(beside, guide, by=leader, kind="deputy")
    assign(factories.make_case(guide), colleague, by=leader)
    transfer_cases([beside], guide, by=leader, reason="Ny", until_on=today + timedelta(days=5))
    back = {"decision": "sent_back", "decided_by": leader, "decided_at": clock.now(), "words": "Hvad nu?"}
    ClosingRequest.objects.create(case=both, asked_by=guide, reason="destination", **back)
    ClosingRequest.objects.create(case=quiet, asked_by=guide, reason="destination")
    Postponement.objects.create(
        case=quiet,
        source="contact",
        due_on=today,
        until_on=today + timedelta(days=5),
        reason="Er på højskole",
        by=guide,
    )
    factories.make_case(guide, birth_date=born(20))


def _wished(case, guide):
    """What could not be done a month ago, a no to the plan, tasks of the guide's own, and an attempt in vain."""
    today = clock.today()
    step = factories.make_milestone(case)
    step.plan.case = case
    say_oneself(step, "Hvornår begynder jeg?", by=guide)
    Milestone.objects.filter(pk=step.pk).update(
        status="cannot_yet", cannot_on=today - timedelta(days=30), cannot_because="Venter"
    )
    said = {"answer": "no", "because": "Nej", "content": "0" * 64, "plan_version": 1}
    Agreement.objects.create(plan=step.plan, by=guide, **said)
    for about in (case, None):
        Todo.objects.create(case=about, owner=guide, text="Ring", due_on=today)
        factories.make_article(guide, review_on=today)
    add_course(by=guide, title="Kursus", held_on=today)
    notes_actions.add_note(case, by=guide, text="Ingen svar", kind="attempt")


def _elsewhere(guide, colleague):
    """A colleague's case, in which they name the guide, and one that the guide has looked at."""
    case, seen = factories.make_case(colleague), factories.make_case(guide, birth_date=born(20))
    note = notes_actions.add_note(case, by=colleague, text="Spørg")
    Mention.objects.create(note=note, case=case, user=guide, by=colleague)
    trail.record("case.look", by=guide, case_id=seen.pk, relation="own")
    AuditEvent.objects.create(actor_id=guide.pk, action="case.look", case_id=case.pk, outcome="denied")


def _looked_back(guide):
    """A case closed with a destination three months ago."""
    closed_on = clock.today() - timedelta(days=92)
    person = factories.make_person(guide.unit, birth_date=born(20))
    person.derive()
    person.save()
    Case.objects.create(
        person=person,
        unit=guide.unit,
        guide=guide,
        opened_on=closed_on - timedelta(days=200),
        status="closed",
        closed_on=closed_on,
        close_reason="destination",
    )


def _promised(guide):
    """A partner that has proposed, answered and reported absence; one that cannot answer; a promise gone quiet."""
    today, contact = clock.today(), factories.ContactFactory(partner__unit=guide.unit)
    with clock.travel(today - timedelta(days=31)):
        quiet = factories.make_case(guide, birth_date=born(20))
        carried = {"responsible": "partner", "contact": contact, "due_on": today + timedelta(days=40)}
        factories.make_milestone(quiet, **carried)
    case = factories.make_case(guide, birth_date=born(20))
    promise = factories.make_milestone(case, **carried)
    reached = factories.make_milestone(case, status="reached", reached_on=today, **carried)
    by = factories.UserFactory(unit=guide.unit, role="partner")
    about = {"milestone": promise, "partner": contact.partner, "asked_by": guide, "question": "Møder hun?"}
    PromiseQuestion.objects.create(**about)
    PromiseQuestion.objects.create(**about, answer="Ja", answered_by=by, answered_at=clock.now())
    PromiseQuestion.objects.create(**about | {"milestone": reached})
    said = {"kind": "end", "reason": "done", "by": by}
    Proposal.objects.create(milestone=promise, partner=contact.partner, **said)
    PromiseReport.objects.create(milestone=promise, partner=contact.partner, kind="absent", by=by)


def _asked(guide):
    """Inquiries: one that waits for a statement, and one that has it."""
    department, today = Department.objects.order_by("pk").first(), clock.today()
    for answered in (False, True):
        inquiry = Inquiry(
            unit=guide.unit,
            first_name="Ny",
            last_name="Henvendelse",
            asked_by="school",
            reason="Fravær",
            received_on=today - timedelta(days=20),
            received_by=guide,
        )
        inquiry.derive()
        inquiry.save()
        answer = {"answered_at": clock.now(), "answered_by": guide, "view": "unsure", "text": "?"}
        Statement.objects.create(
            inquiry=inquiry,
            department=department,
            question="?",
            basis="law",
            basis_note="Loven",
            asked_by=guide,
            asked_on=today - timedelta(days=19),
            **(answer if answered else {}),
        )
