"""Who is told of a meeting, how often, and what stands in the mail: never anything about anybody."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from icalendar import Calendar

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Consent, Guardian
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from meetings.calendars.actions import make_feed
from meetings.invitations.mails import in_words
from meetings.invitations.models import Notice
from meetings.invitations.reach import Why, reaches
from meetings.invitations.told import told_of
from meetings.planning.actions import ask_people, cancel_meeting, invite, move_meeting
from tests.helpers import factories
from tests.helpers.invitations import covered_contact, make_meeting, meeting_type

LATER = timedelta(minutes=6)
CANARY = "knrmeeting"


@pytest.fixture(autouse=True)
def noon():
    """The tests stand still at noon, so that minutes are counted."""
    with clock.travel(clock.today()) as moment:
        yield moment


@pytest.fixture
def case(guide):
    """A young person with a mailbox and a mother who holds custody."""
    made = factories.make_case(
        guide, email="sigrid@hjemme.example", first_name="Knrfornavn", last_name="Knrefternavn"
    )
    type(made.unit).objects.filter(pk=made.unit_id).update(
        mailbox="unge@kommunen.example", name="Ungeenheden Havn"
    )
    made.unit.refresh_from_db()
    return made


@pytest.fixture
def mother(case):
    """Holds custody, and may be written to."""
    return Guardian.objects.create(
        person=case.person, name="Knrmor", email="mor@hjemme.example", has_custody=True
    )


def send(after=LATER):
    """What leaves when the worker comes by so much later."""
    del django_mail.outbox[:]
    with clock.travel(clock.now() + after):
        outbox.send_due()
    return list(django_mail.outbox)


def event_of(mail):
    """The method and the event of a mail."""
    made = Calendar.from_ical(mail.alternatives[0][0])
    (event,) = made.walk("VEVENT")
    return str(made["method"]), event


def move(meeting, days=1, why="Syg", **values):
    """Another day."""
    meeting.refresh_from_db()
    move_meeting(
        meeting,
        by=meeting.led_by,
        starts_at=meeting.starts_at + timedelta(days=days),
        place=meeting.place,
        why=why,
        expected_version=meeting.version,
        values=values,
    )


def test_a_draft_tells_nobody(case, mother):
    make_meeting(case, "youth", f"adult-{mother.pk}", invited=False)
    assert not OutboxMail.objects.exists() and send() == []


def test_each_gets_one_mail_of_their_own_from_the_units_mailbox(case, mother, guide):
    contact = covered_contact(case)
    meeting = make_meeting(
        case, "youth", f"adult-{mother.pk}", f"contact-{contact.pk}", f"colleague-{guide.pk}"
    )
    assert send(timedelta(minutes=4)) == []
    mails = send()
    assert sorted(mail.to[0] for mail in mails) == sorted(
        ["sigrid@hjemme.example", "mor@hjemme.example", "kontakt@skolen.example", guide.email]
    )
    for mail in mails:
        method, event = event_of(mail)
        assert method == "REQUEST" and str(event["uid"]) == str(meeting.pk) and int(event["sequence"]) == 0
        assert str(event["attendee"]) == f"mailto:{mail.to[0]}"
        assert str(event["organizer"]) == "mailto:unge@kommunen.example"
        assert mail.from_email == '"Ungeenheden Havn" <unge@kommunen.example>'
        assert [attachment[0] for attachment in mail.attachments] == ["invite.ics"]
        assert str(event["summary"]) == "Møde med Ungeenheden Havn"
        assert "læser svarene" in mail.body
    assert send() == []


def test_without_a_mailbox_the_unit_invites_from_the_systems_address(case, settings):
    settings.DEFAULT_FROM_EMAIL = "KUI <kui@kommunen.example>"
    type(case.unit).objects.update(mailbox="")
    case.unit.refresh_from_db()
    make_meeting(case, "youth")
    (mail,) = send()
    assert str(event_of(mail)[1]["organizer"]) == "mailto:kui@kommunen.example"
    assert mail.from_email.endswith("<kui@kommunen.example>")


def test_no_word_about_anybody_in_mail_or_calendar(case, mother, guide, colleague):
    contact = covered_contact(case, name=f"{CANARY} kontakt")
    kind = meeting_type("misbrug", name_da=f"{CANARY} misbrug", themes=f"{CANARY} gæld")
    meeting = make_meeting(
        case,
        "youth",
        f"adult-{mother.pk}",
        f"contact-{contact.pk}",
        f"colleague-{colleague.pk}",
        type=kind,
        place=f"{CANARY} Psykiatrien",
        online=f"https://{CANARY}.example",
    )
    mails = send()
    move(meeting, why=f"{CANARY} indlagt")
    mails += send()
    cancel_meeting(meeting, by=guide, why=f"{CANARY} flyttet")
    mails += send()
    assert len(mails) == 12
    words = [
        CANARY,
        "Knrfornavn",
        "Knrefternavn",
        "Knrmor",
        case.person.cpr,
        str(case.pk),
        guide.name,
        colleague.name,
    ]
    for mail in mails:
        text = mail.message().as_string() + mail.subject + mail.body + mail.alternatives[0][0]
        assert [word for word in words if word.lower() in text.lower()] == []


def test_several_moves_within_minutes_give_one_mail_each(case, mother):
    meeting = make_meeting(case, "youth", f"adult-{mother.pk}")
    for _number in range(3):
        move(meeting)
    mails = send()
    assert sorted(mail.to[0] for mail in mails) == ["mor@hjemme.example", "sigrid@hjemme.example"]
    meeting.refresh_from_db()
    for mail in mails:
        _method, event = event_of(mail)
        assert event["dtstart"].dt == meeting.starts_at and int(event["sequence"]) == 3
        assert "Invitation" in mail.subject  # nobody has heard of it before
    assert OutboxMail.objects.filter(state="dropped").count() == 6


def test_a_change_and_a_cancellation_reach_the_same_event(case):
    meeting = make_meeting(case, "youth")
    events = [event_of(mail) for mail in send()]
    move(meeting)
    mails = send()
    assert mails[0].subject.startswith("Ændret")
    events += [event_of(mail) for mail in mails]
    cancel_meeting(meeting, by=case.guide, why="Syg")
    events += [event_of(mail) for mail in send()]
    assert [method for method, _event in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(event["uid"]) for _method, event in events} == {str(meeting.pk)}
    assert [int(event["sequence"]) for _method, event in events] == [0, 1, 2]
    assert str(events[2][1]["status"]) == "CANCELLED"


def test_moved_and_cancelled_in_a_row_the_mail_names_the_time_that_was_told(case):
    meeting = make_meeting(case, "youth")
    told = event_of(send()[0])[1]["dtstart"].dt
    with clock.travel(clock.now() + timedelta(hours=1)):
        move(meeting)
        cancel_meeting(meeting, by=case.guide, why="Syg")
        (mail,) = send()
    assert event_of(mail)[0] == "CANCEL" and event_of(mail)[1]["dtstart"].dt == told
    words = in_words(told, told + timedelta(minutes=meeting.lasts_minutes))
    assert words in mail.subject and words in mail.body


def test_what_was_never_told_is_not_taken_back(case):
    meeting = make_meeting(case, "youth")
    cancel_meeting(meeting, by=case.guide, why="Fejl")
    assert send() == [] and set(OutboxMail.objects.values_list("state", flat=True)) == {"dropped"}


def test_a_mail_that_may_have_left_is_taken_back(case):
    meeting = make_meeting(case, "youth")
    OutboxMail.objects.update(state="sending")
    cancel_meeting(meeting, by=case.guide, why="Fejl")
    assert [event_of(mail)[0] for mail in send()] == ["CANCEL"]


def test_who_is_taken_off_is_told_and_who_is_asked_again_too(case, mother):
    adult = f"adult-{mother.pk}"
    meeting = make_meeting(case, "youth", adult)
    assert len(send()) == 2
    ask_people(meeting, ["youth"], by=case.guide)
    (off,) = send()
    assert off.to == ["mor@hjemme.example"] and event_of(off)[0] == "CANCEL"
    ask_people(meeting, ["youth", adult], by=case.guide)
    (again,) = send()
    assert event_of(again)[0] == "REQUEST" and again.to == off.to
    assert int(event_of(again)[1]["sequence"]) > int(event_of(off)[1]["sequence"]) > 0
    # Off and on again within minutes: nothing to tell.
    ask_people(meeting, ["youth"], by=case.guide)
    ask_people(meeting, ["youth", adult], by=case.guide)
    assert send() == []


def test_near_the_meeting_nobody_waits(case):
    make_meeting(case, "youth", at=clock.now() + timedelta(minutes=50))
    assert len(send(timedelta(0))) == 1


def test_a_meeting_that_has_begun_invites_nobody(case):
    make_meeting(case, "youth", at=clock.now() + timedelta(hours=2))
    assert send(timedelta(hours=2)) == []


def test_a_consent_that_is_withdrawn_meanwhile_stops_the_mail(case):
    contact = covered_contact(case)
    meeting = make_meeting(case, f"contact-{contact.pk}")
    withdraw_consent(Consent.objects.get(partner=contact.partner), by=case.guide)
    assert send() == []
    # Told before, a partner hears that the meeting is off, whatever may be shared by then.
    other = covered_contact(case, email="anden@skolen.example")
    ask_people(meeting, [f"contact-{other.pk}"], by=case.guide)
    assert [mail.to for mail in send()] == [["anden@skolen.example"]]
    withdraw_consent(Consent.objects.get(partner=other.partner), by=case.guide)
    cancel_meeting(meeting, by=case.guide, why="Syg")
    (mail,) = send()
    assert mail.to == ["anden@skolen.example"] and event_of(mail)[0] == "CANCEL"


def test_an_address_that_changed_gets_the_invitation_and_the_old_one_does_not(case):
    meeting = make_meeting(case, "youth")
    case.person.email = "ny@hjemme.example"
    case.person.save()
    assert send() == []
    ask_people(meeting, [], by=case.guide)
    ask_people(meeting, ["youth"], by=case.guide)
    assert [mail.to for mail in send()] == [["ny@hjemme.example"]]


def test_who_signs_in_gets_no_secret_and_the_others_have_theirs_in_the_mail_alone(case, guide):
    signed, bare = covered_contact(case, signs_in=True), covered_contact(case)
    make_meeting(case, "youth", f"contact-{signed.pk}", f"contact-{bare.pk}", f"colleague-{guide.pk}")
    secret = re.compile(r"/moede/svar/kui_[\w-]+/")
    for mail in send():
        by_link = mail.to[0] in ("sigrid@hjemme.example", "kontakt@skolen.example")
        assert bool(secret.search(mail.body)) == by_link
        assert "kui_" not in mail.alternatives[0][0]
        if not by_link:
            place = "/kalender/?uge=" if mail.to == [guide.email] else "/vores-moeder/"
            assert place in mail.body and place in mail.alternatives[0][0].replace("\r\n ", "")
    hashes = [row.secret_hash for row in Notice.objects.exclude(secret_hash=None)]
    assert len(hashes) == 2 and all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"email": ""}, Why.NO_EMAIL),
        ({"contact_ban": True}, Why.BAN),
        ({"contact_wish": "not"}, Why.NOT),
        ({"contact_wish": "ask"}, Why.WISH),
        ({"has_custody": False}, Why.WISH),
        ({"has_custody": False, "contact_wish": "phone"}, ""),
        ({"until_on": clock.today()}, Why.LEFT),
        ({"until_on": clock.today() + timedelta(days=1)}, ""),
    ],
)
def test_which_adults_are_written_to(case, mother, changes, why):
    Guardian.objects.filter(pk=mother.pk).update(**changes)
    meeting = make_meeting(case, f"adult-{mother.pk}")
    assert reached(meeting) == [why] and bool(send()) == (not why)


def told(meeting):
    """How each asked was told, as the page of the meeting asks."""
    rows = list(meeting.attendees.asked().named().select_related("contact__user"))
    for row in rows:
        row.meeting = meeting
    return told_of(meeting, rows, clock.today())


def reached(meeting):
    """Why each asked gets no mail."""
    rows = meeting.attendees.named().select_related("contact__user")
    return [one.why for one in reaches(meeting, rows, clock.today()).values()]


def test_at_18_who_held_custody_is_told_nothing(case, mother):
    born = clock.today().replace(year=clock.today().year - 18)
    case.person.birth_date = born + timedelta(days=1)
    case.person.save()
    meeting = make_meeting(case, f"adult-{mother.pk}")
    assert reached(meeting) == [""]
    with clock.travel(clock.today() + timedelta(days=1)):
        meeting.case.person.refresh_from_db()
        assert reached(meeting) == [Why.WISH]


def test_with_a_protected_address_neither_the_young_person_nor_the_family_is_written_to(case, mother):
    case.person.address_protected = True
    case.person.save()
    meeting = make_meeting(case, "youth", f"adult-{mother.pk}")
    assert reached(meeting) == [Why.PROTECTED, Why.PROTECTED] and send() == []


def test_of_a_shielded_case_no_partner_is_told(case):
    contact = covered_contact(case)
    case.shielded = True
    case.save()
    meeting = make_meeting(case, f"contact-{contact.pk}")
    assert reached(meeting) == [Why.NO_BASIS] and send() == []


def test_who_leads_and_has_the_feed_gets_no_mail(case, guide, colleague):
    make_feed(by=guide)
    make_feed(by=colleague)
    make_meeting(case, f"colleague-{guide.pk}", f"colleague-{colleague.pk}")
    assert [mail.to for mail in send()] == [[colleague.email]]


def test_who_must_be_phoned_is_told_to_the_guide(case, mother):
    Guardian.objects.filter(pk=mother.pk).update(email="", phone="20112233")
    meeting = make_meeting(case, "youth", f"adult-{mother.pk}")
    youth, adult = told(meeting)
    assert (youth.must_be_phoned, adult.must_be_phoned) == (False, True)
    assert adult.how == "Vi kender ingen e-mail" and adult.phone == "20112233"
    assert "få minutter" in youth.how
    send()
    youth, _adult = told(meeting)
    assert youth.how.startswith("Indkaldt på mail")
    OutboxMail.objects.update(state="failed")
    youth, _adult = told(meeting)
    assert youth.must_be_phoned and youth.how == "Mailen kunne ikke sendes"


@pytest.mark.parametrize("hindered", ["no address", "failed", "no basis"])
def test_who_could_not_be_told_is_told_when_they_can(case, client, guide, hindered):
    contact = covered_contact(case, email="" if hindered == "no address" else "kontakt@skolen.example")
    consent = Consent.objects.filter(partner=contact.partner)
    if hindered == "no basis":
        consent.update(withdrawn_at=clock.now())
    meeting = make_meeting(case, "youth", f"contact-{contact.pk}")
    if hindered == "failed":
        OutboxMail.objects.filter(to=contact.email).update(state="failed")
    assert [mail.to for mail in send()] == [["sigrid@hjemme.example"]]
    (one,) = [row for row in told(meeting) if row.attendee.contact_id]
    assert one.must_be_phoned and one.may_be_mailed == (hindered == "failed")
    type(contact).objects.filter(pk=contact.pk).update(email="kontakt@skolen.example")
    consent.update(withdrawn_at=None)
    assert [row.may_be_mailed for row in told(meeting)] == [False, True]
    client.force_login(guide)
    url = reverse("meetings:meeting_tell", args=[case.pk, meeting.pk])
    for _clicked in range(2):
        assert client.post(url).status_code == 303
    assert [mail.to for mail in send()] == [["kontakt@skolen.example"]]
    assert AuditEvent.objects.filter(action="meeting.told").count() == 1
    cancel_meeting(meeting, by=guide, why="Syg")
    assert (
        client.post(url).status_code == 303 and AuditEvent.objects.filter(action="meeting.told").count() == 1
    )


def test_whom_it_costs_the_same_to_tell_of(case, django_assert_num_queries):
    def cost(meeting):
        meeting = type(meeting).objects.select_related("case__person", "case__unit").get(pk=meeting.pk)
        with django_assert_num_queries(3):
            return len(told(meeting))

    few = [covered_contact(case, email=f"k{n}@skolen.example") for n in range(2)]
    assert cost(make_meeting(case, *(f"contact-{one.pk}" for one in few))) == 2
    many = few + [covered_contact(case, email=f"m{n}@skolen.example") for n in range(18)]
    assert cost(make_meeting(case, *(f"contact-{one.pk}" for one in many))) == 20


def test_what_left_is_told_alike_by_row_and_by_query(case):
    make_meeting(case, "youth")
    for state in OutboxMail.State.values:
        OutboxMail.objects.update(state=state)
        (notice,) = Notice.objects.select_related("mail")
        assert notice.has_left == Notice.objects.left().exists() == (state in ("sending", "sent"))


def test_two_invitations_of_the_same_draft_tell_once(case):
    meeting = make_meeting(case, "youth", invited=False)
    invite(meeting, by=case.guide)
    invite(meeting, by=case.guide)
    assert len(send()) == 1
