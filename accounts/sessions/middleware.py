"""Sessions end by themselves: when nobody has been there for a while, and when they have lasted long enough."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

# Keys of the session: when it began, and when the person was last here.
STARTED, SEEN = "kui_started", "kui_seen"
# And how long it may be idle and last, in seconds, where that is shorter than everybody's.
SHORTER = "kui_shorter"
# Pages that ask again by themselves: an unattended screen must not keep its session alive.
PASSIVE = {"accounts:session_left", "job_detail"}


def seconds_left(session) -> int:
    """How long until the session ends if nothing is done from now on, in seconds."""
    now = time.time()
    may_idle, may_last = lengths(session)
    idle = session.get(SEEN, now) + may_idle
    absolute = session.get(STARTED, now) + may_last
    return max(0, int(min(idle, absolute) - now))


def lengths(session) -> tuple[int, int]:
    """How long the session may be idle, and how long it may last, in seconds."""
    usual = settings.KUI_SESSION_IDLE_SECONDS, settings.KUI_SESSION_ABSOLUTE_SECONDS
    idle, absolute = session.get(SHORTER, usual)
    return min(idle, usual[0]), min(absolute, usual[1])


def keep_alive(session) -> None:
    """The person is here now: the idle time starts over."""
    session[SEEN] = time.time()


class SessionLimitMiddleware:
    """Ends a session that has been idle too long or has lasted too long.

    Whoever is signed out goes on as anonymous: public pages still open, all others lead to the sign-in page and back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = time.time()
            for stamp in (STARTED, SEEN):
                if stamp not in request.session:
                    request.session[stamp] = now
            if seconds_left(request.session):
                # As of the page being made: opening it counts as being here.
                may_idle, may_last = lengths(request.session)
                request.session_left = int(min(may_idle, request.session[STARTED] + may_last - now))
            else:
                request.session_timed_out = True
                logout(request)
                messages.info(
                    request, _("You were signed out because you had been away for a while. Sign in to go on.")
                )
        response = self.get_response(request)
        if request.user.is_authenticated and SEEN in request.session and not self._is_passive(request):
            self._note_use(request.session)
        return response

    @staticmethod
    def _note_use(session) -> None:
        # Once a minute is exact enough, and spares a write at every click.
        if time.time() - session[SEEN] >= min(60, settings.KUI_SESSION_IDLE_SECONDS / 4):
            keep_alive(session)

    @staticmethod
    def _is_passive(request) -> bool:
        match = request.resolver_match
        if not match or match.view_name not in PASSIVE:
            return False
        return match.view_name == "accounts:session_left" or bool(request.htmx)
