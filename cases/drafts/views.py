"""Keeping what is being typed."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core.idempotency import drawn_with


@case_view(needs=Permission.DRAFT_KEEP)
@require_POST
def draft_save(request, case):
    """Keep what is being typed. Only its writer sees it, and sending the form removes it.

    Answers 409 when another window went on with the same draft, or has sent it: the text is then kept beside it.
    """
    sent = {
        name: request.POST.get(name, "").replace("\x00", "") for name in ("form", "key", "revision", "over")
    }
    if not sent["form"]:
        raise Http404
    number, key = sent["revision"], sent["key"][:64]
    kept = drafting.keep(
        case,
        request.user,
        sent["form"][:80],
        request.POST.get("text", ""),
        key=drawn_with(key),
        revision=int(number) if number.isdecimal() and len(number) < 9 else 0,
        over=sent["over"][:4_100],
    )
    words = _("Draft saved %(time)s")
    if kept.elsewhere:
        words = _(
            "You have gone on with this text in another window, or sent it there. What you write here is kept "
            "beside it, as a draft of its own, %(time)s."
        )
    key = key if kept.key == drawn_with(key) else kept.key
    answer = {"words": words % {"time": kept.at}, "key": key, "revision": kept.revision}
    return JsonResponse(answer, status=409 if kept.elsewhere else 200)
