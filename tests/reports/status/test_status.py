"""The status of a young person as a partner and they themselves read it: what is told, to whom, and until when."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Disclosure, Topic
from core import clock
from core.plainlanguage.rules import lix, longest_sentence, words
from plans.efforts.actions import end_effort
from plans.milestones.actions import move_milestone, postpone_milestone
from plans.models import Milestone
from reports.periods.rules import Month
from reports.schedules.models import Schedule
from reports.status.reading import latest_of, status_for_partner
from reports.status.since import since
from tests.helpers import factories
from tests.helpers.entering import invite_youth, young_case
from tests.helpers.promises import give_basis, make_contact, make_promise

pytestmark = pytest.mark.django_db
MINE = "/min-plan/siden-sidst/"


@pytest.fixture
def case(guide):
    names = {"first_name": "Sigrid", "last_name": "Holm", "preferred_name": "Sigge"}
    return young_case(guide, on=clock.today() - timedelta(days=200), **names)


@pytest.fixture
def contact(guide):
    return make_contact(guide.unit)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    page = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def shared(case) -> str:
    return reverse("reports:shared_status", args=[case.pk])


def before(case, days=1):
    """A moment so many days before the day from which what is new is told."""
    return clock.travel(latest_of(case.unit, clock.today()).first - timedelta(days=days))


def step(case, guide, words, **fields) -> Milestone:
    return factories.make_milestone(case, by=guide, own_words=words, **fields)


def test_help_is_new_once_and_its_end_is_told(case, guide, contact):
    """A planned one is not new each month, one written down late is, and one that has ended since is over."""
    day = latest_of(case.unit, clock.today()).first
    with before(case, 20):
        make_promise(guide, contact, case=case)
        factories.make_effort(case, name="Mentor", from_on=day + timedelta(days=200))
        over = factories.make_effort(case, name="Kursus", from_on=day - timedelta(days=30))
    factories.make_effort(case, name="Praktik", from_on=day - timedelta(days=10))
    end_effort(over, by=guide, expected_version=over.version, ended_on=clock.today(), contribution="decisive")
    told = status_for_partner(case, contact.partner, clock.today()).since.new
    assert {(change.kind, change.what) for change in told} == {("added", "Praktik"), ("changed", "Kursus")}


def test_it_tells_what_was_reached_what_is_new_and_what_comes_next(case, guide, contact):
    with before(case, 40):
        old = make_promise(guide, contact, case=case, own_words="Besøge værkstedet", days=90)
        other = step(case, guide, "Tale med skolen", responsible="youth", due_on=clock.today())
    move_milestone(other, "reached", by=guide)
    postpone_milestone(old, clock.today() + timedelta(days=30), by=guide, reason="Ferie")
    step(case, guide, "Starte i praktik", responsible="guide")
    status = status_for_partner(case, contact.partner, clock.today())
    told = [(change.kind, change.what) for change in (*status.since.reached, *status.since.new)]
    assert told == [
        ("reached", "Tale med skolen"),
        ("added", "Starte i praktik"),
        ("changed", "Besøge værkstedet"),
    ]
    assert [one.own_words for one in status.theirs] == ["Besøge værkstedet"]
    assert [one.own_words for one in status.others] == ["Starte i praktik"]


def test_what_was_recorded_late_is_new_and_what_was_taken_back_is_not(case, guide):
    with before(case, 20):
        late, undone = (step(case, guide, words) for words in ("Bestå prøven", "Møde til tiden"))
    day = latest_of(case.unit, clock.today()).first
    move_milestone(late, "reached", by=guide, on=day - timedelta(days=3))
    move_milestone(undone, "reached", by=guide)
    move_milestone(undone, "planned", by=guide)
    client = browser(invite_youth(case).user)
    told = client.get(MINE).context["since"]
    assert [change.what for change in told.reached] == ["Bestå prøven"]
    assert told.new == ()
    with before(case, 0):
        assert client.get(MINE).status_code == 200


def test_no_more_is_told_than_is_covered_at_the_moment(case, guide, contact):
    partner = contact.partner
    make_promise(guide, contact, case=case, own_words="Besøge værkstedet")
    closed = step(case, guide, "KANARIE om behandling", topics=[Topic.HEALTH])
    move_milestone(closed, "reached", by=guide)
    client = browser(contact.user)
    page = text(client.get(shared(case)))
    assert "Besøge værkstedet" in page and "KANARIE" not in page and "Holm" not in page
    basis = give_basis(case, partner, guide, topics=(Topic.PLAN, Topic.HEALTH, Topic.CONTACT))
    page = text(client.get(shared(case)))
    assert "KANARIE" in page and "Holm" in page
    withdraw_consent(basis, by=guide)
    page = text(client.get(shared(case)))
    assert "KANARIE" not in page and "Holm" not in page


def test_it_is_gone_with_the_basis_and_every_look_is_written_down(case, guide, contact):
    make_promise(guide, contact, case=case)
    client, listed = browser(contact.user), reverse("reports:shared_statuses")
    text(client.get(shared(case)))
    (row,) = Disclosure.objects.filter(kind="page")
    assert (row.by, row.topics) == (contact.user, ["plan"])
    assert (
        AuditEvent.objects.filter(action="status.shared_look", case_id=case.pk, relation="shared").count()
        == 1
    )
    assert "Sigge" in text(client.get(listed))
    withdraw_consent(case.consents.get(), by=guide)
    assert client.get(shared(case)).status_code == 404
    assert "Sigge" not in text(client.get(listed))
    assert Disclosure.objects.filter(kind="page").count() == 1


def test_what_is_not_read_is_marked_until_it_is(case, guide, contact):
    make_promise(guide, contact, case=case, days=200)
    client, inbox = browser(contact.user), reverse("portal:partner_inbox")
    assert "1 ung har en status, som du ikke har læst" in text(client.get(inbox))
    assert "Ikke læst endnu" in text(client.get(reverse("reports:shared_statuses")))
    client.get(shared(case))
    assert "har en status" not in text(client.get(inbox))
    assert "Ikke læst endnu" not in text(client.get(reverse("reports:shared_statuses")))
    with clock.travel(Month.of(clock.today()).next.first):
        assert "1 ung har en status" in text(client.get(inbox)), "a new month, a new status"


def test_the_rhythm_is_the_units_own(case):
    today = clock.today()
    assert latest_of(case.unit, today) == Month.of(today).previous
    begun = today - timedelta(days=20)
    Schedule.objects.create(unit=case.unit, what="case", every=1, step="week", from_on=begun)
    assert latest_of(case.unit, today).first == begun + timedelta(days=7)
    Schedule.objects.update(from_on=today - timedelta(days=2))
    assert latest_of(case.unit, today) == Month.of(today).previous, "its first week is not over"


def test_the_guide_sees_exactly_what_the_partner_sees(case, guide, contact):
    make_promise(guide, contact, case=case)

    def part(client, url):
        page = client.get(url).content.decode()
        return page[page.index('class="with-side"') : page.index("</aside>")]

    theirs = part(browser(contact.user), shared(case))
    looks = Disclosure.objects.count()
    url = reverse("reports:status_as_partner", args=[case.pk, contact.partner.pk])
    assert "Besøge værkstedet" in theirs and part(browser(guide), url) == theirs
    assert Disclosure.objects.count() == looks, "the guide's look is no disclosure"
    assert contact.partner.name in text(browser(guide).get(reverse("reports:case_reports", args=[case.pk])))
    withdraw_consent(case.consents.get(), by=guide)
    assert "ser intet" in text(browser(guide).get(url))
    other = factories.PartnerFactory(unit=guide.unit)
    assert browser(guide).get(url.replace(str(contact.partner.pk), str(other.pk))).status_code == 404


def test_the_young_person_reads_it_in_plain_words(case, guide):
    with before(case, 20):
        done = step(case, guide, " . ", responsible="youth")
    step(case, guide, " . ", responsible="youth", due_on=clock.today() + timedelta(days=3))
    move_milestone(done, "reached", by=guide)
    entry = invite_youth(case)
    page = browser(entry.user).get(MINE).content.decode()
    main = re.sub(r"</(?:p|h\d|li|dd|dt)>", ".\n", page[page.index("<main") : page.index("</main>")])
    told = re.sub(r"<[^>]+>", " ", main)
    assert len(words(told)) > 30
    assert lix(told) <= 25, (lix(told), told)
    assert len(words(longest_sentence(told))) <= 15
    assert AuditEvent.objects.filter(action="my_status.look", case_id=case.pk, relation="self").count() == 1


def test_the_guide_sees_the_young_persons_as_they_do(case, guide):
    step(case, guide, "Ringe til skolen", responsible="youth")
    entry = invite_youth(case)
    theirs = browser(entry.user).get(MINE).content.decode()
    ours = browser(guide).get(f"/sager/{case.pk}/min-plan/som-den-unge/siden-sidst/").content.decode()
    begins, ends = "<h1>Siden sidst", "Er noget forkert"
    assert "Ringe til skolen" in theirs
    assert theirs[theirs.index(begins) : theirs.index(ends)] == ours[ours.index(begins) : ours.index(ends)]


@pytest.mark.parametrize("who", ["partner", "list", "inbox", "guide", "youth"])
def test_the_pages_cost_the_same_for_two_and_twenty(case, guide, contact, who):
    urls = {
        "partner": (contact.user, shared(case)),
        "list": (contact.user, reverse("reports:shared_statuses")),
        "inbox": (contact.user, reverse("portal:partner_inbox")),
        "guide": (guide, reverse("reports:status_as_partner", args=[case.pk, contact.partner.pk])),
        "youth": (invite_youth(case).user, MINE),
    }
    user, url = urls[who]
    client, costs, number = browser(user), [], 0
    make_promise(guide, contact, case=case)
    for upto in (2, 20):
        while number < upto:
            number += 1
            make_promise(guide, contact, first_name=f"Ung {number}")
            done = step(case, guide, f"Skridt {number}")
            move_milestone(done, "reached", by=guide)
            step(case, guide, f"Mere {number}", responsible="youth")
        client.get(url)
        with CaptureQueriesContext(connection) as told:
            assert client.get(url).status_code == 200
        costs.append(len(told))
    assert costs[0] == costs[1]


def test_since_tells_nothing_without_a_plan(case):
    assert since(None, clock.today()).ahead == ()
