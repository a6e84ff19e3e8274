"""Kinds with templates, colleagues mentioned, the pinned summary, drafts, and all notes in one scroll."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.duty import actions as duty_actions
from cases.duty import clocks as duty
from cases.models import (
    AccessGrant,
    Case,
    Draft,
    Guardian,
    Mention,
    NamedAccess,
    Note,
    NoteKind,
    SummaryVersion,
)
from cases.network.people_around import people_around
from cases.notes import actions as notes_actions
from cases.notes import mentions
from cases.notes.views import offer_template
from core import clock
from core.highlighting import contains, highlighted, snippet
from core.versions import Conflict
from reports.metrics.definitions.duty import duty_running
from tests.helpers import factories
from workspace.day import day
from workspace.rows import chips_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(guide):
    """A case that was opened before everything that is dated here."""
    return factories.make_case(guide, on=clock.today() - timedelta(days=500))


@pytest.fixture
def owner(client, case):
    client.force_login(case.guide)
    return client


def url(name, case, **more):
    return reverse(f"cases:{name}", kwargs={"case_id": case.pk, **more})


def sent(**changes):
    return {"text": "Vi talte", "kind": "talk", "happened_on": clock.today().isoformat(), **changes}


def test_an_administrator_adds_a_kind_and_guides_choose_it(client, admin, case):
    client.force_login(admin)
    data = {
        "name_da": "Netværksmøde",
        "name_en": "Network meeting",
        "counts_as": "meeting",
        "template": "Til stede:\nAftaler:",
        "position": 1,
        "is_active": "on",
    }
    assert client.post(reverse("cases:note_kind_add"), data).status_code == 303
    assert client.post(reverse("cases:note_kind_add"), data).status_code == 303  # the same name, another code
    assert set(NoteKind.objects.filter(name_da="Netværksmøde").values_list("code", flat=True)) == {
        "netvaerksmoede",
        "netvaerksmoede-2",
    }
    client.force_login(case.guide)
    page = client.get(url("note_add", case)).content.decode()
    assert 'data-text="Til stede:\nAftaler:"' in page
    case.last_contact_on = None
    case.save(update_fields=["last_contact_on"])
    assert client.post(url("note_add", case), sent(kind="netvaerksmoede")).status_code == 303
    note = case.notes.get()
    assert (note.kind, note.kind_label) == ("meeting", "Netværksmøde")
    case.refresh_from_db()
    assert case.last_contact_on == clock.today()  # it counts as a meeting
    assert "Netværksmøde" in client.get(f"/sager/{case.pk}/").content.decode()


def test_a_kind_out_of_use_stays_on_its_notes(owner, case):
    kind = NoteKind.objects.get(code="observation")
    note = notes_actions.add_note(case, by=case.guide, text="Set i gården", named=kind)
    NoteKind.objects.filter(pk=kind.pk).update(is_active=False)
    assert owner.post(url("note_add", case), sent(kind="observation")).status_code == 422
    page = owner.get(url("note_edit", case, note_id=note.pk)).content.decode()
    assert '<option value="observation" selected>' in page
    answer = owner.post(url("note_edit", case, note_id=note.pk), sent(kind="observation", version=1))
    assert answer.status_code == 303
    note.refresh_from_db()
    assert note.named == kind


def test_an_old_note_keeps_the_kind_it_has(owner, case):
    note = notes_actions.add_note(case, by=case.guide, text="Fra listen", kind=Note.Kind.IMPORT)
    page = owner.get(url("note_edit", case, note_id=note.pk)).content.decode()
    assert '<option value="import" selected>' in page
    owner.post(url("note_edit", case, note_id=note.pk), sent(kind="import", version=1))
    note.refresh_from_db()
    assert (note.kind, note.named) == ("import", None)


def test_two_administrators_lose_nothing(client, admin):
    client.force_login(admin)
    kind = NoteKind.objects.get(code="phone")
    address = reverse("cases:note_kind_edit", args=[kind.pk])
    data = {"name_da": "Opkald", "name_en": "Call", "counts_as": "phone", "position": 20, "is_active": "on"}
    assert client.post(address, data | {"version": 1}).status_code == 303
    answer = client.post(address, data | {"version": 1, "name_da": "Telefon"})
    assert answer.status_code == 409
    assert "Opkald" in answer.content.decode()
    assert "Telefon" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "offered", "stands"),
    [
        ("", "Til stede:", "Til stede:"),
        ("  \n", "Til stede:", "Til stede:"),
        ("Mit", "Til stede:", "Mit\n\nTil stede:"),
        ("Mit\n\nTil stede:", "Til stede:", "Mit\n\nTil stede:"),
        ("Mit", "", "Mit"),
    ],
)
@pytest.mark.once
def test_a_template_is_never_put_over_what_is_typed(typed, offered, stands):
    assert offer_template(typed, offered) == stands


def test_the_template_without_javascript(owner, case):
    answer = owner.post(url("note_add", case), sent(kind="meeting", text="Jeg begyndte her", template="1"))
    assert answer.status_code == 200
    text = answer.context["form"]["text"].value()
    assert text.startswith("Jeg begyndte her\n\nTil stede:")
    assert answer.context["form"]["kind"].value() == "meeting"
    assert not case.notes.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spørg @KKO i morgen", {"kko"}),
        ("@kko, @LLE: se her", {"kko", "lle"}),
        ("Skriv til mor@kko.dk", set()),
        ("@@KKO", set()),
        ("@", set()),
        ("@KRÅ ringer", {"krå"}),
        ("en@KKO", set()),
    ],
)
def test_who_stands_in_a_text(text, found):
    assert mentions.initials_in(text) == found


def lines(user):
    """``{case: (words, where the name leads)}`` of the mentions on the user's day."""
    found = day.day_of(user, clock.today(), show_all=True).groups
    return {t.case.pk: (t.words, t.leads_to) for group in found for t in group.tasks if t.kind == "mention"}


