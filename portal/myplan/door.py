"""The door of Min plan: the one door to cases, of the case that whoever is signed in may enter."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from accounts.access import may_work
from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from participation.access.models import Entry


def my_plan_view(needs: Permission = Permission.MY_PLAN_READ):
    """Guard a page of Min plan; the view gets ``case``, as behind `cases.access.door.case_view`, with no id in its URL.

    Who is not signed in is led to the way in. Who comes to no page of their own gets 403. The young person and a parent
    are told apart by ``case.relation``; what is for the young person alone needs ``MY_PLAN_ALONE``, and what they write
    ``MY_PLAN_WRITE``, which a closed case no longer has.
    """

    def decorate(view):
        behind_the_door = case_view(needs)(view)

        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return _led_to_the_way_in(request)
            case_id = own_case_id(request.user)
            if case_id is None:
                with trail.of_request(request):
                    trail.record("page.open", by=request.user, outcome="denied")
                raise PermissionDenied
            return behind_the_door(request, *args, case_id=case_id, **kwargs)

        guarded.policy = behind_the_door.policy
        return guarded

    return decorate


def _led_to_the_way_in(request):
    """Who sent something when their session was over gets it back to copy: nothing of it is kept."""
    if request.method == "POST":
        return render(request, "portal/myplan/signed_out.html", status=401)
    return redirect("portal:entry_ask")


def own_case_id(user):
    """The id of the case that ``user`` may enter Min plan of; None for everybody who has no such page."""
    if not (user.has_own_page and may_work(user)):
        return None
    return next(iter(Entry.cases_of(user)), None)
