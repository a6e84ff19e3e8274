"""A gunicorn worker that gathers each request before a thread sees it, so that slow senders hold no thread.

gunicorn's threads read from the socket themselves: forty clients that send a letter a second hold forty threads, and
the site is dark without anybody having signed in. Here the main loop gathers what comes, from all sockets at once; a
thread gets a request when it is whole. A proxy in front does the same and more (`deploy/Caddyfile`); this is for when
there is none, or when it lets one through.

Imports nothing of Django: gunicorn reads it before Django is there.
"""

import os
import re
import selectors
import socket
import struct
import time
from functools import partial

from gunicorn.workers.gthread import TConn, ThreadWorker

from core.uploads.sizes import ANONYMOUS_BYTES, REQUEST_BYTES

# Until the head of a request is there, and how slowly its body may come, in seconds and bytes a second.
HEAD_SECONDS = float(os.environ.get("WEB_HEAD_SECONDS", "10"))
BODY_BYTES_A_SECOND = 8 * 1024
# How long a thread waits for a client that takes its answer slowly, or sends what was not gathered.
STALL_SECONDS = 20
HEAD_BYTES = 64 * 1024
# What all requests of a process may hold in memory; beyond that the large ones are refused, and pages go on.
ALL_BYTES = int(os.environ.get("WEB_HELD_MB", "256")) * 1024 * 1024
PIECE = 64 * 1024
# How long the line may be that says how long a chunk is, and how many digits it has.
LINE_BYTES = 1024

LENGTH, CHUNK_LENGTH = re.compile(rb"\d{1,12}"), re.compile(rb"([0-9a-f]{1,8})[ \t]*(;.*)?", re.IGNORECASE)
IN_SESSION = re.compile(rb"^cookie:.*\b(?:__Host-)?kui=", re.IGNORECASE | re.MULTILINE)
ASKS_FIRST = re.compile(rb"^expect:[ \t]*100-continue", re.IGNORECASE | re.MULTILINE)


LATE, TOO_LONG, LONG_HEAD, NONSENSE, FULL = (
    f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
    for status in (
        "408 Request Timeout",
        "413 Content Too Large",
        "431 Request Header Fields Too Large",
        "400 Bad Request",
        "503 Service Unavailable",
    )
)


class Refused(Exception):
    """No thread ever sees it: it is too long, or nobody can say where it ends. The answer is its argument."""


class Gathered:
    """A socket whose first bytes are there already."""

    def __init__(self, data: bytes, sock: socket.socket):
        self.data, self.at, self.sock = memoryview(data), 0, sock

    def recv(self, size: int) -> bytes:
        """The next bytes: of what was gathered, then of the socket."""
        if self.at < len(self.data):
            piece = bytes(self.data[self.at : self.at + size])
            self.at += len(piece)
            return piece
        return self.sock.recv(size)

    def __getattr__(self, name):
        return getattr(self.sock, name)


class Coming:
    """A request on its way: what has come of it, and until when the rest must."""

    def __init__(self, conn: TConn, data: bytes):
        self.conn, self.data = conn, bytearray(data)
        self.until = time.monotonic() + HEAD_SECONDS
        self.head: bytes = b""
        self.wanted = -1  # bytes of head and body; not known before the head, or the last chunk, is there
        self.chunk = 0  # where the next chunk begins

    @property
    def is_large(self) -> bool:
        """Whether it is more than a form of words."""
        return max(self.wanted, len(self.data)) - len(self.head) > ANONYMOUS_BYTES

    def is_whole(self) -> bool:
        """Whether it is all there. Raises Refused as soon as it says that it will be too long, or does not say."""
        if not self.head:
            end = self.data.find(b"\r\n\r\n", 0, HEAD_BYTES)
            if end < 0:
                if len(self.data) >= HEAD_BYTES:
                    raise Refused(LONG_HEAD)
                return False
            self._head_came(bytes(self.data[: end + 4]))
        if self.wanted < 0:
            self.wanted = self._end_of_chunks()
        return 0 <= self.wanted <= len(self.data)

    def _head_came(self, head: bytes) -> None:
        self.head = head
        body = length_of(head)
        if body is None:
            self.chunk = len(head)
        else:
            self._measure(body)
            self.wanted = len(head) + body
            self.until += body / BODY_BYTES_A_SECOND
        if ASKS_FIRST.search(head) and len(self.data) == len(head):
            self.conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _end_of_chunks(self) -> int:
        """Where the last chunk ends, -1 before it has come. What stands within one may look like the end."""
        while (end := self.data.find(b"\r\n", self.chunk, self.chunk + LINE_BYTES)) >= 0:
            said = CHUNK_LENGTH.fullmatch(self.data, self.chunk, end)
            if not said:
                raise Refused(NONSENSE)
            size = int(said[1], 16)
            if not size:
                last = self.data.find(b"\r\n\r\n", end)
                self._measure(len(self.data) - len(self.head))
                return last + 4 if last >= 0 else -1
            following = end + 2 + size + 2
            self._measure(following - len(self.head))
            if len(self.data) < following:
                return -1
            if self.data[following - 2 : following] != b"\r\n":
                raise Refused(NONSENSE)
            self.chunk = following
        if len(self.data) - self.chunk >= LINE_BYTES:
            raise Refused(NONSENSE)
        return -1

    def _measure(self, body: int) -> None:
        if body > (REQUEST_BYTES if IN_SESSION.search(self.head) else ANONYMOUS_BYTES):
            raise Refused(TOO_LONG)


