"""Keeping what is being typed."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts.models import Draft
from core import clock


@case_view(needs=Permission.NOTE_ADD)
@require_POST
def draft_save(request, case):
    """Keep what is being typed. Only its writer sees it, and sending the form removes it."""
    # PostgreSQL keeps no NUL; a form field refuses it, this view has none.
    form, text = (request.POST.get(name, "").replace("\x00", "") for name in ("form", "text"))
    form, text = form[:80], text[:20_000]
    if not form:
        raise Http404
    if text.strip():
        Draft.objects.update_or_create(
            case=case, user=request.user, form=form, defaults={"text": text, "saved_at": clock.now()}
        )
    else:
        Draft.objects.filter(case=case, user=request.user, form=form).delete()
    return HttpResponse(
        _("Draft saved %(time)s") % {"time": clock.now().astimezone(clock.COPENHAGEN).strftime("%H.%M")}
    )
