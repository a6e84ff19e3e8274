"""Who is in a young person's life: one list, the last contact with each computed from notes, and the map."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, Closeness, Guardian, Note, NoteContact
from cases.network import actions as network_actions
from cases.network import drawing as network_map
from cases.network.people_around import Someone, people_around
from cases.notes import actions as notes_actions
from core import clock
from plans.milestones.actions import move_milestone
from tests.helpers import factories

pytestmark = pytest.mark.django_db


TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


@pytest.fixture
def case(guide):
    return factories.make_case(guide, first_name="Freja", birth_date=date(2009, 5, 5))


@pytest.fixture
def mother(case):
    return Guardian.objects.create(person=case.person, name="Karen", relation="mor", has_custody=True)


@pytest.fixture
def partner(case, guide):
    contact = factories.ContactFactory(partner__unit=guide.unit, partner__name="FGU Fjorden", name="Anna")
    network_actions.add_participation(case, contact.partner, by=guide, contact=contact, role="Skole")
    return contact.partner


def around(case) -> dict[str, Someone]:
    return {someone.name: someone for someone in people_around(case)}


def test_adults_partners_and_colleagues_are_one_list_in_one_query(case, guide, colleague, mother, partner):
    network_actions.add_colleague(case, colleague, by=guide, role="Jobkonsulent")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        people = people_around(case)
    assert len(captured) == 1
    assert [(s.kind, s.name, s.role) for s in people] == [
        ("adult", "Karen", "mor"),
        ("partner", "FGU Fjorden", "Skole"),
        ("colleague", "Kim Kollega", "Jobkonsulent"),
    ]
    fgu = people[1]
    assert (fgu.contact, fgu.contact_phone, fgu.from_on) == ("Anna", "20 65 43 21", TODAY)
    assert people[0].has_custody
    with clock.travel(date(2027, 5, 5)):
        case = Case.objects.get(pk=case.pk)
        assert not people_around(case)[0].has_custody


def test_the_last_contact_is_what_the_notes_tell(case, guide, colleague, mother, partner):
    network_actions.add_colleague(case, colleague, by=guide, role="Mentor")

    def note(names, on, kind=Note.Kind.PHONE, with_youth=False):
        people = around(case)
        notes_actions.add_note(
            case,
            by=guide,
            text="Talt",
            kind=kind,
            happened_on=on,
            with_youth=with_youth,
            others=[people[name] for name in names],
        )

    note(["Karen", "Kim Kollega"], date(2026, 11, 3))
    note(["Karen"], date(2026, 10, 1))
    note(["Karen", "FGU Fjorden"], date(2026, 11, 9), kind=Note.Kind.NO_SHOW)
    assert {name: s.last_contact_on for name, s in around(case).items()} == {
        "Karen": date(2026, 11, 3),
        "FGU Fjorden": None,
        "Kim Kollega": date(2026, 11, 3),
    }
    case.refresh_from_db()
    assert case.last_contact_on is None  # a talk with the mother is none with the young person
    note(["FGU Fjorden"], date(2026, 11, 5), kind=Note.Kind.MEETING, with_youth=True)
    case.refresh_from_db()
    assert case.last_contact_on == date(2026, 11, 5)


def test_a_partner_takes_part_from_no_day_to_come(client, guide, case, unit):
    client.force_login(guide)
    url = reverse("cases:participation_add", args=[case.pk])
    fgu = factories.PartnerFactory(unit=unit)
    answer = client.post(url, {"partner": fgu.pk, "on": (TODAY + timedelta(days=1)).isoformat()})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on"])
    assert client.post(url, {"partner": fgu.pk, "on": "0026-11-20"}).status_code == 422
    born = case.person.birth_date
    answer = client.post(url, {"partner": fgu.pk, "on": (born - timedelta(days=1)).isoformat()})
    assert f"Dagen kan ligge fra {date_format(born)}" in answer.content.decode()
    assert client.post(url, {"partner": fgu.pk, "on": TODAY.isoformat()}).status_code == 303


def test_a_colleague_takes_part_in_the_case_from_no_day_before_it(client, guide, case, colleague):
    client.force_login(guide)
    url, said = reverse("cases:colleague_add", args=[case.pk]), {"user": colleague.pk, "role": "Medguide"}
    answer = client.post(url, said | {"on": (case.opened_on - timedelta(days=1)).isoformat()})
    assert answer.status_code == 422 and "on" in answer.context["form"].errors
    assert client.post(url, said | {"on": case.opened_on.isoformat()}).status_code == 303


def test_what_lies_with_a_partner_is_said_before_they_take_no_part(client, guide, case, partner):
    contact = partner.contacts.get()
    milestone = factories.make_milestone(
        case, own_words="Besøge værkstedet", responsible="partner", contact=contact
    )
    effort = factories.make_effort(case, responsible="partner", contact=contact, name="Mentor hver uge")
    client.force_login(guide)
    said = "Ligger hos dem, og bliver der, til en anden har det: "
    text = client.get(reverse("cases:network", args=[case.pk])).content.decode()
    assert said + "Besøge værkstedet" in text and said + "Mentor hver uge" in text
    move_milestone(milestone, "reached", by=guide)
    type(effort).objects.update(contribution="some", ended_on=TODAY, judged_on=TODAY)
    assert said not in client.get(reverse("cases:network", args=[case.pk])).content.decode()


def sent(**fields):
    return {"text": "Ringede", "kind": "phone", "happened_on": TODAY.isoformat()} | fields


def test_a_note_says_who_took_part_and_an_hour_is_there_to_mend_it(client, guide, case, mother, partner):
    client.force_login(guide)
    url = reverse("cases:note_add", args=[case.pk])
    assert client.get(url).context["form"]["with_whom"].initial == ["youth"]
    refused = client.post(url, sent())
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["with_whom"])
    key = f"adult-{mother.pk}"
    assert client.post(url, sent(with_whom=[key])).status_code == 303
    note = case.notes.get()
    assert (note.with_youth, note.contacts.get().guardian) == (False, mother)
    for page in (f"/sager/{case.pk}/", reverse("cases:notes_reading", args=[case.pk])):
        assert "Gitte Guide · kun med Karen" in client.get(page).content.decode()
    case.refresh_from_db()
    assert case.last_contact_on is None
    url = reverse("cases:note_edit", args=[case.pk, note.pk])
    assert client.get(url).context["form"]["with_whom"].initial == [key]
    both = ["youth", f"partner-{partner.pk}"]
    assert client.post(url, sent(version=note.version, with_whom=both)).status_code in (302, 303)
    note.refresh_from_db()
    case.refresh_from_db()
    assert (note.with_youth, note.contacts.get().partner, case.last_contact_on) == (True, partner, TODAY)


def test_somebody_elses_mother_cannot_be_named(client, guide, case, mother):
    other = Guardian.objects.create(person=factories.make_case(guide).person, name="En anden")
    client.force_login(guide)
    response = client.post(reverse("cases:note_add", args=[case.pk]), sent(with_whom=[f"adult-{other.pk}"]))
    assert response.status_code == 422
    assert not NoteContact.objects.exists()


def test_where_nobody_is_around_it_is_asked_whether_the_young_person_took_part(client, guide, case):
    client.force_login(guide)
    client.post(reverse("cases:note_add", args=[case.pk]), sent())
    assert case.notes.get().with_youth
    url = reverse("cases:note_add", args=[case.pk])
    client.post(url, sent(with_whom=["absent"], submit_key=str(uuid4())))
    alone = case.notes.exclude(with_youth=True).get()
    assert "uden den unge" in client.get(case.get_absolute_url()).content.decode()
    edit = client.get(reverse("cases:note_edit", args=[case.pk, alone.pk])).context["form"]
    assert edit["with_whom"].initial == ["absent"]


def test_a_note_contact_names_exactly_one(case, guide, mother):
    note = notes_actions.add_note(case, by=guide, text="Talt")
    for values in ({}, {"guardian": mother, "user": guide}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NoteContact.objects.create(note=note, **values)


def test_a_colleague_takes_part_once_and_it_opens_nothing(case, guide, colleague, leader):
    row = network_actions.add_colleague(case, colleague, by=guide, role="Mentor")
    assert not Case.objects.visible_to(colleague).exists()
    with pytest.raises(ValidationError):
        network_actions.add_colleague(case, colleague, by=guide, role="Medguide")
    elsewhere = factories.UserFactory()
    with pytest.raises(ValidationError):
        network_actions.add_colleague(case, elsewhere, by=guide, role="Mentor")
    network_actions.end_colleague(row, by=guide, on=TODAY + timedelta(days=1))
    assert around(case)["Kim Kollega"].is_around(TODAY)
    assert not around(case)["Kim Kollega"].is_around(TODAY + timedelta(days=1))


def test_the_page_shows_the_map_and_the_same_in_words(client, guide, case, mother, partner):
    mother.contact_ban = True
    mother.save()
    client.force_login(guide)
    page = client.get(reverse("cases:network", args=[case.pk])).content.decode()
    assert page.count("<svg xmlns") == 2
    assert ">Kreds</th>" in page, "it is no invitation to call"
    for key in (f"adult-{mother.pk}", f"partner-{partner.pk}"):
        assert page.count(f'href="#{key}"') == 2
        assert page.count(f'id="{key}"') == 1
    assert "style=" not in page[page.index("<figure") : page.index("</figure>")]


def test_the_page_costs_the_same_however_many(client, guide, case):
    client.force_login(guide)
    url = reverse("cases:network", args=[case.pk])

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    Guardian.objects.create(person=case.person, name="En")
    cost()
    few = cost()
    for number in range(20):
        Guardian.objects.create(person=case.person, name=f"Nummer {number}", closeness="friend")
    assert cost() == few


NAMES = st.text(min_size=1, max_size=60)


PEOPLE = st.lists(
    st.builds(
        Someone,
        kind=st.sampled_from(["adult", "partner", "colleague"]), pk=st.integers(1, 99), ref=st.integers(1, 99),
        name=NAMES, role=st.text(max_size=40), phone=st.just(""), contact=st.just(""), contact_phone=st.just(""),
        email=st.just(""), closeness=st.sampled_from(Closeness.values), has_custody=st.booleans(),
        contact_wish=st.just(""), contact_ban=st.booleans(), note=st.just(""), from_on=st.none(), until_on=st.none(),
        last_contact_on=st.none(),
    ),
    max_size=30,
)  # fmt: skip


XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@pytest.mark.once
@given(PEOPLE, NAMES, st.sampled_from([network_map.WIDE, network_map.NARROW]))
def test_everybody_has_a_mark_within_the_picture_and_no_word_becomes_markup(people, called, frame):
    svg = str(network_map.draw(called, people, frame=frame))
    root = ET.fromstring(XML.sub("", svg))
    assert len(root.findall(".//{*}a")) == len(people)
    for mark in network_map.place(people, frame):
        assert 0 < mark.x < frame.width
        assert 0 < mark.y < frame.height
    tags = {node.tag.split("}")[1] for node in root.iter()}
    assert tags <= {"svg", "ellipse", "line", "circle", "text", "a", "title", "rect", "polygon"}


def test_the_map_is_an_arrangement_by_closeness():
    def at(closeness):
        someone = Someone(
            "adult", 1, 1, "En", "", "", "", "", "", closeness, False, "", False, "", None, None, None
        )
        (mark,) = network_map.place([someone], network_map.WIDE)
        return ((mark.x - 460) ** 2 + (mark.y - 320) ** 2) ** 0.5

    assert at("family") < at("friend") < at("professional")


def test_names_of_a_usual_network_stand_clear_of_one_another():
    def someone(number, closeness):
        name, role = f"Person Nummer {number}"[:12], "et eller andet"[:11]
        return Someone(
            "adult",
            number,
            number,
            name,
            role,
            "",
            "",
            "",
            "",
            closeness,
            False,
            "",
            False,
            "",
            None,
            None,
            None,
        )

    rings = ["family"] * 3 + ["friend"] * 3 + ["professional"] * 5
    people = [someone(number, closeness) for number, closeness in enumerate(rings)]
    for frame in (network_map.WIDE, network_map.NARROW):
        boxes = [network_map._box(mark, frame) for mark in network_map.place(people, frame)]
        assert network_map._covered(boxes, [network_map._box_of_the_middle(frame)], frame) == 0


def test_the_key_beneath_the_map_draws_the_very_marks(client, guide, case):
    for closeness in ("family", "friend", "professional"):
        drawn = str(network_map.key(closeness))
        assert network_map.COLOURS[closeness] in drawn
    assert "<circle" in str(network_map.key("family"))
    assert "<rect" in str(network_map.key("friend"))
    assert "<polygon" in str(network_map.key("professional"))
    partner = factories.PartnerFactory(unit=guide.unit)
    network_actions.add_participation(case, partner, by=guide)
    client.force_login(guide)
    page = client.get(reverse("cases:network", args=[case.pk])).content.decode()
    key = page[page.index("<figcaption>") : page.index("</figcaption>")]
    assert key.count("<polygon") == 1
    assert "<rect" not in key