def test_a_mention_stands_on_min_dag_and_gives_no_access(client, case, colleague):
    notes_actions.add_note(case, by=case.guide, text="Hemmelige ord. Spørg @kko")
    assert lines(colleague)[case.pk] == (
        "Nævnt i et notat af Gitte Guide",
        f"/sager/{case.pk}/formaal/",
    )
    client.force_login(colleague)
    page = client.get("/min-dag/").content.decode()
    assert case.person.name in page
    assert "Hemmelige ord" not in page
    assert client.get(f"/sager/{case.pk}/").status_code == 403
    assert client.get(f"/sager/{case.pk}/formaal/").status_code == 200
    assert lines(colleague)  # neither a refusal nor the question for a purpose settles it
    access_actions.open_with_purpose(
        case, by=colleague, purpose=AccessGrant.Purpose.SPARRING, reason="Nævnt i notat"
    )
    assert client.get(f"/sager/{case.pk}/").status_code == 200
    assert lines(colleague) == {}


def test_a_mention_tells_nothing_of_how_a_colleagues_case_stands(guide, case, colleague):
    def chips():
        found = day.day_of(colleague, clock.today(), page=day.Page(), show_all=True).groups
        (line,) = [t for group in found for t in group.tasks if t.kind == "mention"]
        return line.chips(clock.today())

    notes_actions.add_note(case, by=guide, text="Se her @kko")
    before = chips()
    long_ago = clock.today() - timedelta(days=300)
    signs = {"last_contact_on": long_ago, "activity_confirmed_on": None, "last_move_on": None}
    Case.objects.filter(pk=case.pk).update(
        activity_clash="hours", status_since=long_ago, opened_on=long_ago, **signs
    )
    assert chips() == before
    assert chips_of(Case.objects.get(pk=case.pk), clock.today()) != before


