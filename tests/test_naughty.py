"""Every form and every filter, filled with what people and programs send: no answer is a crash."""

import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access_rows import ACTS, PAGES, PRINCIPALS
from tests.world import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FIRST = ("owner", "leader", "admin", "partner", "anonymous", *PRINCIPALS)
NAUGHTY = {
    "nul": "a\x00b",
    "right to left": "\u202eabc\u202c",
    "decomposed": "A\u030age O\u0308stergaard",
    "long": "æ" * 20_000,
    "minus one": "-1",
    "huge number": "1" + "0" * 30,
    "not a number": "NaN",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no such day": "2026-02-30",
    "markup": "<script>alert(1)</script>",
    "quotes": "' OR 1=1; --\"",
    "percent": "100 %s %(x)s {y} {{ z }}",
    "formula": '=HYPERLINK("http://evil.example")',
    "lines": "a\r\nBcc: x@y.dk",
    "empty": "",
    "spaces": "   ",
    "list": "[1, 2]",
    "object": '{"a": 1}',
    "uuid": "00000000-0000-0000-0000-000000000000",
    "cpr": "010101-1234",
}
# Enough for a page that is only looked at, or takes no form that we know of.
FEW = ("nul", "minus one", "huge number", "year 1", "quotes", "uuid")
FIELD = re.compile(r"<(?:input|select|textarea|button)[^>]*?\sname=\"([^\"]+)\"")
PARAMETER = re.compile(r"href=\"[^\"]*?\?([^\"]*)\"")
ALWAYS = ("page", "sort", "q", "next", "format", "on", "from", "to", "period", "version", "submit_key")


def _who(row):
    kind = "plain" if row.about_a_case else None
    allowed = row.only or (ACTS[row.rule][kind] if kind else PAGES[row.rule])
    return next((name for name in FIRST if name in allowed), None)


def _send(client, method, url, data):
    """The status, with whatever was written undone."""
    with transaction.atomic():
        cookies = client.cookies.copy()
        response = getattr(client, method)(url, data)
        if response.streaming:
            b"".join(response.streaming_content)
        client.cookies = cookies
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_nothing_that_is_sent_breaks_a_page(world, row):
    principal = _who(row)
    if principal is None:
        return
    objects = SimpleNamespace(**{**vars(world), **vars(world.kinds["plain"])})
    kwargs = row.kwargs(objects)
    if row.about_a_case:
        kwargs = {"case_id": objects.case.pk, **kwargs}
    url, client = reverse(row.name, kwargs=kwargs), world.clients[principal]
    client.raise_request_exception = False
    page = _send(client, "get", url, {})
    html = "" if page.streaming else page.content.decode(errors="ignore")
    names = sorted(
        (set(FIELD.findall(html)) | set(row.data(objects)) | set(ALWAYS)) - {"csrfmiddlewaretoken"}
    )
    tries = [("get", what) for what in FEW]
    tries += [("post", what) for what in (NAUGHTY if "post" in row.methods else FEW)]
    broken = []
    for method, what in tries:
        value = NAUGHTY[what]
        status = _send(client, method, url, dict.fromkeys(names, value)).status_code
        if status >= 500 and status not in row.ok:
            broken.append(f"{method} {what}: {status}")
    client.raise_request_exception = True
    assert not broken, f"{url} as {principal}\n" + "\n".join(broken)


def test_the_fuzzer_finds_fields(world):
    """It would be blind without them."""
    page = world.clients["admin"].get(reverse("accounts:user_invite")).content.decode()
    assert {"name", "email", "role", "initials", "submit_key"} <= set(FIELD.findall(page))
