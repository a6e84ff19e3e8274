"""Asking for a code, and being let in by it: each counted before a secret is looked at.

Clocks here are real time, not the travelling one of the demo: they guard a door. Whether the entry itself still stands
is asked of the day.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.signin.throttle import RateLimit, client_network, record_attempt
from audit import trail
from core import clock
from core.crypto import blind_index, secret_hash
from participation.access.destinations import is_shared
from participation.access.models import Entry, EntryCode
from participation.access.sending import send

MINUTES = 15
PAPER_CODE_DAYS = 14
# No letter or digit that is read as another: three groups of four.
PAPER_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"
# A stranger who asks in somebody's name uses up the askings of the stranger's own network, three in a quarter of an
# hour and eight a day; only many networks together reach what an address gets in a day. A code on paper goes round all.
ASK_THERE = RateLimit("entry-there", 3, MINUTES * 60)
ASK_THERE_A_DAY = RateLimit("entry-there-day", 8, 24 * 3600)
SENT_A_DAY = RateLimit("entry-sent-day", 20, 24 * 3600)
# A whole school may sit behind one router.
ASK_BY_ADDRESS = RateLimit("entry-ask-address", 60, MINUTES * 60)
CODE_BY_ADDRESS = RateLimit("entry-code-address", 150, MINUTES * 60)
# Counted for each asking, not for each number: nobody can lock somebody else out by trying.
CODE_BY_ASKING = RateLimit("entry-code", 5, MINUTES * 60)
PAPER_BY_ADDRESS = RateLimit("entry-paper-address", 30, MINUTES * 60)
PAPER_BY_CODE = RateLimit("entry-paper", 5, PAPER_CODE_DAYS * 24 * 3600)


class NotLetIn(Exception):
    """The code does not hold: wrong, used, too old, of another browser, or the access has ended. Never said which."""


def _sent_hash(browser: str, code: str) -> str:
    return blind_index(f"entry-code:{browser}:{code}")


def _paper_hash(code: str) -> str:
    return blind_index(f"entry-paper:{code}")


def ask_for_code(destination: str, browser: str, ip: str) -> str:
    """Send a code to whoever may enter and alone has the address; otherwise nothing. The caller answers the same.

    ``browser`` is a new secret of the session that asks: the code holds there only, and one that was asked for before
    holds no more. Returns the code, for the demo to show; "" when none was sent. Raises
    `accounts.signin.throttle.TooManyAttempts`, for a known and an unknown address alike.
    """
    network = client_network(ip)
    record_attempt(ASK_BY_ADDRESS, network)
    record_attempt(ASK_THERE, f"{destination} {network}")
    record_attempt(ASK_THERE_A_DAY, f"{destination} {network}")
    record_attempt(SENT_A_DAY, destination)
    with transaction.atomic():
        entry = _reached_at(destination)
        if entry is None:
            return ""
        code, now = f"{secrets.randbelow(10**6):06}", datetime.now(UTC)
        row = EntryCode.objects.create(
            entry=entry,
            code_hash=_sent_hash(browser, code),
            browser_hash=secret_hash(browser),
            made_at=now,
            expires_at=now + timedelta(minutes=MINUTES),
        )
        trail.record("entry.code_asked", by=entry.user, case_id=entry.case_id, obj=entry)
        _send(entry, code, row)
    return code


def _reached_at(destination: str) -> Entry | None:
    """The newest entry whose codes come there, when it lets in and nobody else has the address."""
    rows = Entry.objects.live(clock.today()).filter(destination_index=blind_index(destination))
    related = ("user", "case__person", "guardian")
    entry = rows.select_related(*related).order_by("-invited_at", "-pk").first()
    return None if entry is None or is_shared(entry) else entry


def _send(entry: Entry, code: str, row: EntryCode) -> None:
    with override(entry.user.language):
        body = _("Your code is %(code)s. It holds for %(minutes)s minutes.") % {
            "code": code,
            "minutes": MINUTES,
        }
        still = f"participation.access.codes.still_wanted:{row.pk}"
        send(entry, _("Your code"), body, still_wanted=still)


def still_wanted(code_id: str) -> bool:
    """Whether a code that waits to be sent is of any use yet; asked just before it leaves."""
    row = EntryCode.objects.filter(pk=code_id, used_at=None, expires_at__gt=datetime.now(UTC)).first()
    return row is not None and Entry.objects.live(clock.today()).filter(pk=row.entry_id).exists()


def let_in(browser: str, code: str, ip: str) -> Entry:
    """The entry whose code this is, asked for by the session that holds ``browser``; the code is used up.

    Raises `NotLetIn`, and TooManyAttempts after five tries at one asking.
    """
    record_attempt(CODE_BY_ADDRESS, client_network(ip))
    if browser:
        record_attempt(CODE_BY_ASKING, browser)

    def right(row: EntryCode) -> bool:
        return constant_time_compare(row.code_hash, _sent_hash(browser, code)) and not is_shared(row.entry)

    return _let_in_by(EntryCode.objects.filter(browser_hash=secret_hash(browser)), right, how="code")


def let_in_by_paper(code: str, birth_date: date, ip: str) -> Entry:
    """The entry whose code on paper this is, typed together with the young person's date of birth; it is used up.

    Raises `NotLetIn`, and TooManyAttempts after five tries at one code.
    """
    record_attempt(PAPER_BY_ADDRESS, client_network(ip))
    found = _paper_hash(read_paper_code(code))
    record_attempt(PAPER_BY_CODE, found)
    rows = EntryCode.objects.filter(browser_hash="", code_hash=found)
    return _let_in_by(rows, lambda row: row.entry.case.person.birth_date == birth_date, how="paper")


def _let_in_by(rows, right: Callable[[EntryCode], bool], *, how: str) -> Entry:
    """Use the code up; whether the entry still lets in is asked again, since much may have ended meanwhile."""
    row = rows.select_related("entry__user", "entry__case__person", "entry__guardian").first()
    with transaction.atomic():
        now = datetime.now(UTC)
        usable = rows.filter(used_at=None, expires_at__gt=now)
        holds = row is not None and right(row) and row.entry.user.is_active and row.entry.lets_in()
        if holds and usable.filter(pk=row.pk).update(used_at=now):
            return row.entry
    known = row.entry.user if row else None
    event = trail.event("sign_in", by=None, obj=known, outcome="failed", changes={"by": [None, how]})
    event.unit_id = known.unit_id if known else None  # so that the unit's own log review sees it
    event.save(force_insert=True)
    raise NotLetIn


@transaction.atomic
def make_paper_code(entry: Entry, *, by: User) -> str:
    """A code on paper, in groups of four, for the guide to print. It is shown this once, and takes the place of one
    made before. Raises ValidationError when the entry lets nobody in.
    """
    if not entry.lets_in():
        raise ValidationError(_("The access has ended."))
    code, now = "".join(secrets.choice(PAPER_LETTERS) for _n in range(12)), datetime.now(UTC)
    entry.codes.filter(browser_hash="", used_at=None, expires_at__gt=now).update(expires_at=now)
    entry.codes.create(
        code_hash=_paper_hash(code), made_by=by, made_at=now, expires_at=now + timedelta(days=PAPER_CODE_DAYS)
    )
    trail.record("entry.paper_made", by=by, case_id=entry.case_id, obj=entry)
    return "-".join(code[n : n + 4] for n in range(0, 12, 4))


def read_paper_code(typed: str) -> str:
    """A code on paper as it is kept: capitals, without what stands between the groups."""
    return "".join(char for char in typed.upper() if char.isalnum())


def shows_code() -> bool:
    """Whether the page shows the code itself: in the demonstration, where no message leaves the machine."""
    return settings.DEMO
