"""The coverage board: nobody drops out of sight."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from overview.coverage import board, trend
from overview.numbers.series import months_of
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import UnitMetrics
from reports.moments.forms import asked_days, then_url
from reports.periods.rules import Month
from reports.presentation import tables
from reports.presentation.links import linker
from reports.presentation.words import adult_sentence, coverage_sentence


@role_view(Role.LEADER)
@require_GET
def coverage(request):
    """Who is under way with something according to a plan and who is not, and whom to look at first.

    Of another day (``?pr=``) all numbers as they stood then.
    """
    if asked_days(request):
        return redirect(then_url(request))
    unit, link = request.user.unit, linker()
    metrics = UnitMetrics(unit, reader=request.user)
    numbers = metrics.counts(METRICS)
    sections = board.sections(metrics, link, numbers)
    record_list("daekning", by=request.user, cases=[row["case"] for s in sections for row in s["rows"]])
    months = months_of(request.user, Month.of(metrics.when.on).previous)

    def address(row, key):
        return f"{link(key)}?rapport={row['report']}"

    context = {
        "on": metrics.when.on,
        "empty": not numbers["in_unit"],
        "coverage": coverage_sentence(numbers, link),
        "adults": adult_sentence(numbers, link) if numbers["adults"] else "",
        "shielded": metrics.out_of_sight(numbers["in_unit"]),
        "tables": [tables.coverage(numbers, link), board.guides(metrics, link)],
        "causes": trend.causes(metrics, link),
        "trend": trend.coverage_by_month(months, address),
        "clocks": trend.clocks_by_month(months, address),
        "sections": sections,
    }
    return render(request, "overview/coverage/coverage.html", context)
