"""What is being typed is kept; two windows with one draft make no two notes, and neither writes over the other."""

import pytest
from django.urls import reverse

from cases.closing.actions import ask_to_close
from cases.models import CloseReason, Draft, Note
from core import clock
from plans.closing.actions import close_case, reopen_case
from plans.models import Plan
from tests.helpers import factories
from tests.helpers.forms import as_sent


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    return factories.make_case(guide)


def keep(client, case, window, text, *, form="note.text"):
    """What the script of a window sends, and remembers of the answer."""
    sent = {"form": form, "text": text, "key": window["key"], "revision": window.get("revision", 0)}
    answer = client.post(reverse("cases:draft_save", args=[case.pk]), sent | {"over": window.get("over", "")})
    said = answer.json()
    window |= {"key": said["key"], "revision": said["revision"]}
    return answer.status_code, said["words"]


def opened(client, case, name="cases:note_add") -> tuple[dict, dict]:
    """A window on a form: what it would send, and what its script knows."""
    form = client.get(reverse(name, args=[case.pk])).context["form"]
    data = as_sent(form)
    attrs = next(field.widget.attrs for field in form.fields.values() if "data-draft" in field.widget.attrs)
    over = f"{data['version']} {data['opened']}" if "version" in data else ""
    return data, {
        "key": data.get("submit_key") or data["draft_key"],
        "revision": attrs["data-revision"],
        "over": over,
    }


def test_two_windows_keep_a_text_each(client, case):
    (_first, one), (_second, two) = opened(client, case), opened(client, case)
    assert keep(client, case, one, "Den ene tekst")[0] == 200
    assert keep(client, case, two, "Den anden tekst")[0] == 200
    page = client.get(reverse("cases:note_add", args=[case.pk])).text
    assert "Den ene tekst" in page and "Den anden tekst" in page and "i et andet vindue" in page


def test_who_goes_on_with_the_same_draft_is_told_and_both_texts_stand(client, case):
    _data, one = opened(client, case)
    keep(client, case, one, "Begyndt")
    data, two = opened(client, case)
    assert (data["text"], two["revision"]) == ("Begyndt", 1)
    assert keep(client, case, two, "Begyndt og fortsat")[0] == 200
    status, words = keep(client, case, one, "Begyndt på en anden måde")
    assert status == 409 and "et andet vindue" in words
    assert keep(client, case, one, "Begyndt på en anden måde igen")[0] == 200
    assert {row.text for row in Draft.objects.all()} == {
        "Begyndt og fortsat",
        "Begyndt på en anden måde igen",
    }


def test_an_answer_that_was_lost_on_the_way_is_asked_for_again(client, case):
    _data, window = opened(client, case)
    keep(client, case, dict(window), "Tekst")
    assert keep(client, case, window, "Tekst")[0] == 200 and Draft.objects.count() == 1


def test_a_draft_sent_from_two_windows_is_one_note(client, case):
    url = reverse("cases:note_add", args=[case.pk])
    _data, one = opened(client, case)
    keep(client, case, one, "Talt med Ane")
    first, second = opened(client, case)[0], opened(client, case)[0]
    assert client.post(url, first).status_code == 303
    assert client.post(url, second).status_code == 303
    assert [note.text for note in Note.objects.all()] == ["Talt med Ane"]
    assert not Draft.objects.exists()


def test_another_text_under_the_same_key_is_asked_about_and_not_thrown_away(client, case):
    url = reverse("cases:note_add", args=[case.pk])
    _data, one = opened(client, case)
    keep(client, case, one, "Talt med Ane")
    first, (second, two) = opened(client, case)[0], opened(client, case)
    client.post(url, first)
    status, words = keep(client, case, two, "Talt med Ane og hendes mor")
    assert status == 409 and "sendt den" in words
    answer = client.post(url, second | {"text": "Talt med Ane og hendes mor"})
    assert answer.status_code == 422 and "Talt med Ane og hendes mor" in answer.text
    assert Note.objects.count() == 1
    again = as_sent(answer.context["form"])
    assert again["submit_key"] != second["submit_key"]
    assert client.post(url, again).status_code == 303
    assert {note.text for note in Note.objects.all()} == {"Talt med Ane", "Talt med Ane og hendes mor"}