def test_a_later_mention_asks_again(case, colleague):
    noon = clock.at(clock.today(), 12)
    with clock.travel(noon):
        notes_actions.add_note(case, by=case.guide, text="@KKO")
    with clock.travel(noon + timedelta(hours=1)):
        access_actions.open_with_purpose(case, by=colleague, purpose="cover", reason="Ferie i dag")
        assert lines(colleague) == {}
    with clock.travel(noon + timedelta(hours=2)):
        notes_actions.add_note(case, by=case.guide, text="Igen @KKO")
        # The case is open to them today, so the name leads straight to it.
        assert lines(colleague)[case.pk][1] == ""


def test_picked_from_the_list_is_written_into_the_text(owner, case, colleague, leader):
    answer = owner.post(url("note_add", case), sent(text="Se her @KKO", mentions=[colleague.pk, leader.pk]))
    assert answer.status_code == 303
    note = case.notes.get()
    assert note.text == "Se her @KKO\n\n@LLE"
    assert set(note.mentions.values_list("user", flat=True)) == {colleague.pk, leader.pk}


@pytest.mark.parametrize("who", ["stranger", "admin", "partner_user", "self"])
def test_who_cannot_be_mentioned(owner, case, who, request):
    user = case.guide if who == "self" else request.getfixturevalue(who)
    user.initials = user.initials or "PPA"
    user.save()
    notes_actions.add_note(case, by=case.guide, text=f"@{user.initials}")
    assert not Mention.objects.exists()
    assert owner.post(url("note_add", case), sent(mentions=[user.pk])).status_code == 422


def test_on_a_shielded_case_only_those_who_may_know_of_it(owner, case, colleague):
    case.shielded = True
    case.save(update_fields=["shielded"])
    answer = owner.post(url("note_add", case), sent(text="Spørg @KKO"))
    assert answer.status_code == 422
    assert "Sagen er skærmet" in answer.content.decode()
    assert "Spørg @KKO" in answer.content.decode()  # what was typed is kept
    notes_actions.add_note(case, by=case.guide, text="Uden om formularen @KKO")
    assert lines(colleague) == {}
    NamedAccess.objects.create(case=case, user=colleague)
    assert owner.post(url("note_add", case), sent(text="Spørg @KKO")).status_code == 303
    assert list(lines(colleague)) == [case.pk]


def test_shielding_a_case_takes_the_line_away(case, colleague):
    notes_actions.add_note(case, by=case.guide, text="@KKO")
    case.shielded = True
    case.save(update_fields=["shielded"])
    assert lines(colleague) == {}


def test_correcting_a_note_corrects_whom_it_mentions(owner, case, colleague, leader):
    note = notes_actions.add_note(case, by=case.guide, text="@KKO")
    owner.post(url("note_edit", case, note_id=note.pk), sent(text="@LLE", version=1))
    assert list(note.mentions.values_list("user", flat=True)) == [leader.pk]


def test_a_line_without_access_says_no_more_than_a_search(client, case, colleague):
    case.person.address_protected = True
    case.person.save()
    notes_actions.add_note(case, by=case.guide, text="@KKO")
    client.force_login(colleague)
    page = client.get("/min-dag/").content.decode()
    assert case.person.name in page
    assert "Adressebeskyttet" not in page
    assert "beskyttet" not in page.lower()


@pytest.fixture
def talks(case):
    """A talk a year ago, and one just written down; returns the newer."""
    with clock.travel(clock.now() - timedelta(days=365)):
        notes_actions.add_note(case, by=case.guide, text="For et år siden")
    return notes_actions.add_note(case, by=case.guide, text="På den forkerte unge")


def due(case):
    """Whether the unit's limit for talks asks for one on the guide's day."""
    standing, _away = day.lines_of(case, case.guide, clock.today())
    return any(line.kind in ("contact", "both", "stalled") for line in standing)


def test_what_a_note_settled_is_open_again_when_it_is_struck_out(owner, case, talks):
    assert not due(case)
    assert owner.post(url("note_strike", case, note_id=talks.pk)).status_code == 303
    talks.refresh_from_db()
    assert (talks.struck_by, talks.text) == (case.guide, "På den forkerte unge")
    assert not talks.is_talk
    case.refresh_from_db()
    assert case.last_contact_on == clock.today() - timedelta(days=365)
    assert due(case)
    row = AuditEvent.objects.get(action="note.struck")
    assert (row.actor_id, row.case_id) == (case.guide_id, case.pk)


