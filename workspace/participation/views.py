"""Having looked at what the young person did themselves."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.http import acted, number_in
from participation.acts.actions import mark_seen


@case_view(needs=Permission.NOTE_ADD)
@require_POST
def own_acts_seen(request, case):
    """The line goes; what came after it was drawn stays."""
    mark_seen(case, by=request.user, upto=number_in(request.POST, "upto") or 0)
    words = _("Noted that you have seen what %(name)s did.") % {"name": case.person.called}
    return acted(request, words, to=reverse("workspace:my_day"))
