"""Where one is signed in, and ending it."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import signed_in
from accounts.sessions.actions import end_sessions
from accounts.sessions.middleware import keep_alive, seconds_left
from audit import trail
from core.http import next_url


def browser_of(user_agent: str) -> str:
    """A browser's own description of itself in few words: "Firefox, Windows"."""
    browsers = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]
    systems = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "Mac"),
    ]
    found = [
        next((name for sign, name in kind if sign in user_agent), "")
        for kind in (browsers, [*systems, ("Linux", "Linux")])
    ]
    return ", ".join(word for word in found if word) or _("Unknown browser")


@signed_in
@require_GET
def session_list(request):
    """Where the person is signed in."""
    # A session that has ended elsewhere leaves its row behind; it is not shown, and removed at the next sign-in.
    rows = [
        row for row in UserSession.objects.filter(user=request.user).order_by("-last_seen_at") if row.exists()
    ]
    for row in rows:
        row.here = row.session_key == request.session.session_key
        row.device = browser_of(row.user_agent)
    return render(
        request,
        "accounts/sessions/session_list.html",
        {"rows": rows, "others": sum(not row.here for row in rows)},
    )


@signed_in
@require_POST
def session_end(request, pk):
    """End one session."""
    row = get_object_or_404(UserSession, pk=pk, user=request.user)
    if row.session_key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    row.end()
    trail.record("session.end", by=request.user, obj=request.user, changes={"sessions": [1, 0]})
    messages.success(request, _("The session is ended."))
    return redirect("accounts:session_list")


@signed_in
@require_POST
def session_end_all(request):
    """End all sessions, this one too."""
    count = end_sessions(request.user)
    trail.record("session.end_all", by=request.user, obj=request.user, changes={"sessions": [count, 0]})
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@signed_in
@require_GET
def session_left(request):
    """How many seconds the session has left, whose it is, and the token for pages drawn before it began.

    Asking does not prolong it.
    """
    said = {"left": seconds_left(request.session), "who": str(request.user.pk), "token": get_token(request)}
    return JsonResponse(said)


@signed_in
@require_POST
def session_extend(request):
    """Stay signed in. Any page does; this one has nothing else to do, and does it to the second."""
    keep_alive(request.session)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return HttpResponseRedirect(next_url(request, "/"))
