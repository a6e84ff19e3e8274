"""The floors that pages are held against: a signed-in page with nothing on it, and a bare table of fifty rows.

They have no access rule and write no audit row, and are routes only while the benchmark runs.
"""

from django.shortcuts import render
from django.urls import include, path

from accounts.access import signed_in
from cases.models import Case


def empty(request):
    """What any signed-in page costs: session, user, middleware, a template."""
    return render(request, "kui/bench/empty.html")


def table(request):
    """Fifty rows from the ORM in one query, through the Django template."""
    rows = Case.objects.filter(unit_id=request.user.unit_id, closed_on=None).select_related("person", "guide")
    return render(request, "kui/bench/table.html", {"rows": rows.order_by("earliest_open_due", "id")[:50]})


urlpatterns = [
    path("_bench/empty/", signed_in(empty), name="bench_empty"),
    path("_bench/table/", signed_in(table), name="bench_table"),
    path("", include("kui.urls")),
]
