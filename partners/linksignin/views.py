"""Signing in by link and told code. Opening the link signs nobody in: a mail scanner opens links too."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import public, role_view
from accounts.models import Role
from accounts.sessions.middleware import STARTED
from accounts.signin.adapters import too_many_attempts
from accounts.signin.middleware import SECOND_FACTOR
from accounts.signin.throttle import TooManyAttempts, client_ip
from audit import trail
from partners.directory.models import Contact
from partners.linksignin import actions
from partners.linksignin.forms import CodeForm, LinkForm

# Longer than writing the mail takes, in seconds: the answer takes the same time whether one is written or not.
TAKES = 0.2
# A session that began by link ends after so many seconds, however busy.
SESSION_SECONDS = 30 * 60


@public
@never_cache
@require_http_methods(["GET", "POST"])
def link_ask(request):
    """Ask for a link. The answer is the same, and takes the same time, for an address that nobody has."""
    form = LinkForm(request.POST or None)
    if form.is_valid():
        begun = time.perf_counter()
        try:
            with trail.of_request(request):
                actions.ask_for_link(form.cleaned_data["email"], client_ip(request))
        except TooManyAttempts as error:
            return too_many_attempts(request, error).response
        finally:
            time.sleep(max(0.0, begun + TAKES - time.perf_counter()))
        return redirect("partners:link_sent")
    status = 422 if request.method == "POST" else 200
    return render(request, "partners/linksignin/link_ask.html", {"form": form}, status=status)


@public
@require_GET
def link_sent(request):
    """What to do now, whether a mail was sent or not."""
    return render(request, "partners/linksignin/link_sent.html", {"minutes": actions.MINUTES})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def link_open(request, token):
    """Where the link leads: type the code that the youth unit told. Every link that holds no more looks the same."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            with trail.of_request(request):
                user = actions.let_in(token, form.cleaned_data["code"], client_ip(request))
        except TooManyAttempts as error:
            return too_many_attempts(request, error).response
        except actions.NotLetIn:
            form.add_error(
                "code", _("The link or the code does not hold. Ask for a new link, and call again.")
            )
        else:
            return _sign_in(request, user)
    status = 422 if request.method == "POST" else 200
    return render(request, "partners/linksignin/link_open.html", {"form": form}, status=status)


def _sign_in(request, user):
    """A short session; the told code was its second step."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    spent = max(0, settings.KUI_SESSION_ABSOLUTE_SECONDS - SESSION_SECONDS)
    request.session[STARTED] = time.time() - spent
    request.session[SECOND_FACTOR] = True
    UserSession.objects.create_from_request(request)
    with trail.of_request(request):
        trail.record("sign_in", by=user, obj=user, changes={"by": [None, "link"]})
    return redirect("home")


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@never_cache
@require_POST
def contact_code(request, pk, contact_pk):
    """A code for somebody on the phone. It stands on this answer and nowhere else."""
    contacts = Contact.objects.filter(partner=pk, partner__unit=request.user.unit_id, user__isnull=False)
    contact = get_object_or_404(contacts.select_related("partner", "user"), pk=contact_pk)
    try:
        code = actions.tell_code(contact.user, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("partners:partner_detail", pk=pk)
    context = {"contact": contact, "code": f"{code[:3]} {code[3:]}", "minutes": actions.MINUTES}
    return render(request, "partners/linksignin/contact_code.html", context)