def test_sending_one_windows_text_leaves_the_others_draft(client, case):
    (first, one), (_second, two) = opened(client, case), opened(client, case)
    keep(client, case, one, "Den ene"), keep(client, case, two, "Den anden")
    client.post(reverse("cases:note_add", args=[case.pk]), first | {"text": "Den ene"})
    assert [row.text for row in Draft.objects.all()] == ["Den anden"]


def test_a_draft_over_what_somebody_changed_since_asks_before_it_is_saved(client, case):
    url, plan = reverse("plans:plan_edit", args=[case.pk]), case.plans.get()
    _data, window = opened(client, case, "plans:plan_edit")
    keep(client, case, window, "Min drøm", form="plan.dream")
    Plan.objects.filter(pk=plan.pk).update(dream="Deres drøm", version=plan.version + 1)
    data, _window = opened(client, case, "plans:plan_edit")
    assert data["dream"] == "Min drøm"
    answer = client.post(url, data)
    assert answer.status_code == 409 and "Deres drøm" in answer.text
    assert client.post(url, as_sent(answer.context["form"]) | {"took_part": "phone"}).status_code == 303
    assert not Draft.objects.exists()


def test_an_emptied_draft_is_forgotten_and_a_stranger_keeps_none(client, case, stranger):
    _data, window = opened(client, case)
    keep(client, case, window, "Tekst")
    keep(client, case, window, "  ")
    assert not Draft.objects.exists()
    client.force_login(stranger)
    assert client.post(reverse("cases:draft_save", args=[case.pk]), {"form": "note.text"}).status_code == 404


@pytest.mark.parametrize("writer", ["guide", "leader"])
@pytest.mark.parametrize("closed", [False, True])
def test_the_summary_of_a_case_is_kept_for_whoever_may_write_it(client, case, guide, leader, writer, closed):
    url = reverse("plans:closing_summary", args=[case.pk])
    client.force_login({"guide": guide, "leader": leader}[writer])
    _data, window = opened(client, case, "plans:closing_summary")
    if closed:  # while it was written
        close_case(case, by=leader, reason=CloseReason.MOVED, on=clock.today())
    assert keep(client, case, window, "Vi har talt om din skole", form="closing-summary.words")[0] == 200
    page = client.get(url)
    assert page.context["form"]["words"].value() == "Vi har talt om din skole"
    assert "Det er din kladde fra" in page.text


def test_what_is_typed_when_the_case_is_closed_meanwhile_is_kept_until_it_is_open_again(client, case, leader):
    _data, window = opened(client, case)
    close_case(case, by=leader, reason=CloseReason.MOVED, on=clock.today())
    assert keep(client, case, window, "Talt med Ane")[0] == 200
    reopen_case(case, by=leader)
    assert opened(client, case)[0]["text"] == "Talt med Ane"


def test_what_a_leader_sends_back_is_kept_until_it_is_sent(client, case, guide, leader):
    ask_to_close(case, by=guide, reason=CloseReason.MOVED, note="Flyttet til Vejle")
    client.force_login(leader)
    data, window = opened(client, case, "plans:closing_send_back")
    keep(client, case, window, "Hvem tager imod?", form="send-back.words")
    url = reverse("plans:closing_send_back", args=[case.pk])
    assert "Hvem tager imod?" in client.get(url).text
    assert client.post(url, data | {"words": "Hvem tager imod?"}).status_code == 303
    assert not Draft.objects.exists()


def test_what_is_written_about_a_part_of_the_plan_is_kept_for_that_part(client, case):
    one, other = (factories.make_milestone(case) for _number in range(2))
    for about, form, field in (
        ("plans:qualify_milestone", "ask-milestone-{}.question", "question"),
        ("participation:conversation", "talk-milepael-{}.text", "text"),
    ):
        kind = ["milepael"] if about.startswith("participation") else []
        urls = [reverse(about, args=[case.pk, *kind, part.pk]) for part in (one, other)]
        sent = as_sent(client.get(urls[0]).context["form"])
        keep(client, case, {"key": sent["submit_key"]}, "Halv sætning", form=form.format(one.pk))
        said = [client.get(url).context["form"][field].value() or "" for url in urls]
        assert said == ["Halv sætning", ""]
