"""Every form and every filter, filled with what people and programs send: no answer is a crash, nothing sent
comes back raw.
"""

import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access_rows import ACTS, PAGES, PRINCIPALS
from tests.helpers.naughty import MARKUP, RAW, STRINGS
from tests.helpers.world import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FIRST = ("owner", "leader", "admin", "partner", "anonymous", *PRINCIPALS)
FIELD = re.compile(r"<(?:input|select|textarea|button)[^>]*?\sname=\"([^\"]+)\"")
ALWAYS = ("page", "sort", "q", "next", "format", "on", "from", "to", "period", "version", "submit_key")
# No common factor with the number of strings: turn by turn a field meets another kind of string.
STRIDE = 37


def _who(row):
    kind = "plain" if row.about_a_case else None
    allowed = row.only or (ACTS[row.rule][kind] if kind else PAGES[row.rule])
    return next((name for name in FIRST if name in allowed), None)


def _send(client, method, url, data):
    """The response, read, with whatever was written undone."""
    with transaction.atomic():
        cookies = client.cookies.copy()
        response = getattr(client, method)(url, data)
        response.text_read = (
            "" if response.streaming else response.content.decode(errors="ignore")
        )  # files are served inert
        if response.streaming:
            b"".join(response.streaming_content)
        client.cookies = cookies
        transaction.set_rollback(True)
    return response


def _turns(row, names, good, times):
    """What to send: by turns every field naughty, and one naughty field in a form that is otherwise right."""
    start = ROWS.index(row) * 11
    for turn in range(times):
        words = {name: STRINGS[(start + n + turn * STRIDE) % len(STRINGS)] for n, name in enumerate(names)}
        if turn % 2 and good:
            name = names[turn // 2 % len(names)]
            yield {**good, name: words[name]}
        else:
            yield words


@pytest.mark.in_turn
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
    good = row.data(objects)
    fields = set(FIELD.findall(page.text_read)) | set(good)
    names = sorted((fields | set(ALWAYS)) - {"csrfmiddlewaretoken"})
    wrong = []
    for method, times in (("get", 1), ("post", 4 if "post" in row.methods else 1)):
        for data in _turns(row, names, good if method == "post" else {}, times):
            response = _send(client, method, url, data)
            if response.status_code >= 500 and response.status_code not in row.ok:
                wrong.append(f"{method} {data}: {response.status_code}")
            if any(word in response.text_read for word in MARKUP):
                wrong.append(f"{method} {data}: comes back raw")
    client.raise_request_exception = True
    assert not wrong, f"{url} as {principal}\n" + "\n".join(wrong)


def test_the_fuzzer_finds_fields_and_sees_what_is_raw(world):
    """It would be blind without the one, and deaf without the other."""
    page = world.clients["admin"].get(reverse("accounts:user_invite")).content.decode()
    assert {"name", "email", "role", "initials", "submit_key"} <= set(FIELD.findall(page))
    assert len(set(STRINGS)) >= 200
    assert all(RAW in word and word.count("<") + word.count("'") + word.count('"') for word in MARKUP)
