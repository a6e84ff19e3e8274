"""What is offered can be done: each option of each choice of each form, sent by each role that the form is shown to."""

import re
import zlib
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from tests.access_rows import ACTS, KINDS, PAGES
from tests.helpers.daily import SEED, SOAK
from tests.helpers.forms_on_page import PageForm, forms_of
from tests.helpers.world import ROWS

pytestmark = pytest.mark.django_db

ROLES = ("owner", "leader", "admin", "partner")
# Doors of the session: signing out or in ends what the walk goes on with.
NOT_WALKED = re.compile(r"^account_|^mfa_|^usersessions|^accounts:sign|^set_language$")
LONGEST = 40  # options of one choice: a list of all municipalities is one kind of thing


def _may(row, principal: str, kind: str | None) -> bool:
    if row.only is not None and principal not in row.only:
        return False
    return principal in (ACTS[row.rule][kind] if kind else PAGES[row.rule])


def _send(client, method: str, url: str, data=None):
    """The response, its body read, and everything that was written undone."""
    with transaction.atomic():
        cookies = client.cookies.copy()
        response = getattr(client, method)(url, data or {})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        client.cookies = cookies
        transaction.set_rollback(True)
    response.text_read = body.decode(errors="ignore")
    return response


def _why(response) -> str:
    raised = getattr(response, "exc_info", None)
    return repr(raised[1]) if raised else ""


def _ways(form: PageForm, good: dict):
    """What to send: each option with the rest as it stands, with the rest sensible, and with nothing else."""
    hidden = {name: form.values[name] for name in form.hidden}
    for name, options in form.choices.items():
        for option in options[:LONGEST]:
            yield {**form.values, name: [option]}
            yield {**hidden, name: [option]}
            if good:
                yield {**form.values, **good, name: [option]}


def _broken(response) -> bool:
    """A crash, or a page in place of the form. A form that says that somebody was first (409) is an answer."""
    if response.status_code == 409:
        return 'class="code">409' in response.text_read
    return response.status_code == 400 or response.status_code >= 500


def _place(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


# What was tried already: the head of the page and its language stand on every page. A case's kind matters where it
# decides what may be done.
_met: set = set()
ONCE = {"csrfmiddlewaretoken", "submit_key", "next", "here", "version", "stood"}


def _new(name: str, principal: str, kind: str | None, data: dict) -> bool:
    told = str(sorted((n, v) for n, v in data.items() if n not in ONCE))
    key = (name, principal, kind in ("plain", "closed") and kind, told)
    if key in _met:
        return False
    _met.add(key)
    return True


SENSIBLE = {}
for _row in ROWS:
    if "post" in _row.methods:
        SENSIBLE.setdefault(_row.name, _row.data)


def _sensible(name: str, objects) -> dict:
    data = SENSIBLE[name](objects) if name in SENSIBLE else {}
    return {field: value if isinstance(value, list) else [value] for field, value in data.items()}


def _sent(client, url: str, objects, principal: str, kind: str | None):
    """Every choice of every form of the page, sent: ``(what, response)`` of each that was not tried before."""
    page = _send(client, "get", url)
    for form in forms_of(page.text_read) if "html" in page.get("Content-Type", "") else ():
        target = urljoin(url, form.action) if form.action else url
        name = _place(target)
        if not name or NOT_WALKED.search(name):
            continue
        for data in _ways(form, _sensible(name, objects) if form.method == "post" else {}):
            if _new(name, principal, kind, data):
                yield f"{form.method} {name} {data}", _send(client, form.method, target, data)


# The suite walks a quarter of the pages, another one each day; `make soak` walks them all.
SHARE = [
    row for row in ROWS if "get" in row.methods and (SOAK or (zlib.crc32(row.name.encode()) + SEED) % 4 == 0)
]


@pytest.mark.in_turn
@pytest.mark.parametrize("row", SHARE, ids=lambda row: row.name)
def test_every_choice_that_is_offered_can_be_done(world, row):
    wrong = []
    for kind in tuple(KINDS) if row.about_a_case else (None,):
        objects = SimpleNamespace(**{**vars(world), **(vars(world.kinds[kind]) if kind else {})})
        kwargs = row.kwargs(objects)
        if row.about_a_case:
            kwargs = {"case_id": objects.case.pk, **kwargs}
        url = reverse(row.name, kwargs=kwargs) + row.query
        for principal in ROLES:
            if not _may(row, principal, kind):
                continue
            client = world.clients[principal]
            client.raise_request_exception = False
            for what, response in _sent(client, url, objects, principal, kind):
                if _broken(response):
                    wrong.append(f"{what} as {principal} on {kind}: {response.status_code} {_why(response)}")
            client.raise_request_exception = True
    assert not wrong, "\n".join(wrong)


def test_the_walk_finds_forms_and_their_choices(world):
    """It would be blind without."""
    page = world.clients["leader"].get(reverse("cases:case_assign", args=[world.case.pk])).content.decode()
    form = next(form for form in forms_of(page) if "kind" in form.choices)
    assert {"guide", "deputy", "cover"} == set(form.choices["kind"])
    assert "stood" in form.hidden and form.values["kind"] == ["guide"]
