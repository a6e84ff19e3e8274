"""Strike out a measure that was entered by mistake."""

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import respond
from progress.measures.actions import strike_measure
from progress.measures.forms import StrikeForm
from progress.measures.links import progress_url

# The word in the address → the model.
KINDS = {"skalaer": "ScaleRound", "trivsel": "WellbeingAnswer", "niveau": "LevelSet"}


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def measure_strike(request, case, kind, measure_id):
    """Say what was wrong with it, and strike it out."""
    if kind not in KINDS:
        raise Http404
    rows = apps.get_model("progress", KINDS[kind]).objects.standing().select_related("by")
    row = get_object_or_404(rows, pk=measure_id, case=case)
    row.case = case
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        perform(form, strike_measure, row, by=request.user, because=form.cleaned_data["because"])
    context = {"case": case, "row": row, "kind": kind, "back": progress_url(case)}
    page = "progress/measures/measure_strike.html"
    return respond(request, form, page, context, to=progress_url(case), words=_("It is struck out."))
