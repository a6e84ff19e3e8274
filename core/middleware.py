"""Small middleware, without a rule of the domain."""

import uuid
from urllib.parse import unquote, urlsplit

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core import constraints, limits, logs
from core.http import see_other
from core.outages import is_database_away
from core.text import holds_personal_number
from core.uploads.sizes import ANONYMOUS_BYTES

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class HeadersMiddleware:
    """What a browser must not do for us: no devices but security keys, no other site reading along."""

    HEADERS = {
        "Permissions-Policy": (
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self),"
            " geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(),"
            " publickey-credentials-get=(self), publickey-credentials-create=(self)"
        ),
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


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


class OddHeadersMiddleware:
    """The page that htmx says it asks from is an address, or is not said at all; a form is in UTF-8, as ours are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        charset = request.content_params.get("charset", "utf-8").lower()
        if request.content_type in FORM_TYPES and charset not in ("utf-8", "utf8"):
            raise BadRequest("a form in another alphabet")
        try:
            urlsplit(unquote(request.META.get("HTTP_HX_CURRENT_URL", "")))
        except ValueError:
            del request.META["HTTP_HX_CURRENT_URL"]
        return self.get_response(request)


class NumbersOutOfAddressesMiddleware:
    """A CPR number in an address is not answered: the same page without it, and a word of where to search for it.

    Pages ask for one by POST; this is for who types it into a filter, or follows a link that somebody made.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META.get("QUERY_STRING") and (
            held := [
                name
                for name, values in request.GET.lists()
                if any(map(holds_personal_number, (name, *values)))
            ]
        ):
            kept = request.GET.copy()
            for name in held:
                del kept[name]
            messages.warning(request, _("Search for CPR numbers under Find a young person."))
            return see_other(f"{request.path}?{kept.urlencode()}".rstrip("?"))
        return self.get_response(request)


class LimitsMiddleware:
    """A request reads the table of limits once, and only when it asks for one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with limits.cached():
            return self.get_response(request)


def database_down() -> HttpResponse:
    """The page that says that the database is away, without asking the database who looks at it."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "15"
    return response


class DatabaseDownMiddleware:
    """A database that is away gives a page that says so, with a way to try again, and no half page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer 503 when the database does not."""
        return database_down() if is_database_away(exception) else None


class RefusalMiddleware:
    """What was refused without a form to say so at is told by a page: nothing was changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """An address that belongs to a button, asked for as if it were a page, says that there is none (405)."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    def process_exception(self, request, exception):
        """Answer 409 for a constraint of ours; what is none is a mistake, and stays one."""
        refused = constraints.refusal(exception) if isinstance(exception, IntegrityError) else None
        return refused and render(request, "409.html", {"words": refused.messages[0]}, status=409)


class AnonymousBodyMiddleware:
    """Who is not signed in sends no more than a form of words; more is refused unread."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        too_long = not length.isdecimal() or int(length) > ANONYMOUS_BYTES
        # The session says so itself; the user is asked for later, when a form has been read.
        if too_long and SESSION_KEY not in request.session:
            return HttpResponse(render_to_string("413.html", request=request), status=413)
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages are kept by nobody (static files never get here), and a fragment is never taken for its page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        response["Cache-Control"] = "no-store, private"
        return response
