"""Finding a young person."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access
from cases.casefile import finding as search
from core.http import see_other
from core.text import line


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request):
    """Find a young person by name, phone or CPR number.

    A CPR number is only taken by POST, so that it never stands in an address or a log (`core.middleware` answers one
    that does); names go on to a GET.
    """
    asked = line((request.POST if request.method == "POST" else request.GET).get("q", ""))[:80]
    is_cpr = bool(search.cpr_in(asked))
    if request.method == "POST" and not is_cpr and not request.htmx:
        return see_other(f"{reverse('workspace:search')}?{search.as_query(asked)}")
    hits, notice = [], ""
    if asked:
        hits = search.find(request.user, asked)
        notice = _("Found by CPR number.") if is_cpr else ""
        access.record_list("search", by=request.user, cases=[hit.case for hit in hits])
    context = {"asked": "" if is_cpr else asked, "searched": bool(asked), "hits": hits, "notice": notice}
    return render(
        request, "workspace/search/_hits.html" if request.htmx else "workspace/search/search.html", context
    )
