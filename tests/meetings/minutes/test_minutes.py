"""Minutes: written, shared, approved by those who were there, added to; and what a decision becomes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from core.versions import Conflict
from core.working_days import Calendar
from meetings.agenda.actions import add_item
from meetings.minutes import actions
from meetings.minutes.agreed import agreement_of
from meetings.minutes.rules import is_late, share_by
from meetings.models import Approval, Minutes
from meetings.planning.actions import link_of
from plans.closing.actions import close_plan
from plans.milestones.actions import edit_milestone, postpone_milestone
from plans.models import Milestone, PlanChange
from tests.helpers import factories
from tests.helpers.meetings import hold_one, partner_of, plan_one, write

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def meeting(case, guide):
    """A meeting with one point, held today by the young person and the guide; the partner was asked and not there."""
    contact = partner_of(case)
    keys = ["youth", f"colleague-{guide.pk}", f"contact-{contact.pk}"]
    found = hold_one(case, people=keys, present=keys[:2])
    add_item(found, by=guide, title="Uddannelse")
    return found


@pytest.fixture
def sent(meeting, guide):
    """Its minutes, out for comment for five days."""
    minutes = write(meeting, outcome="FGU", youth_text="Du prøver FGU.")
    actions.send_minutes(minutes, by=guide, comment_until=clock.today() + 5 * DAY)
    return minutes


def there(meeting, key):
    return meeting.attendees.get(**link_of(key))


def approve_all(minutes):
    for attendee in minutes.meeting.attendees.present():
        actions.approve(minutes, by=minutes.by, attendee=attendee)


def test_nothing_is_written_before_the_meeting_is_held(case):
    with pytest.raises(ValidationError):
        write(plan_one(case))


def test_who_saves_second_is_told(meeting, guide):
    first = write(meeting, outcome="Det ene")
    assert first.version == 1
    for stale in (0, 2):
        with pytest.raises(Conflict):
            actions.write_minutes(meeting, by=guide, expected_version=stale, text="Det andet")
    assert Minutes.objects.get().text == ""


def test_what_was_approved_before_a_change_is_approved_no_more(sent, meeting, guide):
    youth = there(meeting, "youth")
    actions.approve(sent, by=guide, attendee=youth)
    assert youth not in actions.silent(sent)
    changed = write(meeting, outcome="FGU fra august", youth_text="Du prøver FGU.")
    assert {row.pk for row in actions.silent(changed)} == {row.pk for row in meeting.attendees.present()}
    actions.approve(changed, by=guide, attendee=youth)
    item = meeting.agenda.get()
    actions.decide(item, by=guide, what="Ring", responsible="guide", due_on=clock.today())
    assert len(actions.silent(actions.minutes_of(meeting))) == 2


def test_only_those_who_were_there_approve_and_only_those_asked_comment(sent, meeting, guide):
    absent = meeting.attendees.exclude(contact=None).get()
    with pytest.raises(ValidationError):
        actions.approve(sent, by=guide, attendee=absent)
    actions.comment(sent, by=guide, attendee=absent, text="Jeg kunne ikke komme")
    other = hold_one(meeting.case)
    meeting.attendees.filter(pk=absent.pk).update(left_at=clock.now())
    absent.refresh_from_db()
    for stranger in (absent, other.attendees.get()):
        with pytest.raises(ValidationError):
            actions.comment(sent, by=guide, attendee=stranger, text="Nej")
    with pytest.raises(ValidationError):
        actions.approve(sent, by=guide, attendee=other.attendees.get())
    with pytest.raises(Conflict):
        actions.approve(sent, by=guide, attendee=there(meeting, "youth"), seen_version=sent.version - 1)
    assert not sent.approvals.exists()


def test_closed_when_all_who_were_there_have_approved(sent, meeting, guide):
    with pytest.raises(ValidationError):
        actions.lock_minutes(sent, by=guide)
    actions.approve(sent, by=guide, attendee=there(meeting, "youth"))
    actions.approve(sent, by=guide, attendee=there(meeting, "youth"))  # twice is once
    with pytest.raises(ValidationError):
        actions.lock_minutes(sent, by=guide)
    approve_all(sent)
    actions.lock_minutes(sent, by=guide)
    actions.lock_minutes(sent, by=guide)
    assert Minutes.objects.get().is_approved
    assert sent.approvals.count() == 2
    assert AuditEvent.objects.filter(action="minutes.approved").count() == 1


def test_the_last_approval_closes_them_unless_a_comment_is_unread(sent, meeting, guide):
    colleague = there(meeting, f"colleague-{guide.pk}")
    other = factories.UserFactory(unit=guide.unit)
    meeting.attendees.filter(pk=colleague.pk).update(user=other)
    colleague.refresh_from_db()
    row = actions.comment(sent, by=other, attendee=colleague, text="Datoen er forkert")
    assert row.seen_at is None
    approve_all(sent)
    assert Minutes.objects.get().is_sent
    assert Minutes.objects.lockable(clock.today()).exists()
    for _twice in range(2):
        actions.mark_comments_seen(sent, by=guide)
    assert AuditEvent.objects.filter(action="minutes.comments_seen").count() == 1
    actions.lock_minutes(sent, by=guide)
    assert Minutes.objects.get().is_approved


def test_what_a_guide_writes_down_for_somebody_is_read_already(sent, meeting, guide):
    row = actions.comment(sent, by=guide, attendee=there(meeting, "youth"), text="Fint")
    own = actions.comment(sent, by=guide, attendee=there(meeting, f"colleague-{guide.pk}"), text="Mit eget")
    assert row.seen_at and own.seen_at


def test_comments_are_taken_until_the_day_has_gone_by(sent, meeting, guide):
    youth = there(meeting, "youth")
    with clock.travel(sent.comment_until):
        actions.comment(sent, by=guide, attendee=youth, text="I tide")
    with clock.travel(sent.comment_until + DAY), pytest.raises(ValidationError):
        actions.comment(sent, by=guide, attendee=youth, text="For sent")
    assert sent.comments.count() == 1


def test_lockable_is_what_lock_minutes_takes(sent, meeting, guide):
    def both(on):
        found = Minutes.objects.lockable(on).filter(pk=sent.pk).exists()
        with clock.travel(on), transaction.atomic():
            try:
                actions.lock_minutes(Minutes.objects.get(), by=guide)
                taken = True
            except ValidationError:
                taken = False
            transaction.set_rollback(True)
        assert found is taken
        return found

    days = (sent.comment_until, sent.comment_until + DAY)
    assert [both(day) for day in days] == [False, False]
    actions.approve(sent, by=guide, attendee=there(meeting, "youth"))
    assert [both(day) for day in days] == [False, True]
    Approval.objects.create(
        minutes=sent, attendee=there(meeting, f"colleague-{guide.pk}"), of_version=sent.version, by=guide
    )
    assert [both(day) for day in days] == [True, True]
    Minutes.objects.update(version=sent.version + 1)
    assert [both(day) for day in days] == [False, False]


def test_after_the_day_for_comments_silence_closes_nothing_by_itself(sent, meeting, guide):
    with clock.travel(sent.comment_until + DAY), pytest.raises(ValidationError):
        actions.lock_minutes(sent, by=guide)  # nobody has said yes
    actions.approve(sent, by=guide, attendee=there(meeting, "youth"))
    with clock.travel(sent.comment_until), pytest.raises(ValidationError):
        actions.lock_minutes(sent, by=guide)
    with clock.travel(sent.comment_until + DAY):
        actions.lock_minutes(sent, by=guide)
    assert [row.user for row in actions.silent(sent)] == [guide]


def test_approved_minutes_are_added_to_and_never_changed(sent, meeting, guide):
    with pytest.raises(ValidationError):
        actions.add_to_minutes(sent, by=guide, text="For tidligt")
    approve_all(sent)
    actions.lock_minutes(sent, by=guide)
    item = meeting.agenda.get()
    for act in (
        lambda: write(meeting, outcome="Noget andet"),
        lambda: actions.decide(item, by=guide, what="x", responsible="guide", due_on=clock.today()),
        lambda: actions.comment(sent, by=guide, attendee=there(meeting, "youth"), text="Sent"),
    ):
        with pytest.raises(ValidationError):
            act()
    actions.add_to_minutes(sent, by=guide, text="Datoen er rykket")
    item.refresh_from_db()
    assert (item.outcome, sent.additions.get().text) == ("FGU", "Datoen er rykket")


def test_sharing_gives_a_day_to_come_and_is_done_once(meeting, guide):
    minutes = write(meeting, outcome="FGU")
    with pytest.raises(ValidationError):
        actions.send_minutes(minutes, by=guide, comment_until=clock.today())
    minutes.refresh_from_db()
    actions.send_minutes(minutes, by=guide, comment_until=clock.today() + DAY)
    actions.send_minutes(minutes, by=guide, comment_until=clock.today() + 9 * DAY)
    assert Minutes.objects.get().comment_until == clock.today() + DAY
    with pytest.raises(ValidationError):
        actions.send_minutes(
            actions.minutes_of(hold_one(meeting.case)), by=guide, comment_until=clock.today()
        )


def test_a_decision_is_a_milestone_with_who_and_when(meeting, guide):
    item, due_on = meeting.agenda.get(), clock.today()
    made = actions.decide(item, by=guide, what="Jeg ringer", responsible="youth", due_on=due_on)
    milestone = Milestone.objects.get()
    assert (milestone.own_words, milestone.due_on, made.is_promise) == ("Jeg ringer", due_on, False)
    contact = meeting.attendees.exclude(contact=None).get().contact
    promise = actions.decide(
        item, by=guide, what="En praktikplads", responsible="partner", contact=contact, due_on=due_on
    )
    assert promise.is_promise
    assert promise.milestone.contact == contact


@pytest.mark.parametrize(("was_there", "took_part"), [(True, "meeting"), (False, "no")])
def test_the_young_person_took_part_in_what_was_agreed_if_they_were_there(
    meeting, guide, was_there, took_part
):
    meeting.attendees.filter(is_youth=True).update(attended=was_there)
    decided(meeting, guide)
    (change,) = PlanChange.objects.filter(milestone__isnull=False)
    assert (change.took_part, change.own_words) == (took_part, was_there)


def test_a_decision_refused_leaves_nothing(meeting, guide):
    item, plan = meeting.agenda.get(), meeting.case.plans.get()
    for values in (
        {"responsible": "youth", "due_on": clock.today() - DAY},
        {"responsible": "partner", "due_on": clock.today()},
    ):
        with pytest.raises(ValidationError):
            actions.decide(item, by=guide, what="x", **values)
    close_plan(plan, by=guide, on=clock.today())
    with pytest.raises(ValidationError):
        actions.decide(item, by=guide, what="x", responsible="youth", due_on=clock.today())
    assert not Milestone.objects.exists()


def decided(meeting, guide, **said):
    item = meeting.agenda.first()
    values = {"what": "Jeg besøger FGU", "responsible": "youth", "due_on": clock.today() + 30 * DAY} | said
    return actions.decide(item, by=guide, **values)


def told_of(decision, case):
    decision.refresh_from_db()
    row = agreement_of(decision, case)
    return row.what, row.who, row.due_on


def test_until_they_are_shared_the_minutes_say_what_the_plan_says(meeting, guide, case):
    decision = decided(meeting, guide)
    later = clock.today() + 40 * DAY
    postpone_milestone(decision.milestone, later, by=guide, reason="Skolen har lukket")
    assert told_of(decision, case) == ("Jeg besøger FGU", case.person.called, later)
    assert not decision.differs


def test_what_was_agreed_stands_in_shared_minutes_whatever_becomes_of_the_plan(sent, meeting, guide, case):
    """Those who were there approve what was agreed that day; the plan is lived on afterwards."""
    day = clock.today() + 30 * DAY
    first = decided(meeting, guide, what="Guiden ringer til skolen", responsible="guide")
    approve_all(sent)
    assert actions.minutes_of(meeting).is_approved
    milestone = first.milestone
    postpone_milestone(milestone, day + 9 * DAY, by=guide, reason="Skolen har lukket")
    values = {"own_words": "Guiden skriver til skolen"}
    edit_milestone(
        milestone, by=guide, expected_version=milestone.version, values=values, took_part="meeting"
    )
    case.guide = factories.UserFactory(unit=case.unit)
    assert told_of(first, case) == ("Guiden ringer til skolen", guide.name, day)
    assert first.differs
    with pytest.raises(ValidationError):
        actions.agree_anew(first, by=guide)
    assert told_of(first, case)[2] == day


def test_before_they_are_approved_what_was_agreed_is_corrected_and_approved_anew(sent, meeting, guide, case):
    decision = decided(meeting, guide)
    youth = there(meeting, "youth")
    actions.approve(actions.minutes_of(meeting), by=guide, attendee=youth)
    later = clock.today() + 40 * DAY
    postpone_milestone(decision.milestone, later, by=guide, reason="Datoen var skrevet forkert")
    assert told_of(decision, case)[2] == clock.today() + 30 * DAY
    actions.agree_anew(decision, by=guide)
    assert told_of(decision, case)[2] == later and not decision.differs
    minutes = actions.minutes_of(meeting)
    assert youth in actions.silent(minutes)
    actions.agree_anew(decision, by=guide)
    assert actions.minutes_of(meeting).version == minutes.version
    assert AuditEvent.objects.filter(action="minutes.agreed_anew").count() == 1


def test_the_page_says_what_was_agreed_and_what_the_plan_says_now(client, sent, meeting, guide, case):
    decision = decided(meeting, guide)
    values = {"own_words": "Jeg besøger EUD"}
    milestone = decision.milestone
    edit_milestone(
        milestone, by=guide, expected_version=milestone.version, values=values, took_part="meeting"
    )
    client.force_login(guide)
    url = reverse("meetings:meeting", args=[case.pk, meeting.pk])
    page = client.get(url).content.decode()
    assert "Jeg besøger FGU" in page and "Planen siger nu: Jeg besøger EUD" in page
    to = reverse("meetings:decision_anew", args=[case.pk, meeting.pk, decision.item_id, decision.pk])
    assert to in page
    assert client.post(to).status_code == 303
    page = client.get(url).content.decode()
    assert "Jeg besøger EUD" in page and "Planen siger nu" not in page and to not in page


def test_the_database_holds_the_states_together(sent):
    for values in (
        {"state": "draft"},
        {"state": "approved"},
        {"sent_at": None},
        {"approved_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Minutes.objects.filter(pk=sent.pk).update(**values)


def test_what_is_shared_is_the_same_asked_of_a_row_and_of_the_database(sent, case):
    draft = write(hold_one(case), text="Kladde")
    assert [row.pk for row in Minutes.objects.shared()] == [row.pk for row in (sent, draft) if row.is_shared]


@pytest.mark.parametrize(
    ("held_on", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 9)),  # a Monday
        (date(2026, 11, 6), date(2026, 11, 13)),  # a Friday
        (date(2026, 3, 27), date(2026, 4, 8)),  # over Easter: Thursday, Friday and Monday are free
        (date(2026, 12, 18), date(2026, 12, 28)),  # over Christmas, 24 December counted
    ],
)
def test_minutes_are_shared_within_five_working_days(held_on, last):
    calendar = Calendar()
    assert share_by(held_on, calendar) == last
    assert not is_late(held_on, last, calendar)
    assert is_late(held_on, last + DAY, calendar)


@pytest.mark.parametrize(
    ("on", "until"), [(date(2026, 11, 2), date(2026, 11, 9)), (date(2026, 3, 27), date(2026, 4, 8))]
)
def test_those_who_were_there_are_proposed_five_working_days_to_comment(client, guide, on, until):
    with clock.travel(on):
        found = hold_one(factories.make_case(guide), people=["youth"], present=["youth"])
        client.force_login(guide)
        page = client.get(reverse("meetings:meeting", args=[found.case_id, found.pk]))
    assert page.context["send_form"].initial == {"comment_until": until}
