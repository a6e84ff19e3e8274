"""Min dag: the guide's front page."""

from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from audit.models import AuditEvent
from cases import access
from cases.models import Case, Status
from cases.rows import case_url
from core import clock
from plans import day

LAST_SEEN = 6


def last_seen(user, own: list[Case]) -> list[tuple[str, str]]:
    """``(name, address)`` of the cases the user opened most lately and still may open. Two queries."""
    looked = AuditEvent.objects.filter(actor_id=user.pk, action="case.look", outcome="ok")
    order, known = [], {case.pk: case for case in own}
    for case_id in looked.order_by("-at", "-pk").values_list("case_id", flat=True)[:60]:
        if case_id not in order:
            order.append(case_id)
    order = order[:LAST_SEEN]
    others = Case.objects.visible_to(user).filter(pk__in=[pk for pk in order if pk not in known])
    known |= {
        case.pk: case
        for case in others.select_related("person").only("person__first_name", "person__last_name")
    }
    return [(known[pk].person.name, case_url(pk)) for pk in order if pk in known]


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def my_day(request):
    """Who needs me today: one list, over *overdue · today · this week · later*; each line does its thing in place."""
    today = clock.today()
    show_all = request.GET.get("vis") == "alle"
    page = day.Page(request.path, get_token(request))
    groups, cases = day.day_of(request.user, today, page=page, show_all=show_all)
    access.record_list("min-dag", by=request.user, cases=cases)
    hour = clock.now().astimezone(clock.COPENHAGEN).hour
    context = {
        "today": today,
        "groups": [group for group in groups if group.total],
        "late": groups[0].total,
        "due_today": groups[1].total,
        "total": len(cases),
        "waiting": sum(case.status == Status.WAITING for case in cases),
        "seen": last_seen(request.user, cases),
        "first_name": request.user.name.split(" ")[0],
        "greeting": "morning" if hour < 10 else "day" if hour < 17 else "evening",
    }
    return render(request, "plans/my_day.html", context)
