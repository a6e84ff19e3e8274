"""Small middleware without a domain word."""

import uuid

from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from core import logs


class RequestIdMiddleware:
    """Gives each request an id that ties log lines, audit rows and an error page together."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:16]
        token = logs.request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response


class DatabaseDownMiddleware:
    """A database that is away gives a page that says so, with a way to try again, and no half page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer 503 when the database does not."""
        if not isinstance(exception, OperationalError):
            return None
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "15"
        return response


class NoStoreMiddleware:
    """Pages of a signed-in person are kept by nobody, and a fragment is never taken for its page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if getattr(request, "user", None) and request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
