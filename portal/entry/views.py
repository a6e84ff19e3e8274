"""The way into Min plan. Opening a page lets nobody in and uses nothing up: phones and mail scanners open pages too."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import public
from accounts.sessions.middleware import SHORTER
from accounts.signin.middleware import SECOND_FACTOR
from accounts.signin.throttle import TooManyAttempts, client_ip
from accounts.users.models import User
from audit import trail
from core.crypto import new_secret
from participation.access import codes
from participation.access.models import Entry
from portal.entry.forms import AskForm, CodeForm, PaperForm

# Longer than writing the message takes, in seconds: the answer takes the same time whether one is written or not.
TAKES = 0.25
# How long a session may be idle, and how long it lasts however busy, in seconds.
SESSION = (30 * 60, 2 * 3600)
# Keys of the session: the secret of the asking, and in the demo the code.
ASKING, SHOWN = "entry_asking", "entry_shown"


@public
@require_http_methods(["GET", "POST"])
def entry_ask(request):
    """Ask for a code. The answer is the same, and takes the same time, for an address that nobody has."""
    if request.user.is_authenticated and request.user.has_own_page and request.method == "GET":
        return redirect("portal:my_plan")
    form = AskForm(request.POST or None)
    if form.is_valid():
        begun, browser = time.perf_counter(), new_secret()
        try:
            with trail.of_request(request):
                code = codes.ask_for_code(form.cleaned_data["destination"], browser, client_ip(request))
        except TooManyAttempts as error:
            return _too_many(request, error)
        finally:
            time.sleep(max(0.0, begun + TAKES - time.perf_counter()))
        request.session[ASKING] = browser
        request.session[SHOWN] = code if codes.shows_code() else ""
        return redirect("portal:entry_code")
    return _page(request, "entry_ask", form)


@public
@require_http_methods(["GET", "POST"])
def entry_code(request):
    """Type the code that was sent. Every code that does not hold looks the same."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        asking = request.session.get(ASKING, "")
        entered = _try(request, form, codes.let_in, asking, form.cleaned_data["code"])
        if entered is not None:
            return entered
    context = {"minutes": codes.MINUTES, "shown": request.session.get(SHOWN, "")}
    return _page(request, "entry_code", form, context)


@public
@require_http_methods(["GET", "POST"])
def entry_paper(request):
    """Type the code from the paper, and the date of birth."""
    form = PaperForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data["code"], form.cleaned_data["birth_date"]
        entered = _try(request, form, codes.let_in_by_paper, *typed)
        if entered is not None:
            return entered
    return _page(request, "entry_paper", form)


@public
@require_POST
def entry_leave(request):
    """Out again, and nothing is left on the device."""
    if request.user.is_authenticated and request.user.has_own_page:
        logout(request)
    return redirect("portal:entry_ask")


def _try(request, form, let_in, *typed):
    """The answer when the code lets in, or was tried too often; None when it does not hold: the form says so."""
    try:
        with trail.of_request(request):
            entry = let_in(*typed, client_ip(request))
    except TooManyAttempts as error:
        return _too_many(request, error)
    except codes.NotLetIn:
        form.add_error("code", _("The code does not work. Look again, or ask for a new one."))
        return None
    return _enter(request, entry)


def _enter(request, entry: Entry):
    """A short session that the browser forgets when it is closed; the code was all its steps."""
    user = entry.user
    if user.name != entry.name:  # they may have another name by now
        User.everybody.filter(pk=user.pk).update(name=entry.name)
        user.name = entry.name
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[SHORTER] = SESSION
    request.session[SECOND_FACTOR] = True
    request.session.set_expiry(0)
    UserSession.objects.create_from_request(request)
    with trail.of_request(request):
        trail.record("sign_in", by=user, obj=user, changes={"by": [None, entry.channel]})
        trail.record("entry.entered", by=user, case_id=entry.case_id, obj=entry)
    return redirect("portal:my_plan")


def _too_many(request, error: TooManyAttempts):
    context = {"minutes": -(-error.seconds // 60)}
    response = render(request, "portal/entry/too_many.html", context, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def _page(request, name: str, form, context: dict | None = None):
    status = 422 if request.method == "POST" else 200
    return render(request, f"portal/entry/{name}.html", {"form": form, **(context or {})}, status=status)
