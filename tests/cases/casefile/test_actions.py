"""The verbs of casework: dated rows and the columns of today stay together, whatever is done in whatever order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.activity import actions as activity_actions
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.consents import actions as consents_actions
from cases.guides import actions as guides_actions
from cases.models import Activity, Assignment, Case, Consent, Note, Status
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from core.versions import Conflict
from tests.helpers import factories
from tests.helpers.daily import tries


def _agrees(case):
    """The columns of today say what the dated rows say, and there is one of each."""
    today = clock.today()
    case.refresh_from_db()
    rows = list(case.status_periods.current().holding(today))
    assert [row.status for row in rows] == [case.status]
    assert all(row.holds(today) for row in rows)
    owners = case.assignments.current().filter(until_on=None, kind="guide")
    assert [row.user_id for row in owners] == ([case.guide_id] if case.guide_id else [])
    present = case.activity_periods.current().filter(until_on=None).first()
    assert case.activity == (present.activity if present else Activity.UNKNOWN)
    latest = case.notes.filter(kind__in=Note.CONTACT_KINDS).order_by("-happened_on").first()
    assert case.last_contact_on == (latest.happened_on if latest else None)


ACTS = ("assign", "deputy", "activity", "confirm", "note", "pause", "resume", "close", "reopen")


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), max_size=14))
@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_acts_leaves_a_whole_case(guide, colleague, leader, acts):
    with clock.travel(date(2026, 1, 5)):
        case = factories.make_case(guide, cpr="", first_name="Ida")
    done = 0
    before = AuditEvent.objects.filter(case_id=case.pk).count()
    day = date(2026, 1, 5)
    for act, days in acts:
        day += timedelta(days=days)
        with clock.travel(day):
            try:
                _do(act, case, guide, colleague, leader)
            except ValidationError:
                case.refresh_from_db()
            else:
                done += 1
            _agrees(case)
    assert Case.objects.filter(person=case.person).open().count() <= 1
    assert AuditEvent.objects.filter(case_id=case.pk).count() - before >= done - acts.count(("confirm", 0))


def _do(act, case, guide, colleague, leader):
    match act:
        case "assign":
            guides_actions.assign(case, colleague if case.guide == guide else guide, by=leader)
        case "deputy":
            guides_actions.assign(
                case, None if case.deputy else colleague, by=leader, kind=Assignment.Kind.DEPUTY
            )
        case "activity":
            activity_actions.set_activity(
                case, Activity.FGU if case.activity != Activity.FGU else Activity.NONE, by=guide
            )
        case "confirm":
            activity_actions.confirm_activity(case, by=guide)
        case "note":
            notes_actions.add_note(case, by=guide, text="Talt sammen")
        case "pause":
            casefile_actions.set_status(case, Status.PAUSED, by=guide)
        case "resume":
            casefile_actions.set_status(case, Status.RUNNING, by=guide)
        case "close":
            closing_actions.close(case, by=leader, reason="moved")
        case "reopen":
            closing_actions.reopen(case, by=leader)


def test_what_was_known_can_be_known_again(guide, colleague, leader):
    """As of 31 December, known on 8 January: a correction made later does not change what we knew."""
    with clock.travel(date(2025, 12, 1)):
        case = factories.make_case(guide, on=date(2025, 12, 1))
    with clock.travel(date(2026, 1, 8)):
        known_on = clock.now()
    with clock.travel(date(2026, 1, 20)):
        guides_actions.assign(case, colleague, by=leader, on=date(2025, 12, 15))
    then = case.assignments.known_on(known_on).holding(date(2025, 12, 31))
    now = case.assignments.current().holding(date(2025, 12, 31))
    assert [row.user for row in then] == [guide]
    assert [row.user for row in now] == [colleague]


def test_a_period_holds_its_first_day_and_not_its_last(guide, colleague, leader):
    with clock.travel(date(2026, 3, 1)):
        case = factories.make_case(guide, on=date(2026, 3, 1))
    with clock.travel(date(2026, 3, 10)):
        guides_actions.assign(case, colleague, by=leader, on=date(2026, 3, 10))
    row = case.assignments.current().get(user=guide)
    for day, holds in ((1, True), (9, True), (10, False)):
        on = date(2026, 3, day)
        assert row.holds(on) is holds
        assert case.assignments.current().filter(pk=row.pk).holding(on).exists() is holds


def test_a_note_is_its_writers_for_an_hour(case, guide, colleague):
    note = notes_actions.add_note(case, by=guide, text="Først")
    assert note.editable_by(guide, note.recorded_at + timedelta(minutes=59, seconds=59))
    assert not note.editable_by(guide, note.recorded_at + timedelta(hours=1))
    assert not note.editable_by(colleague, note.recorded_at)
    change = {"text": "Rettet", "kind": note.kind, "happened_on": note.happened_on}
    notes_actions.edit_note(note, by=guide, expected_version=1, **change)
    kept = AuditEvent.objects.get(action="note.edited")
    assert kept.changes["text"] == ["Først", "Rettet"]
    with pytest.raises(Conflict):
        notes_actions.edit_note(note, by=guide, expected_version=1, **change)
    with clock.travel(note.recorded_at + timedelta(hours=1)), pytest.raises(ValidationError):
        notes_actions.edit_note(note, by=guide, expected_version=2, **change)


def test_a_second_open_case_is_refused(case, guide):
    with pytest.raises(casefile_actions.AlreadyKnown) as known:
        casefile_actions.open_case(case.person, by=guide, on=clock.today(), guide=guide)
    assert known.value.case.pk == case.pk


def test_only_active_guides_of_the_unit_carry_cases(case, leader, stranger, admin, colleague):
    colleague.is_active = False
    for somebody in (stranger, admin, colleague, None):
        with pytest.raises(ValidationError):
            guides_actions.assign(case, somebody, by=leader)
    case.refresh_from_db()
    assert case.guide.is_active and case.guide.unit_id == case.unit_id


def test_a_shielded_case_is_not_opened_with_a_purpose(guide, colleague):
    case = factories.make_case(guide, shielded=True)
    with pytest.raises(ValidationError):
        access_actions.open_with_purpose(case, by=colleague, purpose="sparring", reason="Nysgerrig")
    assert not Case.objects.visible_to(colleague).exists()
    assert not Case.objects.known_to(colleague).exists()


def test_unknown_is_not_confirmed(case, guide):
    activity_actions.set_activity(case, Activity.UNKNOWN, by=guide)
    with pytest.raises(ValidationError):
        activity_actions.confirm_activity(case, by=guide)
    assert not case.activity_is_fresh()


@pytest.mark.parametrize("days", [0, 89, 90, 91])
def test_fresh_is_the_same_as_property_and_as_queryset(case, guide, days):
    activity_actions.set_activity(case, Activity.FGU, by=guide)
    on = clock.today() + timedelta(days=days)
    stale = Case.objects.unconfirmed(on, case.unit.activity_fresh_days).filter(pk=case.pk).exists()
    assert case.activity_is_fresh(on) is not stale


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_overdue_is_the_same_as_property_and_as_queryset(case, guide, days):
    factories.make_milestone(case, due_on=clock.today() + timedelta(days=days))
    case.refresh_from_db()
    assert case.is_overdue() is Case.objects.overdue(clock.today()).filter(pk=case.pk).exists()
    assert case.is_overdue() is (days < 0)


def test_a_basis_ends_with_its_day_or_its_withdrawal(case, guide, partner_user):
    partner = partner_user.partner_contact.partner
    network_actions.add_participation(case, partner, by=guide)
    today = clock.today()
    consent = consents_actions.give_consent(
        Consent(
            case=case,
            partner=partner,
            topics=["plan"],
            purpose="Praktik",
            expires_on=today + timedelta(days=2),
        ),
        by=guide,
    )

    def sees(day):
        with clock.travel(day):
            seen = Case.objects.visible_to(partner_user).exists()
            assert seen is consent.in_force()
            return seen

    assert [sees(today + timedelta(days=n)) for n in (0, 2, 3)] == [True, True, False]
    consents_actions.withdraw_consent(consent, by=guide)
    consent.refresh_from_db()
    assert not sees(today)
