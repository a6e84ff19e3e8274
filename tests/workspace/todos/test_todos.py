"""Tasks of one's own: whose they are, what is done to them, and where they end."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.users.actions import close_user
from audit.models import AuditEvent
from cases.guides.actions import assign
from cases.models import Assignment, Case
from cases.notes.actions import add_note
from core import clock
from core.constraints import Taken
from overview.takeover import actions as takeover
from overview.takeover import left
from tests.helpers.factories import make_case
from tests.helpers.queries import queries
from workspace.day import day
from workspace.todos import actions
from workspace.todos.models import Todo
from workspace.transfer.actions import cover, transfer_cases

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def texts(user, *, elsewhere=False):
    """The tasks on the user's Min dag, in order."""
    found = day.day_of(user, clock.today())
    groups = found.elsewhere if elsewhere else found.groups
    return [task.text for group in groups for task in group.tasks if task.kind == "todo"]


def write(text, by, case=None, days=2):
    return actions.write_todo(text, clock.today() + timedelta(days=days), by=by, case=case)


def is_seen_by(todo, user, on):
    """Whose it is to see, said of one row."""
    if todo.case_id is None:
        return todo.owner_id == user.pk
    case = todo.case
    if case.unit_id != user.unit_id:
        return False
    if todo.owner_id == case.deputy_id and todo.owner.may_carry:
        return todo.owner_id == user.pk
    return case.guide_id == user.pk or (case.is_covered(on) and case.cover_id == user.pk)


def agree(todo, *users):
    """What is said of one row and the queryset say the same of each."""
    todo = Todo.objects.select_related("case").get(pk=todo.pk)
    for user in users:
        found = Todo.objects.seen_by(user, clock.today()).filter(pk=todo.pk).exists()
        assert found is is_seen_by(todo, user, clock.today())
    return [user for user in users if is_seen_by(todo, user, clock.today())]


def test_one_about_a_case_and_one_about_none_stand_on_the_day_of_who_wrote_them(
    case, guide, colleague, leader
):
    write("Ring til skolen", guide, case)
    own = write("Bestil lokale", guide, days=0)
    assert texts(guide) == ["Bestil lokale", "Ring til skolen"]
    assert texts(colleague) == texts(leader) == []
    assert agree(own, guide, colleague, leader) == [guide]
    assert AuditEvent.objects.filter(action="todo.written", case_id=case.pk).count() == 1
    assert "skolen" not in str(
        AuditEvent.objects.filter(action="todo.written").values_list("changes", flat=True)
    )


def test_it_goes_with_who_has_the_case_on_the_day(case, guide, colleague, leader):
    todo = write("Ring til skolen", guide, case)
    today = clock.today()
    cover(case, colleague, by=leader, from_on=today, until_on=today + timedelta(days=2))
    assert texts(colleague) == ["Ring til skolen"]
    assert texts(guide) == [] and texts(guide, elsewhere=True) == ["Ring til skolen"]
    with clock.travel(clock.at(today + timedelta(days=1), 23, 59)):
        assert texts(colleague) == ["Ring til skolen"]
    with clock.travel(clock.at(today + timedelta(days=2), 0, 1)):
        assert texts(colleague) == [] and texts(guide) == ["Ring til skolen"]
        assert agree(todo, guide, colleague, leader) == [guide]
    assert agree(todo, guide, colleague, leader) == [guide, colleague]


def test_it_is_taken_over_with_the_case(case, guide, colleague, leader):
    todo = write("Ring til skolen", guide, case)
    transfer_cases([case], colleague, by=leader, reason="Nyt distrikt")
    assert texts(colleague) == ["Ring til skolen"] and texts(guide) == []
    assert agree(todo, guide, colleague, leader) == [colleague]


