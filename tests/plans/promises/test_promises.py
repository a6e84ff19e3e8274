"""What passes between a guide and a partner about a promise: asked, answered, proposed, decided, reported."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from cases.activity.actions import set_activity
from cases.consents.actions import withdraw_consent
from cases.models import ActivityPeriod, Consent
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from plans.closing.actions import close_case
from plans.milestones.actions import edit_milestone, move_milestone
from plans.models import Milestone, PromiseQuestion, Proposal
from plans.promises import actions
from plans.promises.querysets import quiet
from plans.promises.reading import passed, quiet_of
from tests.helpers import factories
from tests.helpers.promises import make_contact, make_promise, propose_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return make_contact(unit)


@pytest.fixture
def milestone(guide, contact):
    return make_promise(guide, contact)


def stands(row):
    """The row anew, with the property and the queryset of one opinion."""
    row = type(row).objects.select_related("milestone__plan__case", "milestone__contact").get(pk=row.pk)
    assert row.waits == type(row).objects.waiting().filter(pk=row.pk).exists()
    lapsed = row.is_undecided and not row.waits
    assert lapsed == type(row).objects.lapsed().filter(pk=row.pk).exists()
    return row


def test_a_question_is_answered_and_read(guide, contact, milestone):
    row = actions.ask(milestone, by=guide, question="  Møder han?  ")
    mail = OutboxMail.objects.get(to=contact.user.email)
    assert row.question == "Møder han?" and "Møder" not in mail.body + mail.subject
    assert milestone.plan.case.person.first_name not in mail.body and actions.still_waits(
        f"{row.pk}/{contact.user_id}"
    )
    assert stands(row).waits
    actions.answer(row, by=contact.user, text="Ja, hver dag")
    assert not stands(row).waits and not actions.still_waits(f"{row.pk}/{contact.user_id}")
    with pytest.raises(ValidationError):
        actions.answer(row, by=contact.user, text="Nej")
    actions.read_answer(row, by=guide)
    actions.read_answer(row, by=guide)
    row = stands(row)
    assert row.answer == "Ja, hver dag" and row.seen_at
    told = AuditEvent.objects.filter(case_id=milestone.plan.case_id, action__startswith="promise.")
    assert list(told.order_by("pk").values_list("action", flat=True)) == [
        "promise.asked", "promise.answered", "promise.answer_read",
    ]  # fmt: skip


def test_a_mail_about_a_question_says_nothing_of_whom_or_what(guide, contact):
    canary = "KNRløfte"
    milestone = make_promise(
        guide, contact, own_words=f"{canary}ord", professional=f"{canary}fag", first_name=canary
    )
    case, person = milestone.plan.case, milestone.plan.case.person
    told = {name: f"{canary}{name}" for name in ("last_name", "preferred_name", "address", "city", "phone")}
    type(person).objects.filter(pk=person.pk).update(email=f"{canary}@eksempel.dk", **told)
    type(case.plans.get()).objects.update(dream=f"{canary}drøm", small_step=f"{canary}skridt")
    actions.ask(Milestone.objects.get(pk=milestone.pk), by=guide, question=f"{canary}: møder han?")
    assert outbox.send_due() == 1
    (sent,) = mail.outbox
    assert sent.to == [contact.user.email] and str(case.pk) not in sent.message().as_string()
    said = f"{sent.subject} {sent.body} {list(sent.message().items())} {sent.attachments}"
    assert canary.casefold() not in said.casefold() and guide.name not in said
    assert sent.subject == "KUI: Et spørgsmål venter på dig"
    assert sent.body.strip() == "Ungeenheden har spurgt dig om noget. Log ind i KUI: Det står på din forside."


def test_nobody_is_asked_who_cannot_read_it(guide, unit, contact):
    without = make_promise(guide, contact, basis=False)
    nobody = make_promise(guide, factories.ContactFactory(partner__unit=unit))
    family = make_promise(guide, contact, topics=["family"])
    closed = make_promise(guide, contact, own_words="Hjem igen")
    Milestone.objects.filter(pk=closed.pk).update(topics=["family"])
    for milestone in (without, nobody, family, closed):
        with pytest.raises(ValidationError):
            actions.ask(milestone, by=guide, question="Møder han?")
    assert not PromiseQuestion.objects.exists() and not OutboxMail.objects.exists()


def test_a_question_taken_back_cannot_be_answered_nor_one_answered_taken_back(guide, contact, milestone):
    row = actions.ask(milestone, by=guide, question="Møder han?")
    actions.withdraw_question(row, by=guide)
    actions.withdraw_question(row, by=guide)
    with pytest.raises(ValidationError):
        actions.answer(row, by=contact.user, text="Ja")
    other = actions.ask(milestone, by=guide, question="Møder han nu?")
    actions.answer(other, by=contact.user, text="Ja")
    with pytest.raises(ValidationError):
        actions.withdraw_question(other, by=guide)


def test_another_day_is_accepted_through_the_plan(guide, contact, milestone):
    row = propose_day(milestone, contact, days=30)
    assert stands(row).waits
    milestone.refresh_from_db()
    assert milestone.due_on == clock.today() + timedelta(days=14)
    actions.accept(stands(row), by=guide)
    milestone.refresh_from_db()
    move = milestone.history.first()
    assert (
        milestone.due_on == clock.today() + timedelta(days=30)
        and move.by == guide
        and "Foreslået" in move.reason
    )
    assert milestone.plan.case.earliest_open_due == milestone.due_on
    assert stands(row).decision == "accepted"
    with pytest.raises(ValidationError):
        actions.decline(stands(row), by=guide, words="Nej alligevel")


@pytest.mark.parametrize(
    ("kind", "reason", "status"),
    [("end", "done", "reached"), ("end", "no_room", "dropped"), ("not_right", "wrong_offer", "dropped")],
)
def test_an_end_moves_the_milestone_and_what_else_waits_falls_away(
    guide, contact, milestone, kind, reason, status
):
    day = propose_day(milestone, contact)
    asked = actions.ask(milestone, by=guide, question="Møder han?")
    row = actions.propose(milestone, by=contact.user, kind=kind, reason=reason)
    actions.accept(row, by=guide)
    milestone.refresh_from_db()
    assert milestone.status == status
    assert not stands(day).waits and not stands(asked).waits
    for still in (day, asked):
        act = actions.answer if still is asked else actions.accept
        with pytest.raises(ValidationError):
            act(still, by=contact.user, **({"text": "x"} if still is asked else {}))


def test_a_newer_proposal_takes_the_place_of_what_waits_whatever_either_asks(guide, contact, milestone):
    first, other = (
        propose_day(milestone, contact, days=20),
        actions.propose(milestone, by=contact.user, kind="end", reason="no_contact"),
    )
    second = propose_day(milestone, contact, days=25)
    assert [stands(row).decision for row in (first, other, second)] == ["replaced", "replaced", ""]
    with pytest.raises(ValidationError, match="nyere forslag"):
        actions.accept(stands(first), by=guide)
    actions.decline(second, by=guide, words="Skolen kan ikke")
    with pytest.raises(ValidationError, match=rf"allerede sagt nej til forslaget \({guide.name}\)"):
        actions.accept(stands(second), by=guide)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "other_day", "reason": "youth_wish"}, "new_due_on"),
        ({"kind": "other_day", "reason": "youth_wish", "days": -1}, "new_due_on"),
        ({"kind": "other_day", "reason": "youth_wish", "days": 14}, "new_due_on"),
        ({"kind": "extend", "reason": "needs_longer", "days": 13}, "new_due_on"),
        ({"kind": "extend", "reason": "done", "days": 20}, "reason"),
        ({"kind": "end", "reason": "other"}, "words"),
    ],
)
def test_what_makes_no_sense_is_not_proposed(contact, milestone, said, field):
    days = said.pop("days", None)
    due = clock.today() + timedelta(days=days) if days is not None else None
    with pytest.raises(ValidationError) as refused:
        actions.propose(milestone, by=contact.user, new_due_on=due, **said)
    assert field in refused.value.error_dict and not Proposal.objects.exists()


def test_today_and_a_day_later_are_proposed(contact, milestone):
    propose_day(milestone, contact, days=0)
    later = propose_day(milestone, contact, days=15, kind="extend", reason="needs_longer")
    assert Proposal.objects.waiting().get() == later


def test_a_day_that_has_passed_meanwhile_is_not_accepted(guide, contact, milestone):
    row = propose_day(milestone, contact, days=1)
    with clock.travel(clock.today() + timedelta(days=2)), pytest.raises(ValidationError):
        actions.accept(row, by=guide)
    assert stands(row).waits


def test_no_needs_a_reason_and_who_proposes_does_not_decide(guide, contact, milestone):
    row = propose_day(milestone, contact)
    with pytest.raises(ValidationError):
        actions.decline(row, by=guide, words=" ")
    rows, decided = Proposal.objects.filter(pk=row.pk), {"decided_at": clock.now()}
    for values in (
        {"decision": "declined", "decided_by": guide, "decided_words": ""},
        {"decision": "accepted", "decided_by": contact.user},
        {"decision": "accepted", "decided_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**decided, **values)
    actions.decline(row, by=guide, words="Vi holder fast")
    actions.see_outcome(row, by=contact.user)
    assert stands(row).seen_at


def test_without_a_basis_nothing_is_said_for_the_partner(guide, contact, milestone):
    row = actions.ask(milestone, by=guide, question="Møder han?")
    withdraw_consent(Consent.objects.get(), by=guide)
    for act in (
        lambda: actions.answer(row, by=contact.user, text="Ja"),
        lambda: propose_day(milestone, contact),
        lambda: actions.report(milestone, by=contact.user, kind="attended", happened_on=clock.today()),
    ):
        with pytest.raises(ValidationError):
            act()


def test_what_waits_ends_when_the_promise_is_given_to_another(guide, unit, contact, milestone):
    row, asked = propose_day(milestone, contact), actions.ask(milestone, by=guide, question="Møder han?")
    milestone.refresh_from_db()
    colleague = make_contact(unit, partner=contact.partner)
    edit_milestone(milestone, by=guide, expected_version=milestone.version, values={"contact": colleague})
    assert stands(row).waits and stands(asked).waits
    other = make_contact(unit)
    edit_milestone(milestone, by=guide, expected_version=milestone.version, values={"contact": other})
    assert not stands(row).waits and not stands(asked).waits
    with pytest.raises(ValidationError):
        actions.answer(asked, by=other.user, text="Ja")
    carried = {"responsible": "guide", "contact": None}
    edit_milestone(milestone, by=guide, expected_version=milestone.version, values=carried)
    assert not stands(row).waits and not stands(asked).waits


def test_what_waits_ends_with_the_case(guide, leader, contact, milestone):
    row, asked = propose_day(milestone, contact), actions.ask(milestone, by=guide, question="Møder han?")
    close_case(milestone.plan.case, by=leader, reason="moved")
    assert not stands(row).waits and not stands(asked).waits


def test_still_under_way_confirms_what_they_do_there(guide, contact, milestone):
    case = milestone.plan.case
    with clock.travel(clock.today() - timedelta(days=50)):
        set_activity(case, "internship", by=guide, place="Værkstedet")
    ActivityPeriod.objects.update(partner=contact.partner)
    day = clock.today() - timedelta(days=2)
    actions.report(milestone, by=contact.user, kind="attended", happened_on=day)
    assert case.activity_periods.present().get().confirmed_on < day
    actions.report(milestone, by=contact.user, kind="under_way", happened_on=day)
    assert case.activity_periods.present().get().confirmed_on == day
    with pytest.raises(ValidationError):
        actions.report(
            milestone, by=contact.user, kind="attended", happened_on=clock.today() + timedelta(days=1)
        )


@pytest.mark.parametrize(("days", "told"), [(29, None), (30, 30)])
def test_thirty_days_without_a_sign_are_told(guide, contact, days, told):
    with clock.travel(clock.today() - timedelta(days=days)):
        milestone = make_promise(guide, contact, days=90)
    today = clock.today()
    assert quiet_of(milestone, today) == told
    assert quiet(today).exists() == (told is not None)


@pytest.mark.parametrize("sign", ["report", "propose", "ask", "answer", "move"])
def test_every_sign_of_life_counts(guide, contact, sign):
    start = clock.today() - timedelta(days=40)
    with clock.travel(start):
        milestone = make_promise(guide, contact, days=90)
        asked = actions.ask(milestone, by=guide, question="Møder han?")
    assert quiet(clock.today()).exists()
    with clock.travel(clock.today() - timedelta(days=29)):
        {
            "report": lambda: actions.report(milestone, by=contact.user, kind="contact", happened_on=start),
            "propose": lambda: propose_day(milestone, contact),
            "ask": lambda: actions.ask(milestone, by=guide, question="Og nu?"),
            "answer": lambda: actions.answer(asked, by=contact.user, text="Ja"),
            "move": lambda: move_milestone(milestone, "under_way", by=guide),
        }[sign]()
    assert not quiet(clock.today()).exists() and quiet_of(milestone, clock.today()) is None


def test_one_that_has_not_begun_is_not_quiet(guide, contact):
    with clock.travel(clock.today() - timedelta(days=40)):
        milestone = make_promise(guide, contact, days=90, start_on=clock.today() + timedelta(days=41))
    assert not quiet(clock.today()).exists() and quiet_of(milestone, clock.today()) is None
    with clock.travel(clock.today() + timedelta(days=1)):
        assert quiet(clock.today()).exists() and quiet_of(milestone, clock.today()) == 41


def test_what_waits_stands_first(guide, contact, milestone):
    old = propose_day(milestone, contact, kind="extend", reason="needs_longer")
    newer = propose_day(milestone, contact, days=20)
    actions.decline(newer, by=guide, words="Nej")
    # Two could wait at once before; they still do.
    Proposal.objects.filter(pk=old.pk).update(decision="", decided_by=None, decided_at=None, seen_at=None)
    milestone.refresh_from_db()
    found = passed(milestone, clock.today())
    assert [row.pk for row in found.proposals] == [old.pk, newer.pk]


def test_the_mail_is_not_sent_once_nobody_may_read_the_question(guide, unit, contact, milestone):
    row = actions.ask(milestone, by=guide, question="Møder han?")
    asked = f"{row.pk}/{contact.user_id}"
    assert actions.still_waits(asked) and not actions.still_waits(f"{row.pk}/{make_contact(unit).user_id}")
    with clock.travel(Consent.objects.get().expires_on + timedelta(days=1)):
        assert not actions.still_waits(asked)
    contact.until_on = clock.today() - timedelta(days=1)
    contact.save()
    assert not actions.still_waits(asked)


def test_a_proposal_is_taken_back_while_it_waits(guide, unit, contact, milestone):
    row = propose_day(milestone, contact)
    with pytest.raises(ValidationError):
        actions.withdraw_proposal(row, by=make_contact(unit).user)
    for _twice in range(2):
        actions.withdraw_proposal(row, by=contact.user)
    row = stands(row)
    assert (row.decision, row.decided_by, bool(row.seen_at)) == ("withdrawn", contact.user, True)
    with pytest.raises(ValidationError):
        actions.accept(row, by=guide)
    told = AuditEvent.objects.filter(action="promise.proposal_withdrawn")
    assert told.count() == 1
    other = propose_day(milestone, contact, days=40)
    actions.accept(other, by=guide)
    with pytest.raises(ValidationError):
        actions.withdraw_proposal(other, by=contact.user)


@pytest.mark.parametrize(
    ("kind", "reason", "status"), [("end", "done", "reached"), ("not_right", "wrong_offer", "dropped")]
)
def test_a_yes_is_taken_back_until_the_partner_has_seen_it(guide, contact, milestone, kind, reason, status):
    row = actions.propose(milestone, by=contact.user, kind=kind, reason=reason)
    move = actions.accept(row, by=guide)
    milestone.refresh_from_db()
    assert milestone.status == status
    actions.reopen(stands(row), move, by=guide)
    milestone.refresh_from_db()
    assert milestone.is_open and stands(row).waits and stands(row).decided_by is None
    move = actions.accept(stands(row), by=guide)
    actions.see_outcome(stands(row), by=contact.user)
    with pytest.raises(ValidationError):
        actions.reopen(stands(row), move, by=guide)
    milestone.refresh_from_db()
    assert milestone.status == status and stands(row).decision == "accepted"


def test_a_yes_stands_when_something_happened_since(guide, contact, milestone):
    row = propose_day(milestone, contact, days=30)
    move = actions.accept(row, by=guide)
    newer = actions.propose(milestone, by=contact.user, kind="end", reason="no_contact")
    with pytest.raises(ValidationError):
        actions.reopen(stands(row), move, by=guide)
    actions.decline(stands(newer), by=guide, words="Nej")
    milestone.refresh_from_db()
    move_milestone(milestone, "reached", by=guide)
    with pytest.raises(ValidationError):
        actions.reopen(stands(row), move, by=guide)
    assert stands(row).decision == "accepted"


@pytest.mark.parametrize("kind", ["not_right", "other_day"])
def test_what_a_yes_did_is_taken_back_on_the_plan_together_with_the_yes(
    client, guide, contact, milestone, kind
):
    row = propose_day(milestone, contact)
    if kind == "not_right":
        row = actions.propose(milestone, by=contact.user, kind=kind, reason="wrong_offer")
    move, due_on = actions.accept(row, by=guide), milestone.due_on
    client.force_login(guide)
    url = reverse("plans:milestone_undo", args=[milestone.plan.case_id, milestone.pk])
    for _twice in range(2):
        client.post(url, {"move": move.pk})
        milestone.refresh_from_db()
        assert milestone.is_open and milestone.due_on == due_on and stands(row).waits
    actions.accept(stands(row), by=guide)
    actions.see_outcome(stands(row), by=contact.user)
    move = milestone.history.first()
    told = client.post(url, {"move": move.pk}, follow=True).content.decode()
    assert "Partneren har set dit svar" in told and stands(row).decision == "accepted"
    assert milestone.history.first() == move


def test_a_move_of_ones_own_is_taken_back_and_an_earlier_yes_stands(guide, contact, milestone):
    row = propose_day(milestone, contact)
    actions.accept(row, by=guide)
    milestone.refresh_from_db()
    actions.take_back(milestone, move_milestone(milestone, "reached", by=guide), by=guide)
    assert milestone.is_open and milestone.due_on == row.new_due_on
    assert stands(row).decision == "accepted"
