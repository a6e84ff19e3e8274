"""A notice is read, and stands above Min dag no more."""

from uuid import UUID

from django.apps import apps
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.http import see_other
from practice.onboarding.actions import read_welcome
from workspace.notices.assignments import put_away
from workspace.notices.colleagues import WELCOME
from workspace.notices.deputies import DEPUTIES, told_of
from workspace.notices.models import PutAway


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def notice_put_away(request):
    """Put one's own notice away; the other guide's stands for as long as they let it."""
    user, key = request.user, request.POST.get("besked", "")
    if key == DEPUTIES:
        PutAway.keep(user, assignments=told_of(user, clock.today()))
        return see_other(reverse("workspace:my_day"))
    if put_away(user, key, clock.today()):
        return see_other(reverse("workspace:my_day"))
    if key.startswith(WELCOME):
        number = key.removeprefix(WELCOME)
        if not (number.isdecimal() and len(number) < 19 and read_welcome(user, int(number))):
            raise Http404
        return see_other(reverse("workspace:my_day"))
    try:
        rows = apps.get_model("workspace.Transfer").objects.of(user).filter(pk=UUID(key))
    except ValueError:
        raise Http404 from None
    if not rows:
        raise Http404
    PutAway.keep(user, transfers=rows)
    return see_other(reverse("workspace:my_day"))