def test_what_the_deputy_writes_is_the_deputys(case, guide, colleague, leader, admin):
    assign(case, colleague, by=leader, kind=Assignment.Kind.DEPUTY)
    mine, theirs = write("Kun min", colleague, case), write("Vejlederens", guide, case)
    assert texts(colleague) == ["Kun min"] and texts(colleague, elsewhere=True) == []
    assert texts(guide) == ["Vejlederens"]
    assert agree(theirs, guide, colleague) == [guide] and agree(mine, guide, colleague) == [colleague]
    close_user(colleague, by=admin)
    assert texts(guide) == ["Kun min", "Vejlederens"], "who cannot act any more leaves it with the case"
    assert agree(mine, guide, colleague) == [guide]


def test_done_moved_and_struck_can_each_be_taken_back(client, case, guide):
    client.force_login(guide)
    todo = write("Ring til skolen", guide, case, days=0)
    there = (clock.today() + timedelta(days=4)).isoformat()
    for act, sent in (("gjort", {}), ("stryg", {}), ("ny-dag", {"due_on": there})):
        response = client.post(f"/opgaver/{todo.pk}/{act}/", sent, headers=HTMX)
        assert response.status_code == 204
        changed = Todo.objects.get(pk=todo.pk)
        assert not changed.is_open or changed.due_on.isoformat() == there
        query = f"?version={changed.version}" + (f"&due={todo.due_on}" if sent else "")
        for _n in range(2):  # sent again it changes nothing
            assert client.post(f"/opgaver/{todo.pk}/fortryd/{query}").status_code == 303
        back = Todo.objects.get(pk=todo.pk)
        assert back.is_open and back.due_on == todo.due_on and back.version == changed.version + 1
    told = list(
        AuditEvent.objects.filter(case_id=case.pk, action__startswith="todo.").values_list(
            "action", flat=True
        )
    )
    assert sorted(told) == sorted(
        ["todo.written", "todo.done", "todo.struck", "todo.moved", *["todo.undone"] * 3]
    )


def test_moved_to_the_day_it_has_nothing_happens_and_nothing_is_taken_back(client, case, guide):
    client.force_login(guide)
    todo = write("Ring til skolen", guide, case, days=0)
    page = client.post(f"/opgaver/{todo.pk}/ny-dag/", {"due_on": todo.due_on.isoformat()}, follow=True)
    assert "Der er ikke ændret noget." in page.content.decode()
    assert f"/opgaver/{todo.pk}/fortryd/" not in page.content.decode()
    assert Todo.objects.get(pk=todo.pk).version == todo.version
    assert not AuditEvent.objects.filter(action="todo.moved").exists()


def test_what_is_not_to_be_written(case, guide):
    with pytest.raises(ValidationError) as refused:
        write(" ", guide, case)
    assert "text" in refused.value.error_dict
    with pytest.raises(ValidationError) as refused:
        write("Ring", guide, case, days=-1)
    assert "due_on" in refused.value.error_dict
    todo = write("Ring", guide, case, days=0)
    actions.do_todo(todo, by=guide)
    with pytest.raises(ValidationError):
        actions.strike_todo(todo, by=guide)
    with pytest.raises(Taken):
        actions.undo_todo(todo, by=guide, version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Todo.objects.filter(pk=todo.pk).update(struck_at=clock.now())


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, case, guide):
    client.force_login(guide)
    for url in ("/opgaver/ny/", f"/sager/{case.pk}/opgaver/ny/"):
        refused = client.post(url, {"text": "Ring til skolen", "due_on": "2020-01-01"})
        assert refused.status_code == 422 and "Ring til skolen" in refused.content.decode()
        assert refused.context["form"].errors.keys() == {"due_on"}
        for _n in range(2):
            sent = {"text": "Ring til skolen", "due_on": clock.today().isoformat(), "submit_key": url}
            assert client.post(url, sent).status_code == 303
    assert Todo.objects.count() == 2
    assert "Ring til skolen" in client.get(f"/sager/{case.pk}/").content.decode()


def test_nobody_else_reaches_it(client, case, guide, colleague, leader):
    todo, own = write("Ring", guide, case), write("Køb kage", guide)
    for user in (colleague, leader):
        client.force_login(user)
        for one in (todo, own):
            assert client.post(f"/opgaver/{one.pk}/gjort/").status_code == 404
    client.force_login(leader)
    assert "Ring" not in client.get("/enhedens-dag/").content.decode()
    assert Todo.objects.open().count() == 2