def test_quick_and_undone_in_place(owner, case):
    case.last_contact_on = None
    case.save(update_fields=["last_contact_on"])
    htmx = {"HX-Request": "true"}
    assert owner.post(url("note_add", case), sent(), headers=htmx).status_code == 204
    address = url("note_strike", case, note_id=case.notes.get().pk)
    assert f'hx-post="{address}"' in owner.get("/min-dag/").text
    assert owner.post(address, headers=htmx).status_code == 204
    assert "streget" in owner.get("/min-dag/").text
    case.refresh_from_db()
    assert case.last_contact_on is None
    before = AuditEvent.objects.filter(action="note.struck").count()
    assert owner.post(address, headers=htmx).status_code == 204  # sent twice, done once
    assert AuditEvent.objects.filter(action="note.struck").count() == before == 1


@pytest.mark.parametrize(("minutes", "struck"), [(59, True), (60, False)])
def test_only_within_the_hour(case, minutes, struck):
    now = clock.now()
    with clock.travel(now):
        note = notes_actions.add_note(case, by=case.guide, text="Fejl")
    with clock.travel(now + timedelta(minutes=minutes)):
        if struck:
            notes_actions.strike_note(note, by=case.guide)
        else:
            with pytest.raises(ValidationError):
                notes_actions.strike_note(note, by=case.guide)
    note.refresh_from_db()
    assert note.is_struck == struck


def test_nobody_strikes_out_anothers_note_or_one_that_was_added_to(case, leader):
    note = notes_actions.add_note(case, by=case.guide, text="Mit")
    with pytest.raises(ValidationError):
        notes_actions.strike_note(note, by=leader)
    added = notes_actions.add_note(case, by=leader, text="Deres", addition_to=note)
    with pytest.raises(ValidationError):
        notes_actions.strike_note(note, by=case.guide)
    notes_actions.strike_note(added, by=leader)
    notes_actions.strike_note(note, by=case.guide)
    assert set(case.notes.standing()) == set()


def test_struck_out_it_is_neither_corrected_nor_added_to_and_stands_marked(owner, case, talks):
    notes_actions.strike_note(talks, by=case.guide)
    for name in ("note_edit", "note_append"):
        answer = owner.post(url(name, case, note_id=talks.pk), sent(version=2), follow=True)
        assert "Notatet er streget" in answer.content.decode()
    talks.refresh_from_db()
    assert talks.text == "På den forkerte unge"
    assert not talks.additions.exists()
    for page in (f"/sager/{case.pk}/", f"/sager/{case.pk}/notater/"):
        words = owner.get(page).content.decode()
        assert "<s>På den forkerte unge</s>" in words
        assert "skrevet ved en fejl" in words
    assert "forkerte" not in owner.get(f"/sager/{case.pk}/?vis=samtaler").content.decode()
    assert "<s>" not in owner.get(f"/sager/{case.pk}/notater/?text=forkerte").content.decode()


def test_struck_out_it_mentions_nobody_and_was_contact_with_nobody(case, colleague):
    mother = Guardian.objects.create(person=case.person, name="Mona Mor", relation="Mor")
    others = [someone for someone in people_around(case) if someone.ref == mother.pk]
    note = notes_actions.add_note(case, by=case.guide, text="@KKO", others=others)
    assert lines(colleague)
    notes_actions.strike_note(note, by=case.guide)
    assert lines(colleague) == {}
    assert [someone.last_contact_on for someone in people_around(case)] == [None]


