"""Hints about what somebody is writing right now."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from core.plainlanguage.reading import hints_of

# No field that is read has more; what is longer is looked at so far.
LONGEST = 20_000


@require_POST
@signed_in
def plain_hints(request):
    """What could be said more plainly in the text that is sent; nothing of it is kept."""
    text = request.POST.get(request.POST.get("field", ""), "")[:LONGEST]
    return render(request, "core/plainlanguage/_hints.html", {"hints": hints_of(text)})
