"""A second factor is asked for where the installation requires it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

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
