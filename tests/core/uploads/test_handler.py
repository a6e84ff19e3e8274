"""Files that are sent stay in memory, up to what one file and one request may hold."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from core.uploads import sizes
from core.uploads.handler import MemoryOnlyHandler, max_upload_size

pytestmark = pytest.mark.once

MB = 1024 * 1024


class Sending:
    """A request of files, piece by piece."""

    def __init__(self, most=None):
        view = SimpleNamespace(**({"largest_file": most} if most else {}))
        self.handler = MemoryOnlyHandler(SimpleNamespace(resolver_match=SimpleNamespace(func=view)))

    def file(self, *pieces: int):
        """The file of pieces of so many bytes, as a view gets it."""
        self.handler.new_file("file", "a.pdf", "application/pdf", None, None, {})
        for size in pieces:
            self.handler.receive_data_chunk(b"x" * size, 0)
        return self.handler.file_complete(sum(pieces))


@pytest.fixture
def small(monkeypatch):
    """One file of 10 bytes, 30 a request, cut off beyond 100."""
    assert (sizes.FILE_BYTES, sizes.REQUEST_BYTES, sizes.REQUEST_BYTES_HARD) == (
        20 * MB,
        60 * MB,
        200 * MB,
    )
    for name, size in (("FILE_BYTES", 10), ("REQUEST_BYTES", 30), ("REQUEST_BYTES_HARD", 100)):
        monkeypatch.setattr(sizes, name, size)


def test_a_file_of_a_request_is_kept_up_to_its_border(small):
    sending = Sending()
    kept, too_large = sending.file(5, 5), sending.file(5, 6)
    assert (kept.size, kept.too_large, len(kept.read())) == (10, False, 10)
    assert (too_large.size, too_large.too_large, too_large.read()) == (0, True, b"")
    assert Sending(most=12).file(6, 6).size == 12


def test_the_files_of_a_request_are_kept_up_to_its_border(small):
    sending = Sending()
    assert [sending.file(10).too_large for _n in range(4)] == [False, False, False, True]
    sending = Sending()
    assert [sending.file(size).too_large for size in (10, 10, 9, 1)] == [False] * 4


def test_a_request_that_goes_on_and_on_is_cut_off(small):
    sending = Sending()
    sending.file(100)
    with pytest.raises(StopUpload) as stopped:
        sending.file(1)
    assert stopped.value.connection_reset


def test_a_view_may_take_a_larger_file():
    @max_upload_size(30)
    def view(request):
        """Takes one."""

    assert (view.__doc__, view.largest_file) == ("Takes one.", 30)
    request = RequestFactory().post("/")
    assert MemoryOnlyHandler(request).most == MemoryOnlyHandler().most == sizes.FILE_BYTES
    request.resolver_match = SimpleNamespace(func=view)
    assert MemoryOnlyHandler(request).most == 30


def test_a_file_arrives_as_it_was_sent_with_what_was_said_of_it():
    handler = MemoryOnlyHandler(RequestFactory().post("/"))
    handler.new_file("bilag", "udtalelse.pdf", "application/pdf", 6, "utf-8", {"navn": "værdi"})
    assert handler.receive_data_chunk(b"abc", 0) is None, "nobody else gets the bytes"
    handler.receive_data_chunk(b"def", 3)
    file = handler.file_complete(6)
    assert (file.read(), file.size, file.too_large) == (b"abcdef", 6, False)
    assert (file.field_name, file.name, file.content_type) == ("bilag", "udtalelse.pdf", "application/pdf")
    assert (file.charset, file.content_type_extra) == ("utf-8", {"navn": "værdi"})


def test_each_file_of_a_request_has_its_own_bytes(small):
    sending = Sending()
    first, second = sending.file(3), sending.file(4, 2)
    assert (first.read(), second.read(), second.size) == (b"xxx", b"xxxxxx", 6)


def test_nothing_of_a_file_that_is_too_large_is_kept_meanwhile(small):
    handler = Sending().handler
    handler.new_file("file", "a.pdf", "application/pdf", None, None, {})
    handler.receive_data_chunk(b"x" * 9, 0)
    assert handler.buffer.getvalue() == b"x" * 9
    handler.receive_data_chunk(b"xx", 9)
    assert handler.buffer.getvalue() == b""


def test_a_request_that_leads_to_no_view_takes_what_any_other_takes():
    assert MemoryOnlyHandler().most == MemoryOnlyHandler(SimpleNamespace()).most == sizes.FILE_BYTES
    assert MemoryOnlyHandler(SimpleNamespace(resolver_match=None)).most == sizes.FILE_BYTES
    request = SimpleNamespace(resolver_match=None)
    assert MemoryOnlyHandler(request).request is request