def length_of(head: bytes) -> int | None:
    """How long the body is that the head speaks of; None for one that comes in chunks.

    Raises Refused where two readers may read two lengths: a thread would wait for what is not coming.
    """
    said: dict[bytes, list[bytes]] = {b"content-length": [], b"transfer-encoding": []}
    for line in head.split(b"\r\n")[1:]:
        if line[:1] in (b" ", b"\t"):
            raise Refused(NONSENSE)
        name, _, value = line.partition(b":")
        said.get(name.strip().lower(), []).append(value.strip(b" \t"))
    lengths, encodings = said.values()
    if len(lengths) + len(encodings) > 1:
        raise Refused(NONSENSE)
    if encodings:
        if encodings[0].lower() != b"chunked":
            raise Refused(NONSENSE)
        return None
    if lengths and not LENGTH.fullmatch(lengths[0]):
        raise Refused(NONSENSE)
    return int(lengths[0]) if lengths else 0


class GatheringWorker(ThreadWorker):
    """gunicorn's threads, given whole requests."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.coming: dict[TConn, Coming] = {}
        self.held = 0

    def enqueue_req(self, conn):
        """A connection may have something to say: hear it out first. Called by the main loop alone."""
        buffered = conn.parser.unreader.take_buffered() if conn.initialized else b""
        coming = Coming(conn, buffered + getattr(conn, "following", b""))
        conn.sock.setblocking(False)
        self.coming[conn] = coming
        self.held += len(coming.data)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear, coming))
        self._hear(coming, conn.sock)

    def _hear(self, coming: Coming, _sock) -> None:
        """Take what has come, and hand the request over when it is whole."""
        try:
            piece = coming.conn.sock.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            piece = None
        except OSError:
            return self._drop(coming)
        if piece == b"":
            return self._drop(coming)
        if piece:
            coming.data += piece
            self.held += len(piece)
        try:
            if coming.is_whole():
                self._hand_over(coming)
            elif self.held > ALL_BYTES and coming.is_large:
                self._drop(coming, FULL)
        except Refused as refused:
            self._drop(coming, refused.args[0])
        except OSError:
            self._drop(coming)

    def _forget(self, coming: Coming) -> None:
        del self.coming[coming.conn]
        self.held -= len(coming.data)
        self.poller.unregister(coming.conn.sock)

    def _hand_over(self, coming: Coming) -> None:
        self._forget(coming)
        conn, stall = coming.conn, struct.pack("ll", STALL_SECONDS, 0)
        for direction in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, direction, stall)
        conn.init()
        conn.data_ready = True
        end = coming.wanted if coming.wanted >= 0 else len(coming.data)
        conn.parser.unreader.sock = Gathered(bytes(coming.data[:end]), conn.sock)
        conn.following = bytes(coming.data[end:])
        super().enqueue_req(conn)

    def finish_request(self, conn, fs):
        """What came behind a request is the next one, and makes no socket readable any more."""
        super().finish_request(conn, fs)
        if conn.following and conn in self.keepalived_conns:
            self.on_client_socket_readable(conn, conn.sock)

    def _drop(self, coming: Coming, answer: bytes = b"") -> None:
        self._forget(coming)
        self.nr_conns -= 1
        try:
            if answer:
                coming.conn.sock.send(answer)
        except OSError:
            pass  # it is gone already
        coming.conn.close()

    def murder_pending(self):
        """Close the connections that took too long; called every second. One that ends listens to no newcomer."""
        super().murder_pending()
        now = time.monotonic()
        for coming in list(self.coming.values()):
            if not self.alive and not coming.data:
                self._drop(coming)
            elif coming.until < now:
                self._drop(coming, LATE if coming.data else b"")
