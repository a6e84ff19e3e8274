"""Slow senders hold no thread: a hundred of them, and health and pages answer. Through gunicorn as it is, no proxy."""

import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from django.db import connection

from core import gathering
from core.uploads import sizes
from tests.helpers.processes import free_port

pytestmark = pytest.mark.once  # no engine is asked, or the embedded one alone

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2


@pytest.fixture(scope="module")
def web(tmp_path_factory, django_db_setup, django_db_blocker):
    """The port of a web process with two threads, served as in production, whose readers have three seconds."""
    folder, port = tmp_path_factory.mktemp("web"), free_port()
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"} | {
        "KUI_MODE": "test",
        "KUI_VAR_DIR": str(folder),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "WEB_THREADS": str(THREADS),
        "WEB_HEAD_SECONDS": "3",
        "WEB_HELD_MB": "4",
        "DATABASE_URL": f"sqlite:///{folder}/kui.sqlite3",
    }
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            pytest.skip("the database makes no difference here")
        connection.ensure_connection()
        with sqlite3.connect(folder / "kui.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "kui.wsgi"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        for _ in range(300):
            try:
                if get(port, "/healthz").status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail((folder / "web.log").read_text()[-3000:])
        yield port
    finally:
        process.terminate()
        process.wait(30)


def get(port: int, path: str, **headers) -> http.client.HTTPResponse:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asked.request("GET", path, headers=headers)
    answer = asked.getresponse()
    answer.text = answer.read().decode(errors="replace")
    asked.close()
    return answer


def talk(port: int, *pieces: bytes, pause: float = 0.05) -> bytes:
    """What is answered when this is sent piece by piece."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as talking:
        for piece in pieces:
            talking.sendall(piece)
            time.sleep(pause)
        said = b""
        while piece := talking.recv(65536):
            said += piece
        return said


HEAD = (
    b"POST /konto/log-ind/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)
SLOW = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: loc",
    "half a form": HEAD + b"Content-Length: 8000\r\n\r\nlogin=x",
    "half a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nlogin",
    "a chunk that ends as the last one does": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n",
    "no end of the last chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nlogin\r\n0\r\nA: b\r\n",
}
# What nobody waits for the rest of: the answer.
REFUSED = {
    b"431": (HEAD + b"".join(b"X-%d: %b\r\n" % (n, b"a" * 8000) for n in range(9)))[: gathering.HEAD_BYTES],
    b"413": HEAD + b"Transfer-Encoding: chunked\r\n\r\n10001\r\nlogin",
}
NONSENSE = [
    b"Content-Length:\r\n 60000",
    b"Content-Length: 0000000000060000",
    b"Content-Length: 3\r\nContent-Length: 60000",
    b"Content-Length: 3, 3",
    b"Content-Length: -3",
    b"Transfer-Encoding:\r\n chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: identity\r\nContent-Length: 60000",
    b"Transfer-Encoding: chunked\r\nContent-Length: 60000",
    b"Transfer-Encoding: chunked\r\n\r\nx\r\nlogin",
    b"Transfer-Encoding: chunked\r\n\r\n3\r\nloginin\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 2000,
]


@pytest.mark.in_turn
def test_a_hundred_slow_senders_and_everything_answers(web):
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", web))) for _ in range(100)]
        for number, one in enumerate(slow):
            one.sendall((kinds := [*SLOW.values(), *REFUSED.values()])[number % len(kinds)])
        for _ in range(3):
            begun = time.monotonic()
            assert get(web, "/healthz").status == 200
            page = get(web, "/konto/log-ind/")
            assert page.status == 200 and "Log ind" in page.text
            assert time.monotonic() - begun < 3, "nobody waits for the slow"
            for one in slow:  # a letter now and then keeps nobody in
                with suppress(OSError):
                    one.send(b"x")


@pytest.mark.in_turn
@pytest.mark.parametrize("what", SLOW)
def test_who_takes_too_long_is_shown_out(web, what):
    allowed = 3 + 8000 / gathering.BODY_BYTES_A_SECOND
    begun = time.monotonic()
    said = talk(web, SLOW[what])
    assert time.monotonic() - begun < allowed + 4
    assert said.startswith(b"HTTP/1.1 408") or (not said and what == "nothing")


@pytest.mark.parametrize("status", REFUSED)
def test_what_is_too_long_is_refused_at_once(web, status):
    begun = time.monotonic()
    assert talk(web, REFUSED[status]).startswith(b"HTTP/1.1 " + status) and time.monotonic() - begun < 2


@pytest.mark.parametrize("said", NONSENSE)
def test_of_what_nobody_can_say_the_length_nobody_waits_for_the_rest(web, said):
    """Two readers of one request may read two requests; and a thread would wait for what the other does not see."""
    begun = time.monotonic()
    assert talk(web, HEAD + said + b"\r\n\r\nabc").startswith(b"HTTP/1.1 400")
    assert time.monotonic() - begun < 2


def test_large_requests_of_strangers_leave_room_for_pages(web):
    """Whoever says that they are signed in may send much; that much of it is held at once lets nobody hold a thread."""
    large = HEAD + b"Cookie: kui=gaettet\r\nContent-Length: 60000000\r\n\r\n" + b"x" * 400_000
    with ExitStack() as stack:
        for _ in range(20):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", web)))
            with suppress(OSError):
                one.sendall(large)
        time.sleep(0.5)
        begun = time.monotonic()
        assert get(web, "/healthz").status == 200 and time.monotonic() - begun < 2
        # What is not read any more may take the answer along.
        with suppress(ConnectionError):
            assert talk(web, large, pause=0.3).startswith(b"HTTP/1.1 503")
        assert get(web, "/konto/log-ind/").status == 200


def test_a_form_in_chunks_is_read_whole_and_so_is_what_follows(web):
    page = get(web, "/konto/log-ind/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = f"csrfmiddlewaretoken={token}&login=ingen%40eksempel.dk&password=for0%0D%0A%0D%0Akert".encode()
    head = HEAD + b"Cookie: csrftoken=%b\r\nTransfer-Encoding: chunked\r\n\r\n" % _cookie(page)
    chunks = (
        b"".join(b"%x;a=b\r\n%b\r\n" % (len(part), part) for part in (form[:70], form[70:])) + b"0\r\n\r\n"
    )
    following = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for pieces in ((head + chunks + following,), (head, chunks[:40], chunks[40:-3], chunks[-3:] + following)):
        said = talk(web, *pieces)
        assert said.count(b"HTTP/1.1 ") == 2 and said.endswith(b'{"status": "ok"}')


def test_a_form_that_comes_in_pieces_is_read_whole(web):
    page = get(web, "/konto/log-ind/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = f"csrfmiddlewaretoken={token}&login=ingen%40eksempel.dk&password=forkert".encode()
    head = HEAD + b"Cookie: csrftoken=%b\r\nConnection: close\r\n" % _cookie(page)
    for more in (b"", b"Expect: 100-continue\r\n"):
        whole = head + more + b"Content-Length: %d\r\n\r\n" % len(form)
        said = talk(web, whole[:50], whole[50:], form[:30], form[30:])
        assert b"HTTP/1.1 200" in said and b"forkert" in said
        assert (b"100 Continue" in said) is bool(more)


def _cookie(page) -> bytes:
    return re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])[1].encode()


def test_two_requests_on_one_connection(web):
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    said = talk(web, one, one[:20], one[20:-2] + b"Connection: close\r\n\r\n")
    assert said.count(b'{"status": "ok"}') == 2
    long = HEAD + b"Content-Length: 30000\r\n\r\n" + b"x" * 30000
    together = talk(web, long + one[:-2] + b"Connection: close\r\n\r\n")
    assert together.count(b"HTTP/1.1 ") == 2 and together.endswith(b'{"status": "ok"}')


@pytest.mark.parametrize("cookie", [b"", b"Cookie: theme=1; notkui=2\r\n"])
def test_what_is_too_long_is_refused_before_sign_in_without_being_read(web, cookie):
    large = HEAD + cookie + b"Content-Length: 65537\r\n\r\n" + b"x" * 1000
    begun = time.monotonic()
    assert talk(web, large).startswith(b"HTTP/1.1 413") and time.monotonic() - begun < 1


def test_a_cookie_that_only_looks_like_a_session_is_found_out(web):
    large = HEAD + b"Cookie: kui=gaettet\r\nConnection: close\r\nContent-Length: 65537\r\n\r\n"
    said = talk(web, large, b"x" * 65537)
    assert said.startswith(b"HTTP/1.1 413") and "ikke længere logget ind".encode() in said


def test_whoever_is_signed_in_may_send_more(client, guide):
    """To the last byte of what anybody may, without a session; then with one."""
    sent = {"path": "/konto/log-ind/", "content_type": "application/x-www-form-urlencoded"}
    assert client.post(**sent, data="x" * sizes.ANONYMOUS_BYTES).status_code == 200
    refused = client.post(**sent, data="x" * (sizes.ANONYMOUS_BYTES + 1))
    assert refused.status_code == 413 and "ikke længere logget ind" in refused.content.decode()
    client.force_login(guide)
    sent["path"] = "/konto/"
    assert client.post(**sent, data="x" * (sizes.ANONYMOUS_BYTES + 1)).status_code == 422
