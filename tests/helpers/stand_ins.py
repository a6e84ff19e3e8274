"""What is dear and proven where it is at home, made cheap where thousands of pages are tried."""

import io
import json
import re
from contextlib import contextmanager
from copy import deepcopy
from html import unescape
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.html import strip_tags
from pypdf import PdfReader

from cases.access import door
from core import pdf
from core.uploads import sandbox

# How a document begins that was not laid out; what follows is the HTML that would have been.
NOT_LAID_OUT = b"%PDF-in-words\n"


@contextmanager
def paper_in_words():
    """A PDF is what it says, without fonts and pages: to find a word on it, none of them is needed."""

    def write(html, *, drawings=None, **_layout) -> bytes:
        return NOT_LAID_OUT + "\n".join([html, *(drawings or {}).values()]).encode()

    def pages(data: bytes, **_how) -> list[pdf.Page]:
        if not data.startswith(NOT_LAID_OUT):
            return laid_out(data, **_how)
        words = strip_tags(data.removeprefix(NOT_LAID_OUT).decode())
        return [pdf.Page(number=1, picture="", width=1, height=1, text=words)]

    laid_out = pdf.pages
    with patch("core.pdf._write", write), patch("core.pdf.pages", pages):
        yield


def words_on(data: bytes) -> str:
    """What a document says, laid out or in words, with single spaces."""
    data = bytes(data)
    if data.startswith(NOT_LAID_OUT):
        markup = data.removeprefix(NOT_LAID_OUT).decode()
        markup = re.sub(r"<(head|style)\b.*?</\1>", " ", markup, flags=re.DOTALL)
        text = unescape(re.sub(r"<[^>]*>", " ", markup))
    else:
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return " ".join(text.split())


@contextmanager
def each_file_opened_once():
    """The child process that opens an upload says the same of the same file: it is started once for each."""
    answers, real = {}, sandbox.run

    def run(order: dict, data: bytes) -> tuple[dict, bytes]:
        key = json.dumps(order, sort_keys=True), data
        if key not in answers:
            answers[key] = real(order, data)
        return deepcopy(answers[key])

    with patch("core.uploads.sandbox.run", run):
        yield


@contextmanager
def refusals_kept(kept: dict):
    """While nothing changes, the door refuses the same person the same permission to the same case each time.

    ``kept`` holds its refusals. Whoever it lets in it is asked about anew.
    """
    real = door.load

    def load(user, case_id, needs):
        key = user.pk, case_id, needs
        if key not in kept:
            try:
                return real(user, case_id, needs)
            except (Http404, PermissionDenied) as refusal:
                kept[key] = type(refusal)
        raise kept[key]

    with patch.object(door, "load", load):
        yield
