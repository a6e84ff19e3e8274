"""The minutes on paper: what each audience reads, and what never leaves the unit."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Consent, Disclosure, Guardian
from core import clock
from meetings.agenda.actions import add_item, park_item
from meetings.minutes import actions
from meetings.minutes.pdf import render
from meetings.minutes.sheet import COLLEAGUE, UNIT, YOUTH, audiences, sheet_for
from plans.handover.scope import NotAllowed
from plans.models import Milestone
from tests.helpers.meetings import hold_one, partner_of, write
from tests.helpers.stand_ins import paper_in_words

pytestmark = pytest.mark.django_db

TODAY = clock.today


@pytest.fixture
def contact(case):
    return partner_of(case, name="Pia Partner")


@pytest.fixture
def meeting(case, guide, contact):
    """Two points, one kept out of what is shared; a mother, a partner and the young person were there."""
    mother = Guardian.objects.create(person=case.person, name="Mor Olsen", relation="Mor")
    keys = ["youth", f"adult-{mother.pk}", f"contact-{contact.pk}"]
    found = hold_one(case, people=keys, place="Ungeenheden")
    open_point = add_item(found, by=guide, title="Uddannelse")
    kept = add_item(found, by=guide, title="Andet")
    actions.write_minutes(
        found,
        by=guide,
        expected_version=0,
        text="Vi mødes igen",
        youth_text="Du prøver FGU.",
        outcomes={open_point.pk: ("FGU fra august", False), kept.pk: ("Kun for os", True)},
    )
    due_on = TODAY() + timedelta(days=9)
    actions.decide(open_point, by=guide, what="Jeg besøger FGU", responsible="youth", due_on=due_on)
    actions.decide(kept, by=guide, what="Guiden undersøger noget", responsible="guide", due_on=due_on)
    share(found)
    return found


def share(meeting):
    """Let those who were there read the minutes."""
    minutes = actions.minutes_of(meeting)
    actions.send_minutes(minutes, by=meeting.case.guide, comment_until=TODAY() + timedelta(days=5))


def given(meeting) -> list[str]:
    """For whom the minutes can be made."""
    attendees = list(meeting.attendees.asked().named())
    return [key for key, _name in audiences(meeting, actions.minutes_of(meeting), attendees, TODAY())]


def words(sheet) -> str:
    return repr(sheet)


def test_the_unit_reads_all_of_it(meeting):
    said = words(sheet_for(meeting, UNIT, on=TODAY()))
    for word in ("Kun for os", "FGU fra august", "Mor Olsen", "Vi mødes igen", meeting.case.person.last_name):
        assert word in said


def test_the_young_person_reads_the_text_written_to_them_and_what_was_agreed(meeting):
    sheet = sheet_for(meeting, YOUTH, on=TODAY())
    assert sheet.text == "Du prøver FGU."
    assert [row.what for row in sheet.agreements] == ["Jeg besøger FGU"]
    assert "Kun for os" not in words(sheet)


def test_without_a_text_there_is_nothing_for_the_young_person(meeting, guide):
    minutes = actions.minutes_of(meeting)
    actions.write_minutes(meeting, by=guide, expected_version=minutes.version)
    assert YOUTH not in given(meeting)
    with pytest.raises(NotAllowed):
        sheet_for(meeting, YOUTH, on=TODAY())


def test_a_partner_reads_what_is_covered_without_surname_or_family(meeting, contact):
    assert given(meeting) == [UNIT, YOUTH, f"contact-{contact.pk}"]
    sheet = sheet_for(meeting, f"contact-{contact.pk}", on=TODAY())
    said = words(sheet)
    assert "FGU fra august" in said
    for hidden in ("Kun for os", "Andet", "Guiden undersøger", "Mor Olsen", meeting.case.person.last_name):
        assert hidden not in said
    assert sheet.left_out


def test_with_more_covered_a_partner_reads_more(case, guide):
    contact = partner_of(case, topics=("plan", "contact", "family", "health"))
    meeting = hold_one(case, people=["youth", f"contact-{contact.pk}"])
    add_item(meeting, by=guide, title="Medicin")
    write(meeting, outcome="Begynder på medicin mod depression")
    share(meeting)
    key = f"contact-{contact.pk}"
    sheet = sheet_for(meeting, key, on=TODAY())
    assert case.person.last_name in sheet.whom
    assert "medicin mod depression" in words(sheet)
    assert sheet.topics == ("contact", "health", "plan")
    assert key in given(meeting)
    withdraw_consent(Consent.objects.get(), by=guide)
    assert key not in given(meeting)
    with pytest.raises(NotAllowed):
        sheet_for(meeting, key, on=TODAY())


def test_what_may_tell_of_health_stays_out_when_it_is_not_covered(case, guide, contact):
    key = f"contact-{contact.pk}"
    meeting = hold_one(case, people=["youth", key])
    add_item(meeting, by=guide, title="Skole")
    write(meeting, outcome="Har en depression", text="Indlagt på psykiatrisk afdeling")
    share(meeting)
    sheet = sheet_for(meeting, key, on=TODAY())
    assert (sheet.points[0].outcome, sheet.text) == ("", "")
    assert sheet.left_out
    # What they are not told is not said to be nothing.
    assert sheet.points[0].is_cut
    page = render_to_string("meetings/minutes/_sheet.html", {"s": sheet})
    assert "Der er ikke skrevet noget" not in page and "Udeladt" in page


def test_words_that_the_plan_says_no_more_are_still_covered_or_left_out(case, guide, contact):
    key = f"contact-{contact.pk}"
    meeting = hold_one(case, people=["youth", key])
    point = add_item(meeting, by=guide, title="Skole")
    write(meeting, text="Vi talte")
    due_on = TODAY() + timedelta(days=9)
    decided = actions.decide(
        point, by=guide, what="Tid hos psykiater for depression", responsible="guide", due_on=due_on
    )
    share(meeting)
    Milestone.objects.filter(pk=decided.milestone_id).update(own_words="Guiden ringer")
    sheet = sheet_for(meeting, key, on=TODAY())
    assert not sheet.agreements and sheet.left_out and sheet.points[0].is_cut
    assert "psykiater" in words(sheet_for(meeting, UNIT, on=TODAY()))


def test_on_paper_a_point_put_off_says_so_and_an_empty_one_too(case, guide):
    meeting = hold_one(case)
    put_off, _empty, written = (add_item(meeting, by=guide, title=title) for title in ("Et", "To", "Tre"))
    park_item(put_off, by=guide, parked=True)
    said = {written.pk: ("FGU", False)}
    actions.write_minutes(meeting, by=guide, expected_version=0, outcomes=said)
    with paper_in_words():
        paper = render(sheet_for(meeting, UNIT, on=TODAY())).decode()
    assert paper.count("Udskudt til næste gang") == paper.count("Der er ikke skrevet noget") == 1


def test_a_partner_who_was_asked_and_could_not_come_reads_them_and_who_was_taken_off_does_not(case, contact):
    absent = f"contact-{contact.pk}"
    meeting = hold_one(case, people=["youth", absent], present=["youth"])
    write(meeting, text="Vi talte")
    share(meeting)
    assert absent in given(meeting)
    assert sheet_for(meeting, absent, on=TODAY()).text == "Vi talte"
    meeting.attendees.exclude(contact=None).update(left_at=clock.now())
    assert absent not in given(meeting)
    for key in (absent, "contact-0", "youth", ""):
        with pytest.raises(NotAllowed):
            sheet_for(meeting, key, on=TODAY())


def test_a_draft_is_the_units_own(case, guide, contact, client):
    key = f"contact-{contact.pk}"
    meeting = hold_one(case, people=["youth", key])
    write(meeting, text="Kladdens ord", youth_text="Ikke færdigt endnu")
    assert given(meeting) == [UNIT]
    assert "Kladdens ord" in words(sheet_for(meeting, UNIT, on=TODAY()))
    for audience in (YOUTH, COLLEAGUE, key):
        with pytest.raises(NotAllowed, match="ikke delt endnu"):
            sheet_for(meeting, audience, on=TODAY())
    client.force_login(guide)
    page = reverse("meetings:meeting", args=[case.pk, meeting.pk])
    pdf = reverse("meetings:minutes_pdf", args=[case.pk, meeting.pk])
    assert "?til=ung" not in client.get(page).content.decode()
    refused = client.get(f"{pdf}?til=ung", follow=True)
    assert "Referatet er ikke delt endnu" in refused.content.decode()
    give = reverse("meetings:minutes_give", args=[case.pk, meeting.pk])
    refused = client.post(give, {"til": key}, follow=True)
    assert "Referatet er ikke delt endnu" in refused.content.decode()
    assert not Disclosure.objects.exists()
    share(meeting)
    with paper_in_words():
        assert client.get(f"{pdf}?til=ung")["Content-Type"] == "application/pdf"


def test_a_colleague_who_was_there_reads_all_but_what_is_confidential(meeting):
    said = words(sheet_for(meeting, COLLEAGUE, on=TODAY()))
    assert "FGU fra august" in said and "Vi mødes igen" in said
    for hidden in ("Kun for os", "Andet", "Guiden undersøger"):
        assert hidden not in said


def test_a_protected_address_takes_the_place_and_what_gives_it_away(meeting, contact, guide):
    person = meeting.case.person
    person.address, person.address_protected = "Strandvej 7", True
    person.save()
    minutes = actions.minutes_of(meeting)
    actions.write_minutes(
        meeting,
        by=guide,
        expected_version=minutes.version,
        text="Bor på Strandvej 7",
        youth_text="Du bor på Strandvej 7",
    )
    for key in (YOUTH, f"contact-{contact.pk}"):
        sheet = sheet_for(meeting, key, on=TODAY())
        assert sheet.place == ""
        assert "Strandvej" not in words(sheet)


def test_the_name_of_the_file_says_whom_the_minutes_are_for(client, guide, meeting, contact):
    """The unit's own is not taken for what the young person or a partner gets."""
    client.force_login(guide)
    type(meeting.case.person).objects.filter(pk=meeting.case.person_id).update(preferred_name="Mølle")
    type(contact.partner).objects.filter(pk=contact.partner_id).update(name="FGU Østjylland")
    url = reverse("meetings:minutes_pdf", args=[meeting.case_id, meeting.pk])
    give = reverse("meetings:minutes_give", args=[meeting.case_id, meeting.pk])
    with paper_in_words():
        answers = [
            client.get(url),
            client.get(f"{url}?til=ung"),
            client.post(give, {"til": f"contact-{contact.pk}"}),
        ]
    names = [answer["Content-Disposition"].partition("filename=")[2].strip('"') for answer in answers]
    begins = ("intern-referat", "referat-moelle", "referat-fgu-oestjylland")
    end = f"{meeting.on:%Y-%m-%d}-{str(meeting.pk)[:8]}.pdf"  # two meetings of one day are two files
    assert names == [f"{begin}-{end}" for begin in begins]


