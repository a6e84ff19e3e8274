"""Searching in what is written on the cases one may open."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access
from core.pagination import BoundedPaginator
from core.text import holds_personal_number, tidy
from workspace.search import fulltext as finding


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def text_search(request):
    """Find words in notes, milestones, dreams and documents' titles.

    What is asked for is only taken by POST: it may be about somebody's health, and stands in no address and
    no log. The trail holds which cases were shown.
    """
    asked = tidy(request.POST.get("q", ""))[:200]
    number = request.POST.get("page", "1")
    number = max(1, min(int(number), 1_000)) if number.isdecimal() and len(number) < 6 else 1
    context = {"asked": asked, "searched": bool(asked), "groups": [], "notice": ""}
    if asked and holds_personal_number(asked):
        context |= {"asked": "", "notice": _("Search for CPR numbers under Find a young person.")}
    elif asked and not finding.telling_words(asked):
        context["notice"] = _("These words stand in nearly every note. Add one that says more.")
    elif asked:
        page = BoundedPaginator(finding.entries(request.user, asked)).page(number)
        groups = finding.grouped(page.object_list, request.user, asked)
        access.record_list("text-search", by=request.user, cases=[group.case for group in groups])
        context |= {"groups": groups, "page": page, "previous": number - 1, "next": number + 1}
    template = "workspace/search/_text_hits.html" if request.htmx else "workspace/search/text_search.html"
    return render(request, template, context)
