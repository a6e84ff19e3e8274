"""A case with a word of its own in every sensitive field moves to an empty installation: each word is read
again there, or it stays for a reason that stands here.
"""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from cases.guides import actions as guides_actions
from cases.models import BrokenGlass, Case, YoungPerson
from cases.notes import actions as notes_actions
from core import vault
from exchange.before.before import what_held_before
from exchange.bundle import content, sealing
from exchange.installations.actions import own_key, trust
from exchange.models import InstallationKey
from exchange.receiving.actions import open_bundle, take_in_bundle
from exchange.sending.actions import send_case
from tests.helpers.world import build, sow, text_of

pytestmark = pytest.mark.django_db


THERE = sealing.Secrets.new()


# What knows of a case, a person or a plan, and travels.
TRAVELS = {
    "cases.YoungPerson",
    "cases.Guardian",
    "cases.Case",
    "cases.StatusPeriod",
    "cases.Assignment",
    "cases.ColleagueRole",
    "cases.ActivityPeriod",
    "cases.Participation",
    "cases.Consent",
    "cases.Note",
    "cases.Document",
    "cases.DutyBreach",
    "cases.BreachReason",
    "cases.DutyDecision",
    "cases.DutyExemption",
    "workspace.TransitionConfirmation",
    "cases.ClosingRequest",
    "cases.ClosingSummary",
    "cases.FollowUp",
    "plans.Plan",
    "plans.Agreement",
    "plans.Goal",
    "plans.GoalMove",
    "plans.Milestone",
    "plans.MilestoneMove",
    "plans.Effort",
    "plans.EffortEvent",
    "plans.Outcome",
    "plans.Qualification",
    "plans.FormalDecision",
    "meetings.Meeting",
    "meetings.AgendaItem",
    "meetings.Minutes",
    "progress.ScaleRound",
    "progress.ScaleAnswer",
    "progress.WellbeingAnswer",
    "progress.WellbeingFollowUp",
    "progress.LevelSet",
}


# … and what does not, and why.
STAYS = {
    "programmes.Member": "programmes are this unit's; what came of it travels as an outcome",
    "programmes.Place": "a place on an offer is this unit's; the effort itself travels",
    "programmes.Interest": "this unit's offers; the receiver has others",
    "cases.AccessGrant": "who looked here is this unit's log",
    "cases.BrokenGlass": "who looked here is this unit's log",
    "cases.NamedAccess": "the receiver names its own people",
    "cases.Mention": "asks a colleague here to look; the note itself travels",
    "cases.Draft": "nobody's word yet",
    "cases.SummaryVersion": "earlier wordings; the one that stands travels",
    "cases.NoteContact": "counts the last contact; the names travel in the note",
    "cases.CaseWeight": "how this unit divides its work",
    "cases.StallRest": "how this unit divides its work",
    "cases.FormerNumber": "finds the case in this unit's old lists; the number that holds travels",
    "intake.ListedCase": "what this unit's own list said",
    "workspace.Postponement": "how this unit divides its work",
    "workspace.Todo": "what somebody here meant to do",
    "workspace.Transfer": "how this unit divides its work; its notes travel as notes",
    "workspace.TransferLine": "how this unit divides its work; its notes travel as notes",
    "intake.Inquiry": "who asked, and what departments said before there was a case",
    "intake.Statement": "who asked, and what departments said before there was a case",
    "intake.Decision": "who asked, and what departments said before there was a case",
    "cases.Disclosure": "what was told here, on a basis that holds only here",
    "cases.ConsentReceipt": "the young person has it",
    "plans.PlanChange": "who wrote a word here; the words travel",
    "participation.Remark": "what was said to and fro about a wording here; the words that came of it travel",
    "plans.Handover": "the young person has it; the plan travels",
    "plans.PromiseQuestion": "what passed with this unit's partners; the promise travels as a milestone",
    "plans.Proposal": "what passed with this unit's partners; what came of it travels in the milestone's moves",
    "plans.PromiseReport": "what passed with this unit's partners",
    "plans.QualificationMove": "how it went to and fro; what was answered travels",
    "participation.OwnAct": "that the guide here has a look at what the young person did; what they did travels",
    "participation.Entry": "who may enter Min plan is asked anew there, by codes of that unit",
    "meetings.MeetingMove": "when it was to have been",
    "meetings.Attendee": "who was there stands in the note of the meeting",
    "meetings.Notice": "that somebody was invited",
    "meetings.MinutesNotice": "that somebody was told of minutes",
    "meetings.Approval": "who approved the minutes; the minutes travel",
    "meetings.MinutesComment": "what was said of the minutes before they stood; they travel",
    "meetings.MinutesAddition": "added for those who were there",
    "meetings.Decision": "became a milestone, which travels",
    "exchange.BundleSent": "the record of a sending",
    "exchange.BundleReceived": "the record of a receiving",
    "practice.SparringMark": "what this unit asked its colleagues; the step it ended in travels as a note",
    "practice.SparringOpening": "who looked here is this unit's log",
    "workspace.SearchEntry": "an index, made anew there",
    "reports.ReportSnapshot": "frozen figures of this unit",
}


