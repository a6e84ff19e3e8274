"""Any parameter, any page, anybody: no answer is a crash, a refusal is a page, and it comes within seconds.

What is asked is new each day (``KUI_SEED`` asks the same again). ``make soak`` asks a hundred thousand times.
"""

import os
import re
import time
from collections import Counter
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, quote_plus

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.access_rows import ACTS, KINDS, PAGES, PRINCIPALS
from tests.helpers.daily import SOAK, TRIES, random_of_the_day, tries
from tests.helpers.forms_on_page import forms_of
from tests.helpers.naughty import STRINGS
from tests.helpers.world import ROWS

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("KUI_FUZZ") or (100_000 if SOAK else tries(400)))
SLOWEST = 5.0  # seconds

# What a view reads of an address or a form by name, and what a filter is called.
READ = re.compile(r"(?:GET|POST|params|data)(?:\.get|\.getlist)?[\[(]\"([\w-]+)\"")
FILTER = re.compile(r"^    (\w+) = (?:filters\.|\w*Filter\(|Ordering\()", re.MULTILINE)
APPS = (
    "accounts partners cases plans exchange intake meetings practice participation programmes progress workspace portal"
    " reports overview core kui"
).split()

NUMBERS = "-1 0 999 99999999 2147483648 9223372036854775807 9223372036854775808 1e9 ٣ ²".split()
# The last is longer than what Python reads as a number at all.
NUMBERS += ["9" * 30, "9" * 5000]
DAYS = [
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-13-01",
    "20260101",
    "0000-00-00",
    "2026-W01",
    "9999-W52-7",
]
IDS = [
    "00000000-0000-0000-0000-000000000000",
    "g" * 36,
    "{" + "0" * 32 + "}",
    "urn:uuid:" + "0" * 32,
    "1" * 400,
]
LONG = ["/" + "a" * 600, "//evil.example/", "a" * 3000, "/" + "æ" * 400]
NULS = ["\x00", "a\x00b", "/\x00", "2026-01-01\x00", "1\x00"]
WORDS = [
    *NUMBERS,
    *DAYS,
    *IDS,
    *LONG,
    *NULS,
    "",
    " ",
    "\ud800",
    "\udcff",
    "on",
    "true",
    "csv",
    "xlsx",
    "ekstern",
]
# As they are sent, whatever they may mean.
RAW = [
    "%",
    "%ff%fe",
    "%00",
    "%ed%a0%80",
    "a=%",
    "&&&=",
    "=",
    ";",
    "%u0041",
    "page=%ff",
    "q[]=1",
    "a" * 5000,
    "\xff=\xfe",
]
TYPES = [
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/plain",
    "",
]
HEADERS = [
    {},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Target": "\x7f", "HX-Trigger": "æ"},
    {"HX-Boosted": "true", "HX-Current-URL-URI-AutoEncoded": "true", "HX-Current-URL": "%ff"},
    {"Accept-Language": "x" * 500},
    {"Accept-Language": "da;q=æ,,,;;"},
    {"Referer": "http://[::"},
    {"Cookie": "kui-language=\x00; x"},
    {"X-Forwarded-For": "1.2.3.4, ' OR 1=1"},
]


@cache
def read_by_views() -> list[str]:
    """Every name that some view reads."""
    names = set()
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            text = path.read_text()
            names.update(READ.findall(text))
            names.update(FILTER.findall(text) if path.name == "filters.py" else ())
    return sorted(names)


def _allowed(row, kind):
    return row.only or (ACTS[row.rule][kind] if kind else PAGES[row.rule])


def has_a_page(row) -> bool:
    """Whether people come there: what never answers with a page or the way to one is for machines (`sms_report`)."""
    return bool({200, 302, 303, 422} & set(row.ok))


