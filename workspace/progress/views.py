"""Udvikling: how a young person develops, in pictures, sentences and tables, with what happened on the way."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from progress.chart.figures import figures_of, measures_of, rhythm
from progress.chart.frame import KINDS, frame_of
from progress.models import WellbeingFollowUp
from workspace.progress.events import marks_of


@case_view(needs=Permission.CASE_READ)
@require_GET
def case_progress(request, case):
    """Small pictures on one time, in staff's words or, with ``?vis=ung``, as the young person reads them."""
    youth, today = request.GET.get("vis") == "ung", clock.today()
    measures = measures_of(case)
    frame = frame_of(measures.days, today, months=rhythm(), youth=youth, marks=marks_of(case))
    kinds = {mark.kind for mark in frame.marks}
    waiting = WellbeingFollowUp.objects.waiting().filter(case=case).select_related("answer")
    context = {
        "case": case,
        "youth": youth,
        "measured": bool(measures),
        "figures": figures_of(measures, frame),
        "marks": [(KINDS[mark.kind], mark) for mark in frame.marks],
        "key": [(kind, words) for kind, words in KINDS.items() if kind in kinds],
        "waiting": [] if youth else list(waiting),
        "may_follow_up": case.may.milestone_update or case.may.follow_up or case.may.assign,
    }
    return render(request, "workspace/progress/case_progress.html", context)
