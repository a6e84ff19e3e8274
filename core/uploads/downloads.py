"""Kept files on their way out again, and what they are called."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

# Whatever a file holds, a browser that is led to it runs nothing of it and fetches nothing for it.
INERT = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def inert(data: bytes, content_type: str, filename: str) -> HttpResponse:
    """Bytes of others on their way out: to be saved, not opened; to be taken for nothing else than they are."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    return response


def title_of(filename: str) -> str:
    """A title made of a file's name: without suffixes, with blanks for underscores, nothing invisible."""
    stem = re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", filename.replace("\x00", ""))
    words = "".join(char if char.isprintable() else " " for char in stem.replace("_", " "))
    return " ".join(words.split())[:160] or _("Document")
