"""Keeping what is being typed."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting


@case_view(needs=Permission.NOTE_ADD)
@require_POST
def draft_save(request, case):
    """Keep what is being typed. Only its writer sees it, and sending the form removes it."""
    form = request.POST.get("form", "").replace("\x00", "")[:80]
    if not form:
        raise Http404
    at = drafting.keep(case, request.user, form, request.POST.get("text", ""))
    return HttpResponse(_("Draft saved %(time)s") % {"time": at})