# The canaries that nobody reads at the receiver's.
WORDS_THAT_STAY = {
    # Of a closing that the leader has not decided on; one that was, travels.
    "closingrequestnote",
    "closingrequestwords",
    "stallrestreason",
    "postponementreason",
    "disclosurewhat",
    "handovertoldreason",
    "summaryversiontext",
    "withdrawntitle",
    "withdrawncontent",
    # Who was there; what was answered travels.
    "agreementpresent",
    "measurepresent",
    "wellbeingpresent",
    # The young person has the copy; the plan travels.
    "handovercontent",
    # What was said to and fro of the words that travel, and what stood there before.
    "remarktheirs",
    "remarkours",
    "wordsbefore",
    # Programmes are this unit's.
    "programmeage",
    "programmewhy",
}


# … and those that a protected address keeps back as well.
GIVE_AWAY = {
    "statusperiodnote",
    "notewithnames",
    "address",
    "city",
    "activityperiodplace",
    "casesummary",
    "outcomeevidence",
    "consentpurpose",
    "colleaguerolerole",
    "dutybreachnote",
    "dutyexemptionnote",
    "transitionconfirmationnote",
    "followupnote",
    "closingsummarywords",
    "agreementbecause",
    "measurebecause",
    "levelwords",
    "followedupwords",
    "meetingplace",
}


def test_every_row_about_a_case_travels_or_stays_for_a_reason():
    found, waiting = set(), [Case, YoungPerson]
    while waiting:
        model = waiting.pop()
        if model._meta.label in found or model._meta.label in STAYS:
            continue
        found.add(model._meta.label)
        waiting += [
            relation.related_model
            for relation in model._meta.related_objects
            if relation.related_model._meta.app_config in apps.get_app_configs()
        ]
    assert found == TRAVELS
    assert all(apps.get_model(label) for label in STAYS)


@pytest.fixture(params=["plain", "address protected"])
def moved(request, monkeypatch):
    """``(words of the case, bytes of the bundle, the sender's card)``; nothing of the sender is in the
    database any more.
    """
    monkeypatch.setattr("plans.handover.pdf.render", lambda sheet, created=None: b"%PDF-1.7 planen")
    with transaction.atomic():
        w = build()
        sow(w)
        case = Case.objects.select_related("person", "unit", "guide", "summary_by").get(
            pk=w.kinds[request.param].case.pk
        )
        notes_actions.add_note(
            case, by=w.owner, text="Med tilføjelse", addition_to=w.kinds[request.param].note
        )
        to = trust(THERE.card("Ungeenheden Der"), by=w.people["admin"], compared_with="Ulla Nabo, leder")
        row = send_case(case, to, by=w.owner, basis="law", basis_text="Barnets lov § 99")
        data, card, words = bytes(row.data), own_key().card, w.canaries[request.param]
        sender = own_key().secrets
        transaction.set_rollback(True)
    assert not Case.objects.exists() and not YoungPerson.objects.exists()
    return request.param, words, data, card, sender


def test_nothing_is_lost_and_nothing_told_that_should_stay(moved, client, leader, guide):
    kind, words, data, card, sender = moved
    stays = WORDS_THAT_STAY | (GIVE_AWAY if kind == "address protected" else set())
    assert stays <= set(words), "each is a word of the case"

    InstallationKey.objects.create(name="Ungeenheden Der", signing=THERE.signing, sealing=THERE.sealing)
    trust(card, by=leader, compared_with="Ulla Nabo, leder")
    parts = sealing.open_sealed(data, secrets=THERE, sender=card)
    raw = b"".join(parts.values())
    for field in stays:
        assert words[field].encode() not in raw, f"{field} was sent"
    assert not BrokenGlass.objects.exists()
    for told in ("Torsdagssparring", "Ringede fra skadestuen"):
        assert told.encode() not in raw

    case = take_in_bundle(open_bundle(data, unit=leader.unit, by=leader), by=leader)
    guides_actions.assign(case, guide, by=leader)
    client.force_login(guide)
    read = everything(client, case)
    # A dash is how the number is shown, and the number itself only to who asks for it.
    lost = {
        field
        for field, word in words.items()
        if field not in stays | {"cpr", "cprdashed"} and word.lower() not in read
    }
    assert lost == set()
    case.person.refresh_from_db()
    assert case.person.cpr == words["cpr"]
    told = {one["sha256"] for one in content.gather(case)["documents"]}
    assert told == {vault.fingerprint(part) for name, part in parts.items() if name.startswith("dokument-")}


def everything(client, case) -> str:
    """What the case's guide reads on its pages, in lower case."""
    base = f"/sager/{case.pk}/"
    pages = [
        base,
        f"{base}?noter=alle",
        f"{base}plan/",
        f"{base}foer/",
        f"{base}netvaerk/",
        f"{base}notater/",
        f"{base}dokumenter/",
    ]
    pages += [f"{base}plan/milepael/{row.pk}/" for row in case.plans.get().milestones.all()]
    pages += [reverse("plans:effort", args=[case.pk, row.pk]) for row in case.plans.get().efforts.all()]
    pages += [reverse("cases:document_file", args=[case.pk, row.pk]) for row in case.documents.all()]
    found = what_held_before(case, on=case.opened_on)
    pages += [
        reverse("exchange:bundle_before_ask", args=[case.pk, former.number]) for former in found.consents
    ]
    said = []
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, urlsplit(page).path
        response.content_read = (
            b"".join(response.streaming_content) if response.streaming else response.content
        )
        said.append(text_of(response))
    return "\n".join(said)
