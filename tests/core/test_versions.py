"""A form over a row that others may edit meanwhile, and doing what a form asks."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import trail
from cases.models import Guardian
from cases.people.forms import PersonEditForm
from core import clock
from core.acting import perform
from core.idempotency import SubmitKeyForm
from core.versions import Conflict
from partners.directory.forms import PartnerForm
from plans.plan.actions import edit_plan
from tests.helpers import factories
from tests.helpers.forms import as_sent

pytestmark = pytest.mark.django_db


class OnceForm(SubmitKeyForm):
    """A form that makes something."""


def once(key="k") -> OnceForm:
    """The form as it was sent."""
    form = OnceForm({"submit_key": key})
    assert form.is_valid()
    return form


def test_what_a_form_asks_is_done_once(guide):
    done = []
    first, again = once(), once()
    for form in (first, again):
        assert perform(form, lambda *, by: done.append(by) or "made", by=guide, location="/der/")
    assert done == [guide]
    assert (first.made, first.repeated) == ("made", None)
    assert (again.made, again.repeated) == (None, "/der/")


def test_a_refusal_stands_at_its_field_or_above_and_leaves_the_key_free(guide):
    def refuse(*, by):
        raise ValidationError({"submit_key": "Her", "other": "Ikke her"})

    form = once()
    assert not perform(form, refuse, by=guide)
    assert form.errors == {"submit_key": ["Her"], "__all__": ["Ikke her"]}
    assert perform(once(), lambda *, by: None, by=guide)


def test_a_number_is_never_put_beside_another(guide, unit):
    person = factories.make_case(guide).person
    form = PersonEditForm({"version": 1}, instance=person, unit=unit)
    form.full_clean()
    form.cleaned_data = form.values | {"city": "Vig", "cpr": "0101051234"}
    form.rebase(person)
    assert "0101051234" not in str(form.conflict) and "Vig" in str(form.conflict)


def test_what_one_did_not_touch_is_the_others(unit):
    partner = factories.PartnerFactory(unit=unit, notes="Før", city="Vig")
    data = as_sent(PartnerForm(instance=partner))
    form = PartnerForm(data | {"notes": "Min", "anyway": "1", "submit_key": ""}, instance=partner)
    assert form.is_valid(), form.errors
    current = type(partner).objects.get(pk=partner.pk)
    current.version, current.notes, current.city = 2, "Deres", "Nykøbing"

    def lose(*, by):
        raise Conflict(current)

    assert not perform(form, lose, by=None)
    assert [(row["theirs"], row["mine"]) for row in form.conflict] == [("Deres", "Min")]
    assert (form["notes"].value(), form["city"].value(), form["version"].value()) == ("Min", "Nykøbing", 2)


# What two writers may put into each field of an edit: two values apart from each other and from what stands there.
GUARDIAN = {
    "name": ("Ane Ø", "Ane Å"),
    "relation": ("mor", "mormor"),
    "closeness": ("friend", "professional"),
    "has_custody": ("on", "on"),
    "phone": ("20112233", "20445566"),
    "email": ("a@example.dk", "b@example.dk"),
    "contact_ban": ("on", "on"),
    "note": ("Ring efter kl. 15", "Ring aldrig om aftenen"),
    "until_on": ("2027-01-01", "2027-02-02"),
}
MILESTONE = {
    "own_words": ("Jeg vil sejle", "Jeg vil flyve"),
    "professional": ("Afklaring", "Udredning"),
    "outlook": ("on", "on"),
    "insight": ("on", "on"),
    "responsible": ("guide", "guide"),
    "start_on": tuple((clock.today() + timedelta(days=n)).isoformat() for n in (1, 2)),
    "due_on": (f"{clock.today().year + 5}-01-05", f"{clock.today().year + 5}-02-06"),
}
PLAN = {
    "dream": ("Jeg vil bo for mig selv", "Jeg vil have en hund"),
    "destination_note": ("EUD i Holbæk", "HF"),
    "small_step": ("Ringe til skolen", "Skrive til skolen"),
}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["guardian", "milestone", "plan"])
def test_of_two_writers_nothing_is_lost(client, guide, kind, seed):
    chance, case = random.Random(f"{kind} {seed}"), factories.make_case(guide)
    row, url, choices = {
        "guardian": lambda: _guardian(case),
        "milestone": lambda: _milestone(case),
        "plan": lambda: (case.plans.get(), reverse("plans:plan_edit", args=[case.pk]), PLAN),
    }[kind]()
    client.force_login(guide)
    opened = as_sent(client.get(url).context["form"])
    names = list(choices)
    first, second = (chance.sample(names, chance.randint(1, len(names))) for _ in range(2))
    sent = [opened | {name: choices[name][n] for name in mine} for n, mine in enumerate((first, second))]
    if kind != "guardian":
        sent = [one | {"reason": "Aftalt", "took_part": "meeting"} for one in sent]
    assert client.post(url, sent[0]).status_code == 303
    answer = client.post(url, sent[1], follow=True)
    both = {name for name in {*first} & {*second} if choices[name][0] != choices[name][1]}
    row.refresh_from_db()
    if not both:
        assert answer.status_code == 200
        _says_what_was_merged(answer.context["messages"], {*first} - {*second})
    else:
        form = answer.context["form"]
        assert answer.status_code == 409 and {one["field"] for one in form.conflict} == both
        for one in form.conflict:
            assert one["theirs"] != one["mine"]
        again = as_sent(form)
        answer = client.post(url, again | ({"reason": "Aftalt"} if kind == "milestone" else {}))
        assert answer.status_code == 303, answer.context["form"].errors
        row.refresh_from_db()
    for n, mine in enumerate((first, second)):
        for name in mine:
            if n == 1 or name not in second:
                assert _said(row, name) == choices[name][n].replace("\r\n", "\n"), (name, first, second)


def _guardian(case):
    row = Guardian.objects.create(person=case.person, name="Ane", relation="tante")
    return row, reverse("cases:guardian_edit", args=[case.pk, row.pk]), GUARDIAN


def _milestone(case):
    row = factories.make_milestone(case, own_words="Jeg vil", due_on=clock.today() + timedelta(days=9))
    return row, reverse("plans:milestone_edit", args=[case.pk, row.pk]), MILESTONE


def _said(row, name) -> str:
    value = getattr(row, name)
    return "on" if value is True else str(value).replace("\r\n", "\n")


def _says_what_was_merged(messages, only_first) -> None:
    """The receipt says what was kept too of what was saved in another window."""
    words = " ".join(str(message) for message in messages)
    assert bool(only_first) == ("i et andet vindue" in words), words


def test_who_sends_no_fingerprints_is_asked_about_every_difference(client, guide):
    case = factories.make_case(guide)
    url, plan = reverse("plans:plan_edit", args=[case.pk]), case.plans.get()
    client.force_login(guide)
    client.post(url, {"version": plan.version, "dream": "Den ene", "took_part": "phone"})
    answer = client.post(url, {"version": plan.version, "dream": "Den anden", "took_part": "phone"})
    assert answer.status_code == 409 and "Den ene" in answer.text and "Den anden" in answer.text
    plan.refresh_from_db()
    assert plan.dream == "Den ene"


@pytest.mark.parametrize("own", [True, False])
def test_who_saved_first_is_named_and_told_when_it_was_oneself(client, guide, colleague, own):
    case, by = factories.make_case(guide), guide if own else colleague
    url, plan = reverse("plans:plan_edit", args=[case.pk]), case.plans.get()
    client.force_login(guide)
    opened = as_sent(client.get(url).context["form"]) | {"took_part": "phone"}
    theirs = {"dream": "Den ene", "small_step": "Ringe"}
    edit_plan(plan, by=by, expected_version=plan.version, values=theirs, took_part="phone")
    # A later act that touches none of it names nobody.
    trail.record("plan.looked", by=case.guide if not own else colleague, case_id=case.pk, obj=plan)
    lost = client.post(url, opened | {"dream": "Den anden"})
    words = "Du gemte selv i et andet vindue" if own else f"{colleague.name} gemte, mens du skrev"
    assert lost.status_code == 409 and words in lost.text
    kept = client.post(url, opened | {"destination_note": "HF"}, follow=True)
    told = " ".join(str(message) for message in kept.context["messages"])
    assert ("Du har selv ændret" if own else f"{colleague.name} har imens ændret") in told
    assert "Min drøm om det gode liv, Et lille skridt" in told and "En anden" not in lost.text + told


def test_whom_the_trail_does_not_know_is_not_guessed(client, guide):
    case = factories.make_case(guide)
    url, plan = reverse("plans:plan_edit", args=[case.pk]), case.plans.get()
    client.force_login(guide)
    sent = as_sent(client.get(url).context["form"]) | {"took_part": "phone", "dream": "Den anden"}
    type(plan).objects.filter(pk=plan.pk).update(dream="Den ene", version=plan.version + 1)
    lost = client.post(url, sent)
    assert lost.status_code == 409 and "Der blev gemt, mens du skrev" in lost.text
