"""Coming into Min plan by a code that was sent: typed by hand, once, in the browser that asked, and by nobody else."""

import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.sessions.middleware import SEEN, STARTED
from audit.models import AuditEvent
from core.logs import redact
from core.mail.models import OutboxMail
from core.sms.models import OutboxSms
from participation.access import codes
from participation.access.actions import withdraw
from participation.models import EntryCode
from portal.entry import views
from tests.helpers import factories
from tests.helpers.entering import (
    ASK,
    CODE,
    HOME,
    LEAVE,
    MOTHER,
    PAPER,
    YOUTH,
    asked,
    doors_clock_ahead,
    invite_parent,
    invite_youth,
    is_in,
    parent_of,
    sent_code,
    sign_in,
    young_case,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(views, "TAKES", 0)


@pytest.fixture
def case(guide):
    return young_case(guide, preferred_name="Sigge")


@pytest.fixture
def entry(case):
    return invite_youth(case)


def test_the_code_lets_in(entry):
    client = asked()
    assert not is_in(client)
    response = client.post(CODE, {"code": sent_code()})
    assert response.status_code == 302 and response["Location"] == HOME
    assert "Hej Sigge" in client.get(HOME).content.decode()


def test_a_code_by_text_message(case):
    invite_youth(case, channel="sms", destination="21314151")
    client = asked("+45 21 31 41 51")
    sms = OutboxSms.objects.latest("pk")
    assert sms.to == "21314151"
    assert sms.body == f"Din kode er {sent_code()}. Den gælder i 15 minutter."
    client.post(CODE, {"code": f"{sent_code()[:3]} {sent_code()[3:]}"})
    assert is_in(client)


def test_the_message_tells_nothing_of_the_case(entry):
    asked()
    mail = OutboxMail.objects.latest("pk")
    assert mail.to == YOUTH
    assert mail.body.strip() == f"Din kode er {sent_code()}. Den gælder i 15 minutter."
    assert mail.subject == "Din kode"
    told = " ".join(f"{row.subject} {row.body}" for row in OutboxMail.objects.filter(to=YOUTH))
    person = entry.case.person
    assert not [word for word in (person.first_name, person.last_name, "Sigge", "sag") if word in told]


def test_opening_pages_lets_nobody_in_and_uses_nothing_up(entry):
    """A phone fetches ahead, a scanner opens everything three times: the code still works afterwards."""
    client, scanner = asked(), Client()
    code, rows = sent_code(), AuditEvent.objects.count()
    for visitor in (client, scanner):
        for _n in range(3):
            for page in (ASK, CODE, PAPER, f"{CODE}?code={code}", f"{ASK}?destination={YOUTH}"):
                assert visitor.get(page, headers={"Sec-Purpose": "prefetch"}).status_code == 200
            assert visitor.head(CODE).status_code == 405
    assert AuditEvent.objects.count() == rows and EntryCode.objects.filter(used_at=None).count() == 1
    assert not is_in(scanner) and "sessionid" not in scanner.cookies and "kui" not in scanner.cookies
    client.post(CODE, {"code": code})
    assert is_in(client)


def test_the_log_says_that_a_scanner_opened_nothing(entry):
    before = AuditEvent.objects.filter(case_id=entry.case_id).count()
    Client().get(HOME)
    Client().get(CODE)
    assert AuditEvent.objects.filter(case_id=entry.case_id).count() == before


@pytest.mark.parametrize(
    "unknown", ["ingen@eksempel.dk", "40506070", "mor@eksempel.dk"], ids=["mail", "phone", "not invited"]
)
def test_who_is_not_known_gets_the_same_answer(entry, unknown):
    parent_of(entry.case, email="mor@eksempel.dk")
    known, stranger = Client(), Client()
    first = known.post(ASK, {"destination": YOUTH})
    messages = OutboxMail.objects.count() + OutboxSms.objects.count()
    second = stranger.post(ASK, {"destination": unknown})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert OutboxMail.objects.count() + OutboxSms.objects.count() == messages
    assert _plain(known.get(CODE)) == _plain(stranger.get(CODE))
    wrong = [visitor.post(CODE, {"code": "000000"}) for visitor in (known, stranger)]
    assert {response.status_code for response in wrong} == {422}
    assert _plain(wrong[0]) == _plain(wrong[1])


def _plain(response) -> str:
    """The page without its token, which is another each time."""
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_who_is_not_known_waits_as_long(entry, monkeypatch):
    monkeypatch.setattr(views, "TAKES", 0.15)
    monkeypatch.setattr(codes, "ASK_THERE", codes.RateLimit("test-there", 99, 60))
    monkeypatch.setattr(codes, "ASK_THERE_A_DAY", codes.RateLimit("test-day", 99, 60))
    took = {}
    for destination in (YOUTH, "ingen@eksempel.dk"):
        took[destination] = []
        for _n in range(5):
            begun = time.perf_counter()
            Client().post(ASK, {"destination": destination})
            took[destination].append(time.perf_counter() - begun)
    known, unknown = (statistics.median(times) for times in took.values())
    assert min(known, unknown) >= 0.15 and abs(known - unknown) < 0.1


def test_the_sixth_try_is_refused_even_when_it_is_right(entry):
    client = asked()
    code = sent_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _n in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    response = client.post(CODE, {"code": code})
    assert response.status_code == 429 and "Retry-After" in response.headers
    assert not is_in(client)
    # A new asking has tries of its own: nobody is locked out.
    client = asked(client=client)
    client.post(CODE, {"code": sent_code()})
    assert is_in(client)


def test_the_fifth_try_may_be_right(entry):
    client = asked()
    code = sent_code()
    for _n in range(4):
        client.post(CODE, {"code": f"{(int(code) + 1) % 10**6:06}"})
    client.post(CODE, {"code": code})
    assert is_in(client)


def test_trying_elsewhere_locks_nobody_out(entry):
    client, stranger = asked(), asked()
    mine = OutboxMail.objects.filter(subject="Din kode").order_by("pk").first().body
    for _n in range(8):
        stranger.post(CODE, {"code": "123123"})
    client.post(CODE, {"code": mine.split()[3].rstrip(".")})
    assert is_in(client)


def test_a_code_works_once(entry):
    client = asked()
    code = sent_code()
    client.post(CODE, {"code": code})
    client.post(LEAVE)
    assert not is_in(client)
    assert client.post(CODE, {"code": code}).status_code == 422
    assert not is_in(client)


def test_a_code_works_in_the_browser_that_asked_only(entry):
    asked()
    code = sent_code()
    other, another = Client(), asked("ingen@eksempel.dk")
    for visitor in (other, another):
        assert visitor.post(CODE, {"code": code}).status_code == 422
        assert not is_in(visitor)


def test_a_newer_code_takes_the_place_of_an_older_one(entry):
    client = asked()
    older = sent_code()
    asked(client=client)
    newer = sent_code()
    assert client.post(CODE, {"code": older}).status_code == 422 or older == newer
    client.post(CODE, {"code": newer})
    assert is_in(client)


def test_a_code_holds_for_fifteen_minutes(entry, monkeypatch):
    client = asked()
    code = sent_code()
    doors_clock_ahead(monkeypatch, minutes=15)
    assert client.post(CODE, {"code": code}).status_code == 422
    doors_clock_ahead(monkeypatch, minutes=14, seconds=50)
    client.post(CODE, {"code": code})
    assert is_in(client)


def test_an_invitation_that_was_withdrawn_lets_nobody_in(entry, guide):
    client = asked()
    code = sent_code()
    withdraw(entry, by=guide, reason="Den unge ønsker det")
    assert client.post(CODE, {"code": code}).status_code == 422
    before = OutboxMail.objects.count()
    asked()
    assert OutboxMail.objects.count() == before


def test_withdrawing_ends_what_is_open(entry, guide):
    client = sign_in()
    assert is_in(client)
    withdraw(entry, by=guide, reason="Den unge ønsker det")
    response = client.get(HOME)
    assert response.status_code == 302 and response["Location"] == ASK


def test_a_code_that_waits_is_not_sent_when_the_invitation_is_withdrawn(entry, guide):
    asked()
    row = EntryCode.objects.get()
    assert codes.still_wanted(str(row.pk))
    withdraw(entry, by=guide, reason="Den unge ønsker det")
    assert not codes.still_wanted(str(row.pk))


def test_a_used_code_is_not_sent_again(entry):
    sign_in()
    assert not codes.still_wanted(str(EntryCode.objects.get().pk))


# --- strangers and throttling ---


def test_a_stranger_who_asks_again_and_again_locks_nobody_out(entry):
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for _n in range(3):
        assert stranger.post(ASK, {"destination": YOUTH}).status_code == 302
    assert stranger.post(ASK, {"destination": YOUTH}).status_code == 429
    mine = Client(REMOTE_ADDR="203.0.113.9")
    asked(client=mine)
    mine.post(CODE, {"code": sent_code()})
    assert is_in(mine)


def test_an_unknown_address_is_counted_the_same(entry):
    stranger = Client()
    for _n in range(3):
        assert stranger.post(ASK, {"destination": "ingen@eksempel.dk"}).status_code == 302
    assert stranger.post(ASK, {"destination": "ingen@eksempel.dk"}).status_code == 429


def test_nobodys_phone_is_filled(entry):
    """Whatever the networks, an address gets no more than so many messages a day."""
    before, refused = OutboxMail.objects.filter(subject="Din kode").count(), 0
    for n in range(24):
        response = Client(REMOTE_ADDR=f"198.51.{n}.7").post(ASK, {"destination": YOUTH})
        refused += response.status_code == 429
    assert OutboxMail.objects.filter(subject="Din kode").count() - before == codes.SENT_A_DAY.tries
    assert refused == 24 - codes.SENT_A_DAY.tries


# --- shared addresses ---


def _someone_with(kind: str, unit, case):
    if kind == "young person":
        return young_case(case.guide, email=YOUTH)
    if kind == "adult around":
        return parent_of(case, email=YOUTH)
    if kind == "colleague":
        return factories.UserFactory(unit=unit, email=YOUTH)
    if kind == "contact":
        return factories.ContactFactory(partner__unit=unit, email=YOUTH.upper())
    return young_case(factories.UserFactory(unit=factories.UnitFactory()), email=YOUTH)


@pytest.mark.parametrize("kind", ["young person", "adult around", "colleague", "contact", "another unit"])
def test_an_address_that_became_shared_gets_no_code(entry, unit, kind):
    """As of the day: somebody else is written down with it after the invitation."""
    client = asked()
    code, before = sent_code(), OutboxMail.objects.count()
    _someone_with(kind, unit, entry.case)
    asked()
    assert OutboxMail.objects.count() == before
    assert client.post(CODE, {"code": code}).status_code == 422


def test_the_young_persons_own_card_is_not_somebody_else(case):
    type(case.person).objects.filter(pk=case.person.pk).update(email=YOUTH)
    invite_youth(case)
    assert is_in(sign_in())


# --- the session ---


def test_the_session_is_short_and_forgotten_by_the_browser(entry):
    client = sign_in()
    cookie = client.cookies["kui"]
    assert not cookie["max-age"] and not cookie["expires"] and cookie["httponly"]
    response = client.get(HOME)
    assert "no-store" in response["Cache-Control"]
    session = client.session
    session[SEEN] -= 30 * 60 + 1
    session.save()
    assert client.get(HOME)["Location"] == ASK


def test_the_session_ends_after_two_hours_however_busy(entry):
    client = sign_in()
    session = client.session
    session[STARTED] -= 2 * 3600 + 1
    session.save()
    assert not is_in(client)


def test_leaving(entry):
    client = sign_in()
    assert client.get(LEAVE).status_code == 405 and is_in(client)
    assert client.post(LEAVE)["Location"] == ASK
    assert not is_in(client)


def test_leaving_signs_nobody_else_out(client, guide):
    client.force_login(guide)
    client.post(LEAVE)
    assert client.get("/konto/").status_code == 200


def test_a_new_name_is_told_at_the_next_time(entry):
    type(entry.case.person).objects.filter(pk=entry.case.person.pk).update(first_name="Anton")
    sign_in()
    entry.user.refresh_from_db()
    assert entry.user.name.startswith("Anton")


# --- the trail ---


def test_what_happens_is_on_the_trail_without_secrets(entry):
    client = asked()
    code = sent_code()
    client.post(CODE, {"code": f"{(int(code) + 1) % 10**6:06}"})
    client.post(CODE, {"code": code})
    client.get(HOME)
    rows = list(AuditEvent.objects.order_by("pk").values())
    acts = [(row["action"], row["outcome"]) for row in rows if row["actor_id"] in (entry.user_id, None)]
    assert acts[-5:] == [
        ("entry.code_asked", "ok"),
        ("sign_in", "failed"),
        ("sign_in", "ok"),
        ("entry.entered", "ok"),
        ("my_plan.look", "ok"),
    ]
    assert code not in str(rows) and YOUTH not in str(rows)
    failed = next(row for row in rows if row["outcome"] == "failed")
    assert failed["unit_id"] == entry.case.unit_id


def test_neither_code_nor_address_is_in_a_log(entry, caplog):
    client = asked()
    client.post(CODE, {"code": sent_code()})
    assert sent_code() not in caplog.text and YOUTH not in redact(caplog.text)


def test_codes_and_addresses_are_not_readable_in_the_database(entry):
    asked()
    with connection.cursor() as cursor:
        for table in ("participation_entry", "participation_entrycode", "core_outboxmail"):
            cursor.execute(f"SELECT * FROM {table}")
            held = str(cursor.fetchall())
            assert sent_code() not in held
            assert table == "core_outboxmail" or YOUTH not in held


# --- a parent ---


def test_a_parent_comes_in_by_their_own_code(entry):
    invite_parent(entry.case)
    client = sign_in(MOTHER)
    page = client.get(HOME).content.decode()
    assert "Planen for Sigge" in page and "Hej" not in page


def test_asking_costs_the_same_whoever_else_is_invited(entry, guide):
    def queries():
        with CaptureQueriesContext(connection) as told:
            Client().post(ASK, {"destination": YOUTH})
        return len(told)

    queries()
    few = queries()
    for n in range(12):
        invite_youth(young_case(guide), destination=f"ung{n}@eksempel.dk")
    assert queries() == few


# --- the demonstration ---


def test_the_demo_shows_the_code_and_nothing_else_does(entry, settings):
    page = asked().get(CODE).content.decode()
    assert "Demo" not in page
    settings.DEMO = True
    client = asked()
    assert f">{sent_code()}<" in client.get(CODE).content.decode()
    stranger = asked("ingen@eksempel.dk")
    assert "koden er" not in stranger.get(CODE).content.decode()