def test_struck_out_it_meets_no_statutory_limit_but_the_past_knew_no_better(guide, unit):
    noon = clock.at(clock.today(), 12)
    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=16 * 366))

    def asks_for_contact():
        return any(
            left.which == duty.CONTACT for left in duty.open_clocks([case], clock.today()).get(case.pk, ())
        )

    with clock.travel(noon):
        duty_actions.report_breach(case, by=guide, how="school")
        assert asks_for_contact()
        note = notes_actions.add_note(case, by=guide, text="Skrevet på den forkerte")
        assert not asks_for_contact()
    with clock.travel(noon + timedelta(minutes=30)):
        notes_actions.strike_note(note, by=guide)
        assert asks_for_contact()
        # What a report said at a quarter past can be computed again.
        when = {"on": clock.today(), "known": noon + timedelta(minutes=15)}
        assert duty_running(unit, **when).rows.get().contacted_on == clock.today()
        assert duty_running(unit, on=clock.today(), known=clock.now()).rows.get().contacted_on is None


@pytest.mark.parametrize("half", [{"struck_at": clock.now()}, {"struck_by": 1}, {"both": 1}])
def test_the_database_refuses_half_a_strike_out(case, leader, half):
    note = notes_actions.add_note(case, by=case.guide, text="Står")
    values = {"struck_at": clock.now(), "struck_by": leader} if "both" in half else half
    values = values | ({"struck_by": case.guide} if "struck_by" in half else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(**values)


def test_the_adjective_and_the_property_agree(case, talks):
    notes_actions.add_note(case, by=case.guide, text="Udeblev", kind=Note.Kind.NO_SHOW)
    notes_actions.add_note(case, by=case.guide, text="Kun mor", with_youth=False)
    notes_actions.strike_note(talks, by=case.guide)
    assert set(case.notes.talks()) == {note for note in case.notes.all() if note.is_talk}
    assert case.notes.talks().count() == 1


def test_pinned_with_its_age_and_history(owner, case):
    with clock.travel(clock.now() - timedelta(days=12)):
        owner.force_login(case.guide)
        assert (
            owner.post(url("summary_edit", case), {"version": 0, "text": "Ring efter kl. 12"}).status_code
            == 303
        )
    page = owner.get(f"/sager/{case.pk}/").content.decode()
    assert "Ring efter kl. 12" in page
    assert "Skrevet for 12 dage siden af Gitte Guide" in page
    assert "is-old" not in page
    owner.post(url("summary_edit", case), {"version": 1, "text": "Ring efter kl. 14"})
    history = owner.get(url("summary_history", case)).content.decode()
    assert history.index("kl. 14") < history.index("kl. 12")
    assert list(SummaryVersion.objects.values_list("number", flat=True)) == [2, 1]


@pytest.mark.parametrize(("days", "old"), [(90, False), (91, True)])
def test_it_fades_after_its_limit_and_asks_to_be_renewed(owner, case, days, old):
    with clock.travel(clock.today() - timedelta(days=days)):
        notes_actions.write_summary(case, "Ring om morgenen", by=case.guide, expected_number=0)
    page = owner.get(f"/sager/{case.pk}/").content.decode()
    assert ("is-old" in page) == old
    assert ("Ja, det passer stadig" in page) == old
    if old:
        assert owner.post(url("summary_renew", case), {"version": 1}).status_code == 303
        page = owner.get(f"/sager/{case.pk}/").content.decode()
        assert "is-old" not in page
        assert "Skrevet i dag" in page


def test_two_who_write_lose_nothing(owner, case, leader):
    notes_actions.write_summary(case, "Deres", by=leader, expected_number=0)
    answer = owner.post(url("summary_edit", case), {"version": 0, "text": "Mit"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Deres" in page
    assert "Mit" in page
    assert "Lene Leder gemte, mens du skrev" in page
    assert owner.post(url("summary_edit", case), {"version": 1, "text": "Begge"}).status_code == 303
    with pytest.raises(Conflict):
        notes_actions.write_summary(case, "For sent", by=leader, expected_number=1)


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 30, "0"])
def test_renewing_what_is_not_there_changes_nothing(owner, case, number):
    notes_actions.write_summary(case, "Står", by=case.guide, expected_number=0)
    assert owner.post(url("summary_renew", case), {"version": number}).status_code == 303
    case.refresh_from_db()
    assert case.summary_number == 1


@pytest.mark.parametrize("name", ["note_edit", "note_append"])
def test_what_was_typed_on_a_note_that_is_struck_out_meanwhile_waits_for_a_new_one(owner, case, talks, name):
    notes_actions.strike_note(talks, by=case.guide)
    key = "draft_key" if name == "note_edit" else "submit_key"
    for _click in range(2):
        answer = owner.post(url(name, case, note_id=talks.pk), sent(version=1, **{key: "k"}), follow=True)
    assert answer.redirect_chain[0][0] == url("note_add", case)
    assert answer.context["form"]["text"].value() == "Vi talte"
    assert "Det, du skrev, står klar" in answer.content.decode()
    assert Draft.objects.count() == 1
    same = sent(version=1, text=talks.text, **{key: "k2"})
    owner.post(url(name, case, note_id=talks.pk), same)
    assert Draft.objects.count() == 1, "what is struck out is not offered anew"


def test_a_correction_that_comes_too_late_waits_as_an_addition(owner, case):
    with clock.travel(clock.now() - timedelta(minutes=61)):
        note = notes_actions.add_note(case, by=case.guide, text="Står")
    late = sent(version=1, text="Står, og mere", draft_key="k")
    answer = owner.post(url("note_edit", case, note_id=note.pk), late, follow=True)
    assert answer.redirect_chain[0][0] == url("note_append", case, note_id=note.pk)
    assert answer.context["form"]["text"].value() == "Står, og mere"


def test_a_note_saved_as_it_was_is_not_corrected(owner, case):
    note = notes_actions.add_note(case, by=case.guide, text="Vi talte\nlænge")
    form = owner.get(url("note_edit", case, note_id=note.pk)).context["form"]
    same = {field.name: field.value() for field in form} | {"text": "Vi talte\r\nlænge"}
    answer = owner.post(url("note_edit", case, note_id=note.pk), same, follow=True)
    assert "Der er ikke ændret noget." in answer.content.decode()
    note.refresh_from_db()
    assert (note.version, note.edited_at) == (1, None)
    assert not AuditEvent.objects.filter(action="note.edited").exists()


def test_an_empty_one_is_taken_down(owner, case):
    notes_actions.write_summary(case, "Står", by=case.guide, expected_number=0)
    owner.post(url("summary_edit", case), {"version": 1, "text": ""})
    assert "Står" not in owner.get(f"/sager/{case.pk}/").content.decode()
    assert "Fjernet" in owner.get(url("summary_history", case)).content.decode()


@pytest.mark.parametrize(
    ("name", "form", "field"),
    [
        ("note_add", "note.text", "text"),
        ("note_append", "addition-{note}.text", "text"),
        ("note_edit", "note-{note}.text", "text"),
        ("summary_edit", "summary.text", "text"),
        ("case_edit", "case.reason", "reason"),
        ("consent_add", "consent.rule_text", "rule_text"),
        ("plans:closing_ask", "closing.note", "note"),
        ("plans:closing_summary", "closing-summary.words", "words"),
        ("plans:agreement_ask", "agreement.because", "because"),
        ("practice:case_sparring", "sparring.question", "question"),
        ("progress:level_set", "level.words", "words"),
    ],
)
def test_a_draft_is_put_back_after_signing_in_again(client, case, name, form, field):
    client.force_login(case.guide)
    note = notes_actions.add_note(case, by=case.guide, text="Står")
    form = form.format(note=note.pk)
    kwargs = {"case_id": case.pk} | ({"note_id": note.pk} if name in ("note_append", "note_edit") else {})
    address = reverse(name if ":" in name else f"cases:{name}", kwargs=kwargs)
    page = client.get(address).content.decode()
    assert f'data-form="{form}"' in page
    assert client.post(url("draft_save", case), {"form": form, "text": "Halv sætning"}).status_code == 200
    client.logout()
    client.force_login(case.guide)
    shown = client.get(address)
    assert shown.context["form"][field].value() == "Halv sætning"
    assert "Det er din kladde fra" in shown.content.decode()


def test_what_was_sent_leaves_no_draft(owner, case):
    owner.post(url("draft_save", case), {"form": "note.text", "text": "Halv"})
    owner.post(url("note_add", case), sent())
    owner.post(url("draft_save", case), {"form": "summary.text", "text": "Halv"})
    owner.post(url("summary_edit", case), {"version": 0, "text": "Hel"})
    assert not Draft.objects.exists()


def test_sending_one_note_leaves_the_draft_of_another_form(owner, case):
    owner.post(url("draft_save", case), {"form": "note-7.text", "text": "Et andet notat"})
    owner.post(url("note_add", case), sent())
    assert Draft.objects.get().form == "note-7.text"


@pytest.fixture
def journal(case):
    today = clock.today()
    old = notes_actions.add_note(
        case, by=case.guide, text="Åse ringede om skolen", happened_on=today - timedelta(days=400)
    )
    notes_actions.add_note(
        case, by=case.guide, text="Det viste sig at være SU", addition_to=old, kind="other"
    )
    notes_actions.add_note(case, by=case.guide, text="Møde <b>med</b> PPR", kind="meeting", happened_on=today)
    return case


def read(client, case, **asked):
    return client.get(url("notes_reading", case), asked).content.decode()


def test_everything_with_additions_beneath(owner, journal):
    page = read(owner, journal)
    assert page.index("PPR") < page.index("Åse ringede") < page.index("være SU")
    assert "&lt;b&gt;med&lt;/b&gt;" in page
    page = read(owner, journal, oldest="on")
    assert page.index("Åse ringede") < page.index("PPR")


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"kind": "meeting"}, "PPR", "ringede"),
        ({"text": "aase skolen"}, "ringede", "PPR"),
        ({"text": "SU"}, "ringede", "PPR"),  # stands in the addition
        ({"text": "findes ikke"}, "Ingen notater", "PPR"),
        ({"kind": "sludder", "since": "i går"}, "PPR", "Ingen notater"),
    ],
)
def test_narrowed(owner, journal, asked, there, gone):
    page = read(owner, journal, **asked)
    assert there in page.replace("<mark>", "").replace("</mark>", "")
    assert gone not in page.replace("<mark>", "").replace("</mark>", "")


