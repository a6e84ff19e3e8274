"""What people write about a partnership: by whom, how a mistake is met, and what partners read of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from partners.anchoring import actions
from partners.anchoring.choices import Criterion, Outcome, Standing
from partners.merge.actions import merge_partners
from partners.models import Assumption, JointMeeting, Partnership, SelfAssessment
from tests.helpers import factories
from tests.helpers.promises import make_contact
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

CPR = "Om 010106-1234"


@pytest.fixture
def partner(unit):
    return factories.PartnerFactory(unit=unit, name="FGU Havn", agreement="written")


def at(name, *args):
    return reverse(f"partners:{name}", args=args)


def test_a_leader_writes_the_page_and_a_mistake_keeps_what_was_typed(leader, partner):
    client, url = signed_in(leader), at("partnership_edit", partner.pk)
    late = client.post(url, {"purpose": "Prøveuger", "signed_on": clock.today().replace(year=2090)})
    assert late.status_code == 422 and "Prøveuger" in late.content.decode()
    number = client.post(url, {"purpose": CPR})
    assert number.status_code == 422 and not Partnership.objects.exists()
    said = {"purpose": "Prøveuger", "commitment": "both", "ours_by": leader.name, "approach": "3"}
    assert client.post(url, said).status_code == 303
    row = Partnership.objects.get(partner=partner)
    assert (row.purpose, row.commitment, row.ours_by, row.approach) == ("Prøveuger", "both", leader.name, 3)
    told = AuditEvent.objects.get(action="partnership.change")
    assert told.object_id == str(partner.pk) and told.changes["purpose"] == ["", "Prøveuger"]


@pytest.mark.parametrize(
    ("ahead", "commitment", "status"),
    [(0, "both", 303), (1, "both", 422), (0, "", 422), (0, "neither", 422), (0, "internal", 303)],
)
def test_a_commitment_has_begun_and_somebody_keeps_it(leader, partner, ahead, commitment, status):
    day = clock.today() + timedelta(days=ahead)
    said = {"purpose": "Prøveuger", "commitment": commitment, "committed_on": day}
    assert signed_in(leader).post(at("partnership_edit", partner.pk), said).status_code == status


def test_two_who_write_at_once_lose_nothing(leader, partner):
    client, url = signed_in(leader), at("partnership_edit", partner.pk)
    client.post(url, {"purpose": "Den første"})
    # The second opened the page before the first had begun it: no version.
    answer = client.post(url, {"purpose": "Den anden"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Den første" in text and "Den anden" in text
    with pytest.raises(ValidationError):
        actions.write_partnership(Partnership(partner=partner), None, {"purpose": "x"}, by=leader)
    assert Partnership.objects.get().purpose == "Den første"


def test_a_guide_names_and_challenges_and_does_not_edit(guide, partner, stranger):
    client = signed_in(guide)
    assert client.post(at("partnership_edit", partner.pk), {"purpose": "x"}).status_code == 403
    assert client.get(at("joint_meeting_add", partner.pk)).status_code == 403
    assert client.get(at("self_assessment_add", partner.pk)).status_code == 403
    url = at("assumption_add", partner.pk)
    assert client.post(url, {"text": CPR}).status_code == 422
    said = {"text": "Skærm er ikke for vores unge", "submit_key": "en"}
    assert client.post(url, said).status_code == client.post(url, said).status_code == 303
    row = Assumption.objects.get()
    assert row.by == guide and row.named_on == clock.today()
    challenge = at("assumption_challenge", partner.pk, row.pk)
    for how, outcome in (("Vi spurgte tolv", "open"), ("Syv vil gerne", "fell")):
        assert client.post(challenge, {"how": how, "outcome": outcome}).status_code == 303
    assert [(one.how, one.outcome) for one in row.challenges.all()] == [
        ("Syv vil gerne", Outcome.FELL),
        ("Vi spurgte tolv", Outcome.OPEN),
    ]
    assert signed_in(stranger).get(challenge).status_code == 404
    other = factories.PartnerFactory(unit=guide.unit)
    assert client.get(at("assumption_challenge", other.pk, row.pk)).status_code == 404


def test_a_joint_meeting_has_been_held(leader, partner):
    client, url = signed_in(leader), at("joint_meeting_add", partner.pk)
    ahead = clock.today().replace(year=clock.today().year + 1)
    assert client.post(url, {"held_on": ahead, "about": "Prøveuger"}).status_code == 422
    with pytest.raises(ValidationError):
        actions.record_joint_meeting(partner, by=leader, held_on=ahead, about="x")
    sent = {"held_on": clock.today(), "about": "Prøveuger", "our_leader": "on"}
    assert client.post(url, sent).status_code == 303
    row = JointMeeting.objects.get()
    assert (row.our_leader, row.their_leader, row.by) == (True, False, leader)


def test_a_self_assessment_needs_its_why_and_overwrites_nothing(leader, partner):
    client, url = signed_in(leader), at("self_assessment_add", partner.pk)
    year = clock.today().year
    assert client.post(url, {"year": year}).status_code == 422
    assert client.post(url, {"year": year + 1, "voice": "begun", "voice_words": "x"}).status_code == 422
    bare = client.post(url, {"year": year, "voice": "begun", "methods_words": "Uden svar"})
    assert bare.status_code == 422 and "Uden svar" in bare.content.decode()
    for words in ("Fem var med", "Ti var med"):
        assert client.post(url, {"year": year, "voice": "begun", "voice_words": words}).status_code == 303
    kept = [one.answers.get() for one in SelfAssessment.objects.order_by("pk")]
    assert [one.words for one in kept] == ["Fem var med", "Ti var med"]
    assert {one.criterion for one in kept} == {Criterion.VOICE}
    with pytest.raises(ValidationError):
        actions.assess(partner, by=leader, year=year + 1, answers={"voice": (Standing.BEGUN, "x")})


def test_a_partner_reads_the_frames_of_the_own_card_and_nothing_we_say(unit, leader, guide):
    contact = make_contact(unit)
    said = {"purpose": "KANARIE-formål", "economy": "Transport over 22 km", "theirs_by": "KANARIE-navn"}
    actions.write_partnership(Partnership(partner=contact.partner), None, said, by=leader)
    actions.name_assumption(contact.partner, by=guide, text="KANARIE-antagelse")
    client = signed_in(contact.user)
    own = client.get(reverse("partners:own_card")).content.decode()
    assert "Transport over 22 km" in own and "KANARIE" not in own
    assert client.get(reverse("reports:partnership", args=[contact.partner_id])).status_code == 403


def test_merging_keeps_both_pages(unit, leader, admin, partner):
    other = factories.PartnerFactory(unit=unit, name="FGU Havn 2")
    actions.write_partnership(Partnership(partner=partner), None, {"purpose": "Vores"}, by=leader)
    theirs = {"purpose": "Deres", "economy": "Transport", "commitment": "both"}
    actions.write_partnership(Partnership(partner=other), None, theirs, by=leader)
    actions.name_assumption(other, by=leader, text="Følger med")
    merge_partners(partner, other, by=admin, versions=(partner.version, other.version), values={})
    row = Partnership.objects.get()
    assert (row.partner, row.purpose, row.economy) == (partner, "Vores\n\nDeres", "Transport")
    assert row.commitment == "both" and Assumption.objects.get().partner == partner
