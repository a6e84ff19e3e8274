"""The first page of the unit's own development."""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from core import clock
from practice.barometer.models import Round
from practice.home.rooms import ROOMS
from practice.iglo.models import Step
from practice.postcards.models import Postcard
from practice.rhythm.models import Rhythm
from practice.rhythm.reading import coming
from practice.sparring.reading import agenda_of

# What comes within so many days is told of here.
STEPS_AHEAD, POSTCARDS_AHEAD = 14, 60
SHOWN = 5


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def home(request):
    """What is on next, what waits, and the ways to all rooms."""
    user, today = request.user, clock.today()
    rows, items = coming(user.unit, today), agenda_of(user, today)
    record_list("praksis", by=user, cases=[item.case for item in items[:SHOWN]])
    rounds = Round.objects.of_unit(user.unit_id).open(today).order_by("closes_on", "pk")
    steps = Step.objects.of_unit(user.unit_id).open().filter(due_on__lte=today + timedelta(days=STEPS_AHEAD))
    cards = Postcard.objects.of_unit(user.unit).sealed(today)
    context = {
        "next": rows[0] if rows else None,
        "sparring": next((one for one in rows if one.rhythm.kind == Rhythm.Kind.SPARRING), None),
        "items": items[:SHOWN],
        "marked": len(items),
        "rounds": rounds,
        "waiting": set(rounds.unanswered_by(user).values_list("pk", flat=True)),
        "steps": steps.select_related("owner"),
        "cards": cards.filter(opens_on__lte=today + timedelta(days=POSTCARDS_AHEAD)).select_related("by"),
        "rooms": ROOMS,
    }
    return render(request, "practice/home/home.html", context)