def test_who_stops_leaves_the_own_ones_to_the_leaders_choice_and_those_of_cases_with_the_case(
    client, case, guide, colleague, leader, admin
):
    own, of_case = write("Bestil lokale", guide), write("Ring", guide, case)
    close_user(guide, by=admin)
    lines = left.lines_of(left.of_user(guide, clock.today()), leader, 200)
    assert [(line.kind, line.key) for line in lines if line.kind == "todo"] == [("todo", f"todo-{own.pk}")]
    client.force_login(leader)
    page = client.get(f"/hvem-overtager/bruger/{guide.pk}/").content.decode()
    assert "Bestil lokale" not in page and "Egen opgave" in page, "its words are the writer's own"
    client.force_login(admin)
    page = client.get(f"/hvem-overtager/bruger/{guide.pk}/").content.decode()
    assert "Bestil lokale" not in page and "Egne opgaver" in page
    takeover.follow_user(guide, lines, colleague, by=leader, reason="Stoppet")
    assert texts(colleague) == ["Bestil lokale", "Ring"]
    assert agree(of_case, guide, colleague) == [colleague]
    assert left.lines_of(left.of_user(guide, clock.today()), leader, 200) == []


def test_given_to_nobody_it_is_struck_since_its_words_are_nobody_elses(guide, leader, admin):
    write("Bestil lokale", guide)
    close_user(guide, by=admin)
    lines = left.lines_of(left.of_user(guide, clock.today()), leader, 200)
    takeover.follow_user(guide, lines, None, by=leader, reason="Stoppet")
    assert texts(leader) == [] and not Todo.objects.open().exists()


def test_to_close_a_case_shows_what_is_open_and_the_words_to_whose_they_are(client, case, guide, leader):
    write("Ring til skolen", guide, case)
    client.force_login(guide)
    text = client.get(f"/sager/{case.pk}/afslut/").content.decode()
    assert "1 opgave om sagen er ikke gjort" in text and "Ring til skolen" in text
    client.force_login(leader)
    text = client.get(f"/sager/{case.pk}/luk/").content.decode()
    assert "1 opgave om sagen er ikke gjort" in text and "Ring til skolen" not in text
    assert "Hvad der står i den, er kun for ungeguiden." in text


def test_two_and_twenty_cost_the_same(client, case, guide):
    client.force_login(guide)
    for number in range(2):
        write(f"Opgave {number}", guide, case if number % 2 else None)
    few = queries(client, "/min-dag/"), queries(client, f"/sager/{case.pk}/")
    for number in range(18):
        write(f"Flere {number}", guide, case if number % 2 else None)
    assert (queries(client, "/min-dag/"), queries(client, f"/sager/{case.pk}/")) == few


def test_an_attempt_is_no_contact_and_min_dag_says_that_it_was_tried(guide):
    case = make_case(guide, on=clock.today() - timedelta(days=guide.unit.contact_days + 2))
    add_note(case, by=guide, text="Ringede op, ingen svar", kind="attempt", happened_on=clock.today())
    case = Case.objects.get(pk=case.pk)
    assert case.last_contact_on is None
    lines = [task for task in day.lines_of(case, guide, clock.today())[0] if task.kind in ("contact", "both")]
    assert len(lines) == 1 and "forsøgt kontaktet" in lines[0].words
    add_note(case, by=guide, text="Talte sammen", kind="talk")
    assert Case.objects.get(pk=case.pk).last_contact_on == clock.today()


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31", "i morgen", "2026-02-30", ""])
def test_a_day_that_nobody_may_meet_is_not_given_back(client, guide, due):
    todo = write("Ring", guide)
    client.force_login(guide)
    client.post(f"/opgaver/{todo.pk}/gjort/")
    assert client.post(f"/opgaver/{todo.pk}/fortryd/?version=2&due={due}").status_code == 404
    todo.refresh_from_db()
    assert not todo.is_open and todo.due_on == clock.today() + timedelta(days=2)
