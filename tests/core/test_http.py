"""Where a form leads back to, numbers in addresses, and what nobody can be asked for."""

import pytest
from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from audit.models import AuditEvent
from core.http import LONGEST_WAY, answerable, next_url, number_in, typed
from core.middleware import RefusalMiddleware
from kui.wsgi import application

HERE = "/min-dag/"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/min-dag/?vis=alle#a", "/min-dag/?vis=alle#a"),
        ("https://evil.example/", HERE),
        ("//evil.example", HERE),
        ("/findes-ikke/", HERE),
        ("/min-dag/\x00", HERE),
        ("/min-dag/?" + "a" * (LONGEST_WAY - 10), "/min-dag/?" + "a" * (LONGEST_WAY - 10)),
        ("/min-dag/?" + "a" * (LONGEST_WAY - 9), HERE),
        ("", HERE),
    ],
)
def test_a_form_leads_back_to_a_page_of_ours(asked, led):
    assert next_url(RequestFactory().post("/", {"next": asked}), HERE) == led


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("999999999", 999_999_999), ("1000000000", None), ("9" * 30, None), ("-1", None)]
    + [("²", None), ("٣", 3), ("1\x00", None), ("", None)],
)
def test_a_number_in_an_address(text, number):
    params = QueryDict(mutable=True)
    params["fra"] = text
    assert number_in(params, "fra") == number
    assert number_in(QueryDict(), "fra") is None


@pytest.mark.parametrize(
    "error",
    [
        DataError("out of range"),
        OverflowError(),
        ValueError("A string literal cannot contain NUL (0x00) characters."),
    ],
)
def test_what_no_database_can_look_for_is_the_senders_mistake(error):
    with pytest.raises(BadRequest), answerable():
        raise error
    with pytest.raises(ValueError, match="ours"), answerable():
        raise ValueError("ours")


@pytest.mark.django_db
def test_a_damaged_address_gets_a_page_and_the_denial_is_kept(client, guide, case):
    client.force_login(guide)
    answer = client.get(f"/sager/{case.pk}/log/?fra={'9' * 30}")
    assert answer.status_code == 200
    answer = client.get("/partnere/99999999999999999999/")
    assert answer.status_code in (400, 404) and b"<h1" in answer.content
    assert AuditEvent.objects.filter(outcome="denied", actor_id=guide.pk).exists()


def test_what_a_constraint_refuses_of_a_button_is_told_in_its_words(rf):
    asked = RefusalMiddleware(None).process_exception
    assert asked(rf.get("/"), IntegrityError("NOT NULL constraint failed: cases_case.opened_on")) is None
    assert asked(rf.get("/"), ValueError()) is None


@pytest.mark.django_db
def test_an_address_that_belongs_to_a_button_has_a_page_that_says_so(client, guide, case):
    client.force_login(guide)
    answer = client.get(reverse("cases:cpr_reveal", args=[case.pk]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Adressen hører til en knap" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["http://[", "http%3A%2F%2F%5B", "\x7f", "http://a]b/"])
def test_an_odd_address_of_htmx_is_no_crash(client, url):
    answer = client.get("/min-dag/", headers={"HX-Request": "true", "HX-Current-URL": url})
    assert answer.status_code == 204 and "log-ind" in answer["HX-Redirect"]


# Some are no letters at all, some refuse every letter, one reads a whole address as one word; there is no *=x''.
ALPHABETS = [
    "=rot13",
    "=zlib",
    "=undefined",
    "=punycode",
    "=idna",
    "=utf-16",
    "=latin-1",
    "=findes-ikke",
    "*=x''y",
]


def served(method, address, kind, body=b"") -> tuple[str, bytes]:
    """The answer as the server gives it: a request that cannot be made is answered by nobody behind."""
    said = []
    environ = RequestFactory().generic(method, address, body, content_type="x").environ
    environ |= {"CONTENT_TYPE": kind, "HTTP_HOST": "testserver"}
    page = b"".join(application(environ, lambda status, headers: said.append(status)))
    return said[0][:3], page


@pytest.mark.django_db
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_whatever_alphabet_it_is_said_to_be_written_in_is_no_crash(alphabet):
    """Without signing in; an address is read as ours are, and a form in another alphabet is refused whole."""
    address, ask = "/konto/log-ind/?next=%2Fmin-dag%2F%3Fq%3D%C3%A6&q=%80", f"charset{alphabet}"
    status, page = served("GET", address, f"text/plain; {ask}")
    assert status == "200" and "q%3D%C3%A6" in page.decode() or "q=æ" in page.decode()
    form = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xc3\xa6\x80\r\n--x--\r\n'
    for body, kind in (
        (b"login=%C3%A6%80", "application/x-www-form-urlencoded"),
        (form, "multipart/form-data; boundary=x"),
    ):
        status, page = served("POST", address, f"{kind}; {ask}", body)
        assert status in ("400", "403") and b"<h1" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("charset", "status"), [("utf-8", 200), ("UTF8", 200), ("latin-1", 400), ("utf-16", 400)]
)
def test_a_form_is_in_utf_8(client, charset, status):
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xc3\xa6\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.generic("POST", "/konto/log-ind/", body, content_type=kind).status_code == status


@pytest.mark.django_db
def test_a_denial_is_kept_whatever_the_address_holds(client, admin):
    client.force_login(admin)
    unknown = "8151ca35-b5c7-4a36-960c-6d78567c967e"
    answer = client.get(f"/partnere/import/{unknown}/rapport.csv%00")
    assert answer.status_code == 404 and b"<h1" in answer.content
    kept = AuditEvent.objects.filter(outcome="denied", actor_id=admin.pk).latest("pk")
    assert "\x00" not in kept.path and unknown in kept.path


def test_of_a_refused_form_what_was_written_is_given_back_and_nothing_else():
    said = {
        "text": ["  Talt med Vera\nog hendes mor ", ""],
        "form-0-title": "Lægeerklæring",
        "kind": ["talk", "Talt med Vera\nog hendes mor"],
        "on": "2026-11-29",
        "guide": "17",
        "tick": "True",
        "opened": "text:a1 kind:b2",
        "form-0-next": "/Min dag/",
        "password": "Et langt kodeord",
        "oldpassword": "Et langt kodeord",
        "code": "ABC DEF",
        "cpr": "010100 1234",
    }
    request = RequestFactory().post("/", said)
    assert typed(request) == []  # whether it came from a page of ours is not known
    request.csrf_processing_done = True
    assert typed(request) == ["Talt med Vera\nog hendes mor", "Lægeerklæring"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded; charset=latin-1", b"text=Et+notat"),
        ("multipart/form-data; boundary=", b"Et notat"),
        ("multipart/form-data; boundary=x", b"&".join(b"a=1" for _n in range(2_000))),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2_000))),
    ],
)
def test_of_what_nobody_can_read_nothing_is_given_back(rf, content_type, body):
    request = rf.generic("POST", "/", body, content_type=content_type)
    request.csrf_processing_done = True
    assert typed(request) == []
