"""Documents on a case: who reads them, puts them there, and takes them back."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from tests.access_rows import Row

_ONE = lambda w: {"document_id": w.document.pk}  # noqa: E731
_SECRET = lambda w: {"document_id": w.confidential.pk}  # noqa: E731
_MISTAKEN = lambda w: {"document_id": w.mistaken.pk}  # noqa: E731


def _page_1(which):
    return lambda w: {**which(w), "page": 1}


def _sent(w):
    return {
        "files": SimpleUploadedFile("udtalelse.pdf", b"no PDF"),  # refused, which is past the door
        "kind": "statement",
        "received_on": clock.today().isoformat(),
    }


def _edited(w):
    return {"version": 1, "title": "Ny", "kind": "other", "received_on": clock.today().isoformat()}


ROWS = [
    Row("cases:documents", "read the documents"),
    Row(
        "cases:document_add",
        "put a document there",
        methods=("get", "post"),
        data=_sent,
        ok=(200, 303, 422),
    ),
    Row("cases:document", "read the documents", kwargs=_ONE),
    Row("cases:document_file", "read the documents", kwargs=_ONE),
    Row("cases:document_page", "read the documents", kwargs=_page_1(_ONE)),
    Row(
        "cases:document_edit",
        "put a document there",
        kwargs=_ONE,
        methods=("get", "post"),
        data=_edited,
        ok=(200, 303),
    ),
    Row("cases:document_withdraw", "withdraw a document", kwargs=_ONE, methods=("post",), ok=(303, 422)),
    Row("cases:document", "read a confidential document", kwargs=_SECRET),
    Row("cases:document_file", "read a confidential document", kwargs=_SECRET),
    Row("cases:document_page", "read a confidential document", kwargs=_page_1(_SECRET)),
    Row("cases:document", "read a withdrawn document", kwargs=_MISTAKEN),
    Row("cases:document_file", "read a withdrawn document", kwargs=_MISTAKEN),
    Row("cases:document_page", "read a withdrawn document", kwargs=_page_1(_MISTAKEN)),
    Row("cases:document_storage", "admins"),
]
