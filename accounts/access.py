"""Who may open a page that is not about one case.

Every view says exactly one of `public`, `signed_in`, `role_view` here or `cases.access.door.case_view`; a check refuses
to start when a route says nothing.
"""

from functools import wraps
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.roles import AT_WORK, Role
from audit import trail
from core.http import answerable


def redirect_to_sign_in(request):
    """Lead somebody who is not signed in to the sign-in page, and back afterwards: here, or to the page whose form was
    sent, which then is not saved, and says so.
    """
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect_to_login(request.htmx.current_url_abs_path or "/")["Location"]
        return response
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    if getattr(request, "session_timed_out", False):
        messages.warning(
            request, _("What you sent last is not saved. What was kept as a draft is on the page.")
        )
    return redirect_to_login(_page_of_the_form(request))


def _page_of_the_form(request) -> str:
    """The path of the page that sent the form, if it is ours; otherwise the front page."""
    referer = request.headers.get("Referer")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    page = urlsplit(referer)
    return urlunsplit(("", "", page.path or "/", page.query, ""))


def may_work(user) -> bool:
    """Whether ``user`` is signed in, active, and confirmed by a leader where that is needed."""
    return user.is_authenticated and user.is_active and user.is_confirmed


def public(view):
    """Everybody, signed in or not."""
    view.policy = "public"
    return view


def role_view(*roles: Role):
    """Signed-in users with one of ``roles``; others get 403, and the denial is kept in the trail.

    Whoever waits for a leader to confirm them gets a page that says so; what everybody signed in may open, they may.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_sign_in(request)
            with trail.of_request(request):
                if request.user.role not in roles:
                    trail.record("page.open", by=request.user, outcome="denied")
                    raise PermissionDenied
                if not request.user.is_confirmed and not {*roles} >= {*AT_WORK}:
                    return render(request, "accounts/users/waiting.html", status=403)
                try:
                    with answerable():
                        return view(request, *args, **kwargs)
                except (Http404, BadRequest, PermissionDenied):
                    trail.record("page.open", by=request.user, outcome="denied")
                    raise

        guarded.policy = "roles: " + ", ".join(sorted(roles))
        return guarded

    return decorate


def signed_in(view):
    """Everybody who is signed in to work, about themselves or about nobody."""
    guarded = role_view(*AT_WORK)(view)
    guarded.policy = "signed in"
    return guarded