def test_fetching_is_written_down_and_giving_to_a_partner_is_a_disclosure(client, guide, meeting, contact):
    client.force_login(guide)
    url = reverse("meetings:minutes_pdf", args=[meeting.case_id, meeting.pk])
    give = reverse("meetings:minutes_give", args=[meeting.case_id, meeting.pk])
    with paper_in_words():
        assert client.get(url)["Content-Type"] == "application/pdf"
        answer = client.post(give, {"til": f"contact-{contact.pk}"})
        assert answer["Content-Type"] == "application/pdf"
        assert client.post(give, {"til": "contact-0"}).status_code == 303
    assert AuditEvent.objects.filter(action="minutes.fetched").count() == 2
    assert Disclosure.objects.get().topics == ["plan"]


def test_a_protected_address_is_hidden_without_a_plan_too(case, contact):
    case.plans.all().delete()
    meeting = hold_one(case, people=["youth", f"contact-{contact.pk}"])
    write(meeting, text="Bor på Strandvej 7", youth_text="Du bor på Strandvej 7")
    share(meeting)
    person = meeting.case.person
    person.address, person.address_protected = "Strandvej 7", True
    person.save()
    for key in (YOUTH, f"contact-{contact.pk}"):
        assert "Strandvej" not in words(sheet_for(meeting, key, on=TODAY()))
