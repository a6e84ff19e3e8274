"""What the young person said yes to and takes back, and who has looked, without a name of anybody at work."""

import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import trail
from audit.models import AuditEvent
from cases.access.actions import open_with_purpose
from cases.access.permissions import Relation
from cases.consents.actions import withdraw_consent
from cases.models import Case, Consent, Topic
from cases.network import actions as network
from core import clock
from participation.acts.actions import mark_seen
from participation.acts.models import OwnAct
from participation.acts.rules import SEEN_WITHIN
from portal.myrights.consents import IN_THEIR_WORDS, take_back
from portal.myrights.everything import everything_of, told_of
from tests.helpers import factories
from tests.helpers.entering import invite_parent, invite_youth, young_case
from workspace.day import day

pytestmark = pytest.mark.django_db

CONSENTS, LOG = "/min-plan/samtykker/", "/min-plan/hvem-har-set/"


@pytest.fixture
def case(guide):
    return young_case(guide, first_name="Sigrid", last_name="Holm", preferred_name="Sigge")


@pytest.fixture
def entry(case):
    return invite_youth(case)


def browser(entry) -> Client:
    client = Client()
    client.force_login(entry.user)
    return client


def consent_of(case, partner, **fields):
    fields = {"topics": ["contact", "plan"], "purpose": "At hjælpe dig i gang"} | fields
    until = clock.today() + timedelta(days=90)
    return Consent.objects.create(case=case, partner=partner, expires_on=until, **fields)


def test_a_yes_is_taken_back_at_once_and_the_guide_is_told(case, entry, guide):
    consent = consent_of(case, factories.PartnerFactory(unit=guide.unit, name="FGU Nord"))
    client = browser(entry)
    page = client.get(CONSENTS).content.decode()
    assert "FGU Nord" in page and "At hjælpe dig i gang" in page
    here = f"{CONSENTS}{consent.pk}/nej/"
    assert "Din guide kan se, at du sagde nej" in client.get(here).content.decode()
    consent.refresh_from_db()
    assert consent.withdrawn_at is None, "to look takes nothing back"
    for _click in range(2):
        assert client.post(here).status_code == 303
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None and not consent.in_force()
    assert AuditEvent.objects.filter(action="consent.withdrawn", actor_id=entry.user.pk).count() == 1
    assert [act.kind for act in OwnAct.objects.all()] == ["consent_withdrawn"]
    assert "taget tilbage" in client.get(CONSENTS).content.decode()


def test_a_no_to_one_of_two_says_what_is_still_told(case, entry, guide):
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Nord")
    network.add_participation(case, partner, by=guide)
    plan = consent_of(case, partner, topics=["plan"])
    consent_of(case, partner, topics=["contact"])
    client, here = browser(entry), f"{CONSENTS}{plan.pk}/nej/"
    page = " ".join(client.get(here).content.decode().split())
    assert "får ikke mere at vide" not in page
    assert "FGU Nord må stadig få det her at vide" in page
    answer = client.post(here, follow=True)
    (said,) = answer.context["messages"]
    assert "får ikke mere at vide" not in str(said) and "Dit navn, og hvordan" in str(said)


def test_what_others_said_yes_to_and_took_back_is_not_told_as_the_young_persons_own(case, entry, guide):
    mother = case.person.guardians.create(name="Karin Holm", has_custody=True)
    fields = {"from_whom": "custody", "guardian": mother, "given_by": "Karin Holm"}
    consent = consent_of(case, factories.PartnerFactory(unit=guide.unit, name="FGU Nord"), **fields)
    withdraw_consent(consent, by=guide)
    client = browser(entry)
    assert "du sagde nej" not in client.get(CONSENTS).content.decode()
    with everything_of(case, reader=entry.user, on=clock.today()) as out, ZipFile(out) as archive:
        text = archive.read("min-plan.txt").decode()
    assert "Karin Holm har sagt ja for dig." in text and "du sagde nej" not in text


@pytest.mark.parametrize(
    "fields",
    [
        {"basis": "law", "from_whom": "", "rule": "Retssikkerhedsloven § 11 c"},
        {"from_whom": "custody", "given_by": "Karin Holm"},
    ],
)
def test_what_others_decided_is_shown_and_not_theirs_to_take_back(case, entry, guide, fields):
    if fields.get("from_whom") == "custody":
        fields["guardian"] = case.person.guardians.create(name="Karin Holm", has_custody=True)
    consent = consent_of(case, factories.PartnerFactory(unit=guide.unit, name="FGU Nord"), **fields)
    client, here = browser(entry), f"{CONSENTS}{consent.pk}/nej/"
    page = client.get(CONSENTS).content.decode()
    assert "FGU Nord" in page and here not in page and "Spørg din guide" in page
    assert client.get(here).status_code == 404
    client.post(here)
    consent.refresh_from_db()
    assert consent.withdrawn_at is None
    with pytest.raises(ValidationError):
        take_back(consent, by=entry.user)


def test_anothers_consent_is_not_there(entry, guide):
    other = consent_of(young_case(guide), factories.PartnerFactory(unit=guide.unit))
    assert browser(entry).post(f"{CONSENTS}{other.pk}/nej/").status_code == 404
    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_a_parent_sees_neither(case):
    client = browser(invite_parent(case))
    assert client.get(CONSENTS).status_code == 403
    assert client.get(LOG).status_code == 403


