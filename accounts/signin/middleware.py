"""Who is signed in and may not go on: without a second factor that is required, or from their own page elsewhere."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.signin.urls import POLICIES
from audit import trail

# Key of the session: whether its person has a second factor.
SECOND_FACTOR = "kui_second_factor"


class SecondFactorMiddleware:
    """Leads whoever has no second factor to set one up, before anything else, where KUI_MFA_REQUIRED says so."""

    ALLOWED = {
        "account_logout",
        "account_reauthenticate",
        "accounts:session_extend",
        "accounts:session_left",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.second_factor_missing = False
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Redirect to the second factor's page when it is missing."""
        if (
            not settings.KUI_MFA_REQUIRED
            or not request.user.is_authenticated
            or request.session.get(SECOND_FACTOR)
        ):
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            request.session[SECOND_FACTOR] = True  # asked once a session, not at every click
            return None
        request.second_factor_missing = True
        name = request.resolver_match.view_name or ""
        if name in self.ALLOWED or name.startswith("mfa_") or getattr(view, "policy", "") == "public":
            return None
        if request.htmx:
            response = HttpResponse(status=204)
            response["HX-Redirect"] = reverse("mfa_index")
            return response
        return redirect("mfa_index")


class OwnPageMiddleware:
    """Refuses whoever comes to their own page every page that does not say itself who may open it.

    Our pages do, by their door. django-allauth's take everybody who is signed in: a password or a second factor that a
    young person set there would be a way around the code.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Raise PermissionDenied for a library's page about one's own account."""
        if not request.user.is_authenticated or not request.user.has_own_page:
            return
        name = request.resolver_match.view_name or ""
        if getattr(view, "policy", None) is None and POLICIES.get(name) != "public":
            with trail.of_request(request):
                trail.record("page.open", by=request.user, outcome="denied")
            raise PermissionDenied