class Fuzzer:
    """Asks; what it asks is written undone."""

    def __init__(self, world, rng):
        self.world, self.rng = world, rng
        self.fields: dict = {}
        self.answers: Counter = Counter()
        self.wrong: list[str] = []

    def word(self) -> str:
        """Something that somebody sends."""
        return self.rng.choice(WORDS if self.rng.random() < 0.7 else STRINGS)

    def address(self, row, kind):
        """The route's address, one of its parts changed in one of four."""
        objects = SimpleNamespace(**{**vars(self.world), **(vars(self.world.kinds[kind]) if kind else {})})
        kwargs = row.kwargs(objects)
        if kind:
            kwargs = {"case_id": objects.case.pk, **kwargs}
        if kwargs and self.rng.random() < 0.25:
            kwargs |= {self.rng.choice(list(kwargs)): self.rng.choice([2**63, 10**25, 0, *WORDS])}
        try:
            return reverse(row.name, kwargs=kwargs), objects
        except (NoReverseMatch, UnicodeError):
            # What no route writes may be asked for all the same: put it where the last part stood.
            url = reverse(
                row.name, kwargs={**row.kwargs(objects), **({"case_id": objects.case.pk} if kind else {})}
            )
            parts = url.split("/")
            at = self.rng.randrange(len(parts))
            parts[at] = quote(self.word().encode("utf-8", "surrogatepass"), safe="") or "x"
            return "/".join(parts), objects

    def names(self, row, url, client, objects) -> list[str]:
        """What the page's own forms send, and what views read anywhere."""
        if row.name not in self.fields:
            page = self.ask(client, "GET", url, "", b"", "", {})
            found = set(row.data(objects)) | {"next", "page", "submit_key", "version"}
            for form in forms_of(page.text_read) if page is not None else ():
                found |= set(form.values) | set(form.choices)
            self.fields[row.name] = sorted(found - {"csrfmiddlewaretoken"})
        return self.fields[row.name]

    def sent(self, row, url, client, objects) -> list[tuple[str, str]]:
        """A few parameters: of the page's own, and of any."""
        own = self.names(row, url, client, objects)
        good = row.data(objects) if self.rng.random() < 0.5 else {}
        pairs = [
            (n, str(v)) for n, value in good.items() for v in (value if isinstance(value, list) else [value])
        ]
        for _ in range(self.rng.choice([1, 1, 1, 2]) if good else self.rng.randint(1, 4)):
            name = self.rng.choice(own if self.rng.random() < 0.7 else read_by_views())
            pairs = [pair for pair in pairs if pair[0] != name] + [(name, self.word())]
        return pairs

    @staticmethod
    def encoded(pairs) -> str:
        """As a browser would send them, and as none would."""
        return "&".join(
            f"{quote_plus(name)}={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
            for name, value in pairs
        )

    def once(self) -> None:
        """One request."""
        rng, row = self.rng, self.rng.choice(ROWS)
        kind = rng.choice(list(KINDS)) if row.about_a_case else None
        allowed = [name for name in PRINCIPALS if name in _allowed(row, kind)]
        who = rng.choice(allowed) if allowed and rng.random() < 0.85 else rng.choice(PRINCIPALS)
        client = self.world.clients[who]
        url, objects = self.address(row, kind)
        method = rng.choice(["GET", "GET", "POST", "POST", "HEAD", "PUT"])
        query, body, kind_of = "", b"", ""
        pairs = self.sent(row, url, client, objects)
        if rng.random() < 0.05:
            query = rng.choice(RAW)
        elif method != "POST" or rng.random() < 0.2:
            query = self.encoded(pairs)
        if method in ("POST", "PUT"):
            body = self.encoded(pairs).encode() if rng.random() < 0.95 else rng.choice(RAW).encode("latin-1")
            kind_of = "application/x-www-form-urlencoded" if rng.random() < 0.95 else rng.choice(TYPES)
        headers = {} if rng.random() < 0.8 else rng.choice(HEADERS)
        told = f"{method} {url}?{query} {body!r} {kind_of} {headers} as {who}"
        began = time.monotonic()
        response = self.ask(client, method, url, query, body, kind_of, headers)
        took = time.monotonic() - began
        self.answers[response.status_code] += 1
        if response.status_code >= 500 and response.status_code not in row.ok:
            raised = getattr(response, "exc_info", None)
            self.wrong.append(f"{told[:600]}: {response.status_code} {raised and raised[1]!r}")
        elif (
            response.status_code in (400, 403, 404)
            and has_a_page(row)
            and method != "HEAD"
            and "HX-Request" not in headers
            and "<h1" not in response.text_read
        ):
            self.wrong.append(f"{told[:600]}: {response.status_code} without a page")
        if took > SLOWEST:
            self.wrong.append(f"{told[:600]}: {took:.1f} s")

    def ask(self, client, method, url, query, body, kind_of, headers):
        """The response, read, with whatever was written undone."""
        with transaction.atomic():
            cookies = client.cookies.copy()
            told = {"QUERY_STRING": query.encode("latin-1", "ignore").decode("latin-1")} if query else {}
            response = client.generic(method, url, body, kind_of, headers=headers, **told)
            read = b"".join(response.streaming_content) if response.streaming else response.content
            client.cookies = cookies
            transaction.set_rollback(True)
        response.text_read = "" if response.streaming else read.decode(errors="ignore")
        return response


def test_no_parameter_breaks_a_page(world):
    rng = random_of_the_day("fuzz")
    fuzzer = Fuzzer(world, rng)
    for client in world.clients.values():
        client.raise_request_exception = False
    for _ in range(REQUESTS):
        fuzzer.once()
    for client in world.clients.values():
        client.raise_request_exception = True
    print(dict(fuzzer.answers))
    assert not fuzzer.wrong, f"{len(fuzzer.wrong)} of {REQUESTS}\n" + "\n".join(fuzzer.wrong[:40])
    # It reaches pages and not their doors alone.
    assert fuzzer.answers[200] + fuzzer.answers[422] > REQUESTS / (5 if TRIES == 1 else 10), fuzzer.answers


def test_it_knows_what_views_read():
    names = read_by_views()
    assert {"page", "fra", "dag", "format", "raekke", "efter", "next", "vis", "q"} <= set(names)