def test_who_looked_by_unit_and_purpose_and_without_a_name(case, entry, guide, colleague, leader):
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Nord")
    contact = factories.UserFactory(unit=guide.unit, role="partner", name="Finn Fgu")
    partner.contacts.create(name="Finn Fgu", user=contact)
    open_with_purpose(case, by=colleague, purpose="sparring", reason="KANARIE-begrundelse")
    for user, relation, purpose in (
        (guide, Relation.OWN, ""),
        (guide, Relation.OWN, ""),
        (colleague, Relation.GRANTED, "sparring"),
        (leader, Relation.LEADER, ""),
        (contact, Relation.SHARED, ""),
        (entry.user, Relation.SELF, ""),
    ):
        trail.record("case.look", by=user, case_id=case.pk, relation=relation, purpose=purpose)
    page = browser(entry).get(LOG).content.decode()
    for words in ("Din guide", "En kollega til din guide: Sparring", "Lederen af ungeenheden", "FGU Nord"):
        assert words in page
    for name in (guide.name, colleague.name, leader.name, "Finn Fgu", "KANARIE", "Sigrid Holm"):
        assert name not in page


def test_a_parent_who_read_along_is_told_and_no_act_is_told_as_a_look(case, entry, guide):
    parent = invite_parent(case)
    assert browser(parent).get("/min-plan/").status_code == 200
    for action in ("case.look", "note.added", "minutes.sent"):
        trail.record(action, by=guide, case_id=case.pk, relation=Relation.OWN)
    client = browser(entry)
    page = re.sub(r"<[^>]+>|\s+", " ", client.get(LOG).content.decode())
    assert re.search(rf"Din guide +{parent.user.name} ", page) and " gange" not in page
    told = told_of(case, reader=entry.user, on=clock.today())["looks"]
    assert sorted(look["who"] for look in told) == sorted(["Din guide", parent.user.name])


def test_what_was_denied_is_no_look(case, entry, colleague):
    trail.record("case.look", by=colleague, case_id=case.pk, outcome="denied")
    before = browser(entry).get(LOG).content.decode()
    assert "En kollega" not in before


@pytest.mark.parametrize("path", [CONSENTS, LOG])
def test_the_pages_cost_the_same_for_two_and_twenty(case, entry, guide, path):
    client, costs = browser(entry), []
    for upto in (2, 20):
        for number in range(upto):
            consent_of(case, factories.PartnerFactory(unit=guide.unit), purpose=f"Nummer {number}")
            other = factories.UserFactory(unit=guide.unit, role="guide")
            trail.record("case.look", by=other, case_id=case.pk, relation=Relation.NAMED)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def lines(guide, on):
    with clock.travel(on):
        found = [task for group in day.day_of(guide, on).groups for task in group.tasks]
        return [(task.due, task.words) for task in found if task.kind == "own-act"]


def test_the_guide_has_one_line_until_they_have_looked(case, entry, guide):
    today = clock.today()
    for kind in (OwnAct.Kind.AGREED, OwnAct.Kind.STEP_DONE, OwnAct.Kind.STEP_DONE):
        last = OwnAct.objects.create(case=case, kind=kind, by=entry.user)
    said = "Sigge har sagt ja til planen; har gjort et skridt færdigt (2 gange)"
    assert lines(guide, today) == [(today, said)]
    due = today + timedelta(days=SEEN_WITHIN)
    assert lines(guide, due) == [(due, said)]
    assert lines(guide, due + timedelta(days=1)) == [(due, said)], "late from then on"
    later = OwnAct.objects.create(case=case, kind=OwnAct.Kind.AGENDA, by=entry.user)
    assert mark_seen(case, by=guide, upto=last.pk) == 3
    assert [words for _day, words in lines(guide, today)] == ["Sigge har sendt et punkt til et møde"]
    assert mark_seen(case, by=guide, upto=later.pk) == 1
    assert lines(guide, today) == []


def test_the_line_names_whom_a_consent_was_withdrawn_from(case, entry, guide):
    for name in ("FGU Nord", "Jobcentret", "PPR"):
        consent = consent_of(case, factories.PartnerFactory(unit=guide.unit, name=name))
        if name != "Jobcentret":
            take_back(consent, by=entry.user)
    said = "Sigge har trukket et samtykke tilbage (FGU Nord, PPR)"
    assert [words for _day, words in lines(guide, clock.today())] == [said]


def test_the_line_is_ticked_where_it_stands(client, case, entry, guide, colleague):
    act = OwnAct.objects.create(case=case, kind=OwnAct.Kind.AGREED, by=entry.user)
    here = f"/sager/{case.pk}/selv/set/"
    client.force_login(colleague)
    assert client.post(here, {"upto": act.pk}).status_code in (403, 404)
    client.force_login(guide)
    assert client.post(here, {"upto": act.pk}).status_code == 303
    act.refresh_from_db()
    assert act.seen_by == guide
    assert Case.objects.filter(pk=case.pk).exists()


def test_every_topic_has_words_to_whom_it_is_about():
    assert list(IN_THEIR_WORDS) == list(Topic)