def test_a_period_has_both_its_days(owner, journal):
    today = clock.today()
    for since, until, shown in ((today, today, True), (today + timedelta(days=1), None, False)):
        asked = {"since": since.isoformat()} | ({"until": until.isoformat()} if until else {})
        assert ("PPR" in read(owner, journal, **asked)) == shown


def test_reading_costs_the_same_however_many(owner, case):
    counts = []
    for number in (2, 18):
        for n in range(number):
            note = notes_actions.add_note(case, by=case.guide, text=f"Nummer {n}")
            notes_actions.add_note(case, by=case.guide, text="Mere", addition_to=note, kind="other")
        with CaptureQueriesContext(connection) as queries:
            read(owner, case)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("Vi talte", "talte", "Vi <mark>talte</mark>"),
        ("Åse & Bo", "aase", "<mark>Åse</mark> &amp; Bo"),
        ("Aase", "åse", "<mark>Aase</mark>"),
        ("<script>", "script", "&lt;<mark>script</mark>&gt;"),
        ("a <mark>b</mark>", "mark", "a &lt;<mark>mark</mark>&gt;b&lt;/<mark>mark</mark>&gt;"),
        ("&amp;", "amp", "&amp;<mark>amp</mark>;"),
        ("uden", "", "uden"),
        ("(.*)+", ".*", "(.*)+"),
    ],
)
def test_escaped_first_and_marked_afterwards(text, asked, shown):
    assert highlighted(text, asked) == shown


@pytest.mark.once
def test_a_snippet_is_short_and_holds_the_word():
    text = "Indledning " * 200 + "<i>uddannelse</i> " + "Slutning " * 200
    shown = snippet(text, "uddannelse")
    assert "<mark>uddannelse</mark>" in shown
    assert "<i>" not in shown
    assert len(shown) < 320
    assert contains("UDDANNELSE slutning", text)
    assert not contains("uddannelse findesikke", text)
