"""Papers that are handed out and kept by no cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_file(data: bytes, name: str, *, attachment=True) -> HttpResponse:
    """A PDF under ``name``, which has its ending."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(attachment, name)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
