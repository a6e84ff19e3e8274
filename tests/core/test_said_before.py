"""The same words saved again from another page: asked about once, while what they became stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Draft, Note
from cases.notes.actions import add_note, strike_note
from core import clock
from core.acting import perform
from tests.helpers import factories
from tests.helpers.forms import as_sent
from workspace.models import Todo
from workspace.todos.forms import TodoForm

pytestmark = pytest.mark.django_db

TEXT = "Ringede, men fik ikke fat i Ane"


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    return factories.make_case(guide)


@pytest.fixture
def url(case):
    return reverse("cases:note_add", args=[case.pk])


def opened(client, url, **said) -> dict:
    """What a page that is fetched anew would send, with ``said`` written in it."""
    return as_sent(client.get(url).context["form"]) | {"text": TEXT} | said


def test_the_same_note_after_the_way_back_is_asked_about_and_saved_again_by_who_means_it(client, url):
    assert client.post(url, opened(client, url)).status_code == 303
    answer = client.post(url, opened(client, url))
    assert answer.status_code == 422
    assert "præcis det samme" in answer.text and TEXT in answer.text
    assert Note.objects.count() == 1
    again = as_sent(answer.context["form"])
    for _click in range(2):
        assert client.post(url, again).status_code == 303
    assert Note.objects.count() == 2
    assert client.post(url, opened(client, url)).status_code == 422


def test_who_clicks_twice_is_asked_before_it_is_saved(client, url):
    client.post(url, opened(client, url))
    sent = opened(client, url)
    assert [client.post(url, sent).status_code for _click in range(2)] == [422, 422]
    assert Note.objects.count() == 1


def test_spaces_make_no_other_words_and_other_words_are_saved(client, url):
    client.post(url, opened(client, url))
    assert client.post(url, opened(client, url, text=f"{TEXT}  \r\n")).status_code == 422
    assert client.post(url, opened(client, url, text=f"{TEXT} heller ikke i dag")).status_code == 303
    assert client.post(url, opened(client, url, kind="attempt")).status_code == 303


def test_asked_about_one_text_another_one_is_still_asked_about(client, url):
    for text in (TEXT, "Talte med mor"):
        client.post(url, opened(client, url, text=text))
    asked = as_sent(client.post(url, opened(client, url)).context["form"])
    assert client.post(url, asked | {"text": "Talte med mor"}).status_code == 422
    assert Note.objects.count() == 2


def test_of_another_young_person_it_is_no_repetition(client, guide, url):
    client.post(url, opened(client, url))
    other = reverse("cases:note_add", args=[factories.make_case(guide).pk])
    assert client.post(other, opened(client, other)).status_code == 303


def test_of_a_colleague_it_is_no_repetition(client, case, url, leader):
    client.post(url, opened(client, url))
    case.guide = leader
    case.save(update_fields=["guide"])
    client.force_login(leader)
    assert client.post(url, opened(client, url)).status_code == 303


def test_what_was_taken_back_is_written_again_without_a_question(client, guide, url):
    client.post(url, opened(client, url))
    strike_note(Note.objects.get(), by=guide)
    assert client.post(url, opened(client, url)).status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(10, 422), (11, 303)])
def test_only_what_was_saved_a_moment_ago(client, url, minutes, status):
    now = clock.now()
    with clock.travel(now):
        client.post(url, opened(client, url))
    with clock.travel(now + timedelta(minutes=minutes)):
        assert client.post(url, opened(client, url)).status_code == status


def test_an_act_that_was_refused_asks_about_nothing(client, url):
    late = (clock.today() + timedelta(days=2)).isoformat()
    client.post(url, opened(client, url, happened_on=late))
    assert client.post(url, opened(client, url)).status_code == 303


def test_the_draft_of_what_was_asked_about_goes_with_it(client, case, url):
    def keep(key, revision, text):
        sent = {"form": "note.text", "text": text, "key": key, "revision": revision}
        return client.post(reverse("cases:draft_save", args=[case.pk]), sent).json()

    client.post(url, opened(client, url))
    sent = opened(client, url)
    assert keep(sent["submit_key"], 0, TEXT)["key"] == sent["submit_key"]
    form = client.post(url, sent).context["form"]
    asked = as_sent(form)
    assert form.fields["text"].widget.attrs["data-revision"] == 1
    said = keep(asked["submit_key"], 1, TEXT)
    assert (said["key"], said["revision"]) == (asked["submit_key"], 2)
    assert client.post(url, asked).status_code == 303
    assert not Draft.objects.exists()


def test_a_task_of_ones_own_too(client, case):
    url = reverse("workspace:case_todo_add", args=[case.pk])
    assert client.post(url, opened(client, url, text="Ring til skolen")).status_code == 303
    assert client.post(url, opened(client, url, text="Ring til skolen")).status_code == 422
    assert Todo.objects.count() == 1


def test_an_addition_to_a_note_too(client, case, guide):
    note = add_note(case, by=guide, text="Talte med skolen")
    url = reverse("cases:note_append", args=[case.pk, note.pk])
    assert client.post(url, opened(client, url)).status_code == 303
    answer = client.post(url, opened(client, url))
    assert answer.status_code == 422 and "præcis det samme" in answer.text
    assert note.additions.count() == 1


def test_a_row_that_hangs_on_another_young_person_is_another(guide):
    one, other = (factories.make_case(guide) for _number in range(2))
    for case in (one, other):
        form = TodoForm(
            {"text": "Ring til skolen", "due_on": clock.today().isoformat(), "submit_key": uuid4().hex}
        )
        assert form.is_valid()
        assert perform(
            form, lambda row, *, by: row.save() or row, Todo(case=case, **_facts(guide, form)), by=guide
        )
    assert Todo.objects.count() == 2


def _facts(guide, form) -> dict:
    return {"owner": guide, "text": form.cleaned_data["text"], "due_on": form.cleaned_data["due_on"]}
