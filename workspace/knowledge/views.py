"""What the knowledge bank has for one case."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from workspace.knowledge.suggesting import articles_for


@case_view(needs=Permission.CASE_READ)
@require_GET
def case_articles(request, case):
    """The articles that fit the case: fetched into the case page when somebody asks, else a page."""
    context = {"case": case, "articles": articles_for(case, request.user, clock.today())}
    page = "_articles" if request.htmx else "case_articles"
    return render(request, f"workspace/knowledge/{page}.html", context)
