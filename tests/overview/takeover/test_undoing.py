"""What is given over is seen first, stands on a receipt, and goes back as long as nothing has happened to it since."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.users.actions import close_user
from audit.models import AuditEvent
from cases.access.actions import name_persons
from cases.guides.actions import assign
from cases.models import Assignment, Case, Note, Participation
from cases.network.actions import add_colleague, add_participation
from core import clock
from core.mail.models import OutboxMail
from overview.takeover import actions, back, left, undoing
from partners.directory.actions import change_contact
from plans.models import Milestone
from practice.iglo.actions import agree_step
from practice.rhythm.actions import add_rhythm
from tests.helpers import factories
from tests.helpers.inquiries import ask, make_inquiry
from tests.helpers.meetings import hold_one, invite_one, plan_one
from workspace.models import Transfer
from workspace.todos.actions import do_todo, write_todo
from workspace.transfer.actions import cover, transfer_cases, undo_transfer

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def third(unit):
    return factories.UserFactory(unit=unit, name="Tine Tredje")


@pytest.fixture
def everything(guide, third, leader, admin):
    """A line of each kind with a guide who has stopped."""
    day = timedelta(days=1)
    own, other, covered = factories.make_case(guide), factories.make_case(third), factories.make_case(third)
    assign(other, guide, by=leader, kind=Assignment.Kind.DEPUTY)
    cover(covered, guide, by=leader, from_on=clock.today(), until_on=clock.today() + 5 * day)
    cover(own, third, by=leader, from_on=clock.today(), until_on=clock.today() + 5 * day)
    add_colleague(other, guide, by=leader, role="Mentor")
    shielded = factories.make_case(guide, shielded=True, first_name="Hemmelig")
    boss = factories.UserFactory(unit=guide.unit, role="leader", name="Birgit Boss")
    name_persons(shielded, [guide, boss], by=leader)
    plan_one(own), invite_one(other, people=("youth", f"colleague-{guide.pk}"))
    hold_one(factories.make_case(guide))
    write_todo("Mit eget", clock.today() + day, by=guide)
    factories.make_article(guide)
    add_rhythm(guide.unit, by=leader, kind="other", title="Kaffe", owner=guide, every="week", weekday=4)
    step = {"level": "group", "text": "Kaffe", "sign": "De bliver", "owner": guide}
    agree_step(unit=guide.unit, by=leader, due_on=clock.today() + day, **step)
    close_user(guide, by=admin)


def lines(user, reader):
    return left.lines_of(left.of_user(user, clock.today()), reader, 200)


def stand(user, reader):
    return sorted(line.key.partition("-")[0] + line.words for line in lines(user, reader))


@pytest.mark.parametrize("whom", ["colleague", "nobody"])
def test_all_of_it_goes_back_to_where_it_lay(everything, guide, colleague, leader, whom):
    before, to = stand(guide, leader), colleague if whom == "colleague" else None
    columns = ("pk", "guide", "deputy", "cover", "cover_from", "cover_until", "status", "status_since")
    rows = list(Case.objects.order_by("pk").values_list(*columns))
    assert len({key.partition("-")[0] for key in (line.key for line in lines(guide, leader))}) == 12
    event = actions.follow_user(guide, lines(guide, leader), to, by=leader, reason="Stoppet")
    assert lines(guide, leader) == []
    assert back.undo(event, by=leader) == set()
    assert stand(guide, leader) == before
    assert list(Case.objects.order_by("pk").values_list(*columns)) == rows
    shielded = Case.objects.get(shielded=True)
    named = {row.user.name for row in shielded.named.all()}
    assert named == {"Gitte Guide", "Birgit Boss"}, "who took over is not named any more"
    assert not Transfer.objects.standing().exists()
    with pytest.raises(ValidationError):
        back.undo(event, by=leader)


def test_what_has_moved_on_is_listed_and_left(client, everything, guide, colleague, third, leader):
    found = lines(guide, leader)
    event = actions.follow_user(guide, found, colleague, by=leader, reason="Stoppet")
    todo, case = (next(line for line in found if line.kind == kind) for kind in ("todo", "deputy"))
    todo.row.refresh_from_db()
    do_todo(todo.row, by=colleague)
    assign(Case.objects.get(pk=case.row.pk), leader, by=leader, kind=Assignment.Kind.DEPUTY)
    client.force_login(leader)
    url = reverse("overview:takeover_done", args=[event.pk])
    page = client.get(url).text
    assert "Det her er kommet videre siden" in page and "Egen opgave" in page and "Mit eget" not in page
    undo = reverse("overview:takeover_undo", args=[event.pk])
    assert f'action="{undo}"' in page
    said = client.post(undo, follow=True).text
    assert "2 linjer var kommet videre siden" in said and "Dette blev fortrudt" in said
    assert f'action="{undo}"' not in said
    kept = AuditEvent.objects.get(action=undoing.UNDONE).changes["left"]
    assert set(kept) == {todo.key, case.key}
    assert "Det er allerede fortrudt" in client.post(undo, follow=True).text
    assert AuditEvent.objects.filter(action=undoing.UNDONE).count() == 1


def test_only_who_did_it_and_within_the_hour(client, everything, guide, colleague, leader):
    second = factories.UserFactory(unit=leader.unit, role="leader")
    event = actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="Stoppet")
    undo = reverse("overview:takeover_undo", args=[event.pk])
    for who, moment in ((second, clock.now()), (leader, clock.now() + timedelta(minutes=61))):
        with clock.travel(moment):
            client.force_login(who)
            assert undo not in client.get(reverse("overview:takeover_done", args=[event.pk])).text
            assert "kun fortrydes inden for en time" in client.post(undo, follow=True).text
    assert lines(guide, leader) == []


def test_everybody_whose_work_moves_is_told_of_it_and_of_the_undoing(
    everything, guide, colleague, third, leader
):
    OutboxMail.objects.all().delete()
    event = actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="Stoppet")
    [mail] = OutboxMail.objects.filter(subject="KUI: noget er givet videre")
    assert (
        mail.to == colleague.email and "Sager som ungeguide: 3" in mail.body and "Hemmelig" not in mail.body
    )
    back.undo(event, by=leader)
    [mail] = OutboxMail.objects.filter(subject="KUI: en overdragelse er fortrudt")
    assert mail.to == colleague.email and "ligger hos Gitte Guide igen" in mail.body
    event = actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="Stoppet")
    back.undo(event, by=leader)
    told = OutboxMail.objects.filter(to=third.email, subject__startswith="KUI: ")
    assert [mail.subject.partition(": ")[2] for mail in told.order_by("pk")] == [
        "noget er givet videre",
        "en overdragelse er fortrudt",
    ], "their cover is gone, and there again"


def test_a_hand_over_is_seen_first_with_its_notes(client, everything, guide, colleague, leader):
    client.force_login(leader)
    url = left.url_of(guide)
    sent = {"scope": "alle", "to": colleague.pk, "reason": "Nyt job", "submit_key": "k1"}
    answer = client.post(url, sent)
    page = answer.text
    assert answer.status_code == 200 and "Se det først" in page and "Det vigtigste at vide" in page
    assert len(lines(guide, leader)) > 10 and "Hemmelig" not in page
    assert "har 0 sager nu og 3 bagefter" in " ".join(page.split())
    assert page.count("<textarea") == 2, "none for a shielded case"
    chosen = [line.key for line in lines(guide, leader)]
    case = Case.objects.filter(guide=guide, shielded=False).first()
    note = {f"note-{case.pk}": "Ring til mor først"}
    sent = {"to": colleague.pk, "reason": "Nyt job", "submit_key": "k1", "lines": chosen} | note
    kept = client.post(url, sent | {"step": "back"})
    assert kept.status_code == 200 and "Ring til mor først" in kept.text
    for _n in range(2):
        answer = client.post(url, sent | {"step": "send"})
        event = AuditEvent.objects.get(action="takeover.user")
        assert answer["Location"] == reverse("overview:takeover_done", args=[event.pk])
    assert Note.objects.get(case=case, text="Ring til mor først").by == leader
    assert "Sager som ungeguide" in client.get(answer["Location"]).text
    back.undo(event, by=leader)
    assert Note.objects.filter(case=case, text="Overdragelsen blev fortrudt.").exists()


def test_of_two_leaders_the_second_is_told_what_the_first_gave(client, everything, guide, colleague, leader):
    second = factories.UserFactory(unit=leader.unit, role="leader")
    chosen = [line.key for line in lines(guide, leader) if not line.hidden]
    actions.follow_user(guide, lines(guide, leader)[:1], colleague, by=second, reason="Stoppet")
    client.force_login(leader)
    sent = {"to": colleague.pk, "reason": "x", "lines": chosen, "step": "send"}
    answer = client.post(left.url_of(guide), sent)
    assert answer.status_code == 422
    assert "Noget af det, du valgte, er givet videre imens" in answer.text
    actions.follow_user(guide, lines(guide, leader), colleague, by=second, reason="Stoppet")
    answer = client.post(left.url_of(guide), sent)
    assert answer.status_code == 422
    assert "Noget af det, du valgte, er givet videre imens" in answer.text, "and nothing is left"


def test_a_partners_promises_go_back_and_who_only_came_by_them_is_out(client, case, guide, leader, admin):
    contact = factories.ContactFactory(partner__unit=leader.unit, name="Mette Mentor")
    other = factories.ContactFactory(partner__unit=leader.unit, name="Nanna Ny")
    add_participation(case, contact.partner, by=guide, contact=contact)
    promise = factories.make_milestone(case, responsible="partner", contact=contact)
    change_contact(contact, contact.version, {"until_on": clock.today() - timedelta(days=1)}, by=admin)
    found = left.lines_of(left.of_partner(contact.partner, clock.today()), leader, 200)
    kinds = [[line for line in found if line.kind == "promise"], found]
    for chosen in kinds:
        for to in (other, None):
            OutboxMail.objects.all().delete()
            fresh = left.lines_of(left.of_partner(contact.partner, clock.today()), leader, 200)
            keys = {line.kind for line in chosen}
            fresh = [line for line in fresh if line.kind in keys]
            event = actions.follow_partner(contact.partner, fresh, to, by=leader, reason="Stopper")
            assert OutboxMail.objects.get(to=guide.email).subject == "KUI: noget er givet videre"
            client.force_login(leader)
            assert client.get(reverse("overview:takeover_done", args=[event.pk])).status_code == 200
            assert back.undo(event, by=leader) == set()
            promise.refresh_from_db()
            assert (promise.responsible, promise.contact) == (Milestone.Responsible.PARTNER, contact)
            parts = Participation.objects.current().filter(case=case, until_on=None)
            assert [row.partner for row in parts] == [contact.partner]
            assert OutboxMail.objects.filter(to=guide.email).count() == 2


def test_a_question_goes_back_to_the_partner(guide, leader, admin, unit):
    contact = factories.ContactFactory(
        partner__unit=unit,
        partner__side="internal",
        partner__has_authority=True,
        user=factories.UserFactory(unit=unit, role="partner"),
    )
    inquiry = make_inquiry(guide)
    statement = ask(inquiry, guide, partner=contact.partner)
    change_contact(contact, contact.version, {"until_on": clock.today() - timedelta(days=1)}, by=admin)
    found = left.lines_of(left.of_partner(contact.partner, clock.today()), leader, 200)
    event = actions.follow_partner(contact.partner, found, None, by=leader, reason="Stopper")
    back.undo(event, by=leader)
    statement.refresh_from_db()
    assert statement.partner == contact.partner


def test_overdrag_from_somebody_who_stopped_can_be_undone_too(guide, colleague, third, leader, admin):
    case = factories.make_case(guide)
    until = clock.today() + timedelta(days=5)
    cover(case, third, by=leader, from_on=clock.today(), until_on=until)
    close_user(guide, by=admin)
    row = transfer_cases([Case.objects.get(pk=case.pk)], colleague, by=leader, reason="Nyt job")
    assert undo_transfer(row, by=leader) == []
    case.refresh_from_db()
    assert (case.guide, case.cover, case.cover_until) == (guide, third, until)
    [mail] = OutboxMail.objects.filter(subject="KUI: en overdragelse er fortrudt")
    assert mail.to == colleague.email and "1 sag fra Gitte Guide" in mail.body


def test_a_shielded_case_goes_back_only_with_the_whole_act(everything, guide, colleague, leader):
    event = actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="Stoppet")
    shielded = Case.objects.get(shielded=True)
    row = Transfer.objects.get(kind="for_good")
    assert undo_transfer(row, by=leader) == [shielded], "else who took over would stay named on it, unseen"
    assert len(undoing.moved_on(undoing.load(event))) == 2
    assert back.undo(event, by=leader)


def test_who_was_named_before_stays_named(everything, guide, colleague, leader):
    shielded = Case.objects.get(shielded=True)
    name_persons(shielded, [guide, colleague], by=leader)
    event = actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="Stoppet")
    back.undo(event, by=leader)
    assert {row.user for row in shielded.named.all()} == {guide, colleague}
