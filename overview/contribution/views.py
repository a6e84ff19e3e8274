"""What the unit's efforts contributed to the destinations, and the lists behind the numbers."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from core.http import number_in
from overview.contribution import counting
from plans.models import EffortKind
from reports.metrics.definitions.efforts import efforts_ended

PAGE_SIZE = 50


def list_url(kind: int | None = None, contribution: str = "") -> str:
    """The address of the list behind a number."""
    asked = {"type": kind, "bidrag": contribution}
    return f"{reverse('overview:contribution_list')}?{urlencode({k: v for k, v in asked.items() if v})}"


@role_view(Role.LEADER)
@require_GET
def contribution(request):
    """Kinds of effort and what they contributed, over the last twelve months."""
    number = counting.ended_for(request.user)
    context = {
        "definition": efforts_ended.definition,
        "on": number.on,
        "table": counting.table_of(number.rows, list_url),
        "hidden": counting.out_of_sight(request.user, number.value),
        "empty": not number.value,
    }
    return render(request, "overview/contribution/contribution.html", context)


@role_view(Role.LEADER)
@require_GET
def contribution_list(request):
    """The efforts behind one number; 404 for a kind or a contribution that does not exist."""
    kind, said = _kind_asked(request.GET), request.GET.get("bidrag", "")
    if said and said not in counting.COLUMNS:
        raise Http404
    rows = counting.narrowed(counting.ended_for(request.user).rows, kind, said)
    rows = rows.select_related("plan__case__person", "plan__case__guide", "kind")
    page = Paginator(rows.order_by("-at_last_on", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    cases = list({row.plan.case_id: row.plan.case for row in page}.values())
    record_list("reports: efforts_ended", by=request.user, cases=cases)
    context = {
        "title": " · ".join(
            [str(kind) if kind else _("All efforts"), *([counting.words_of(said)] if said else [])]
        ),
        "definition": efforts_ended.definition,
        "count": page.paginator.count,
        "page": page,
    }
    return render(request, "overview/contribution/contribution_list.html", context)


def _kind_asked(params) -> EffortKind | None:
    if not params.get("type"):
        return None
    kind = EffortKind.objects.filter(pk=number_in(params, "type") or 0).first()
    if kind is None:
        raise Http404
    return kind
