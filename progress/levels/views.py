"""Write down the level."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core.acting import perform
from core.http import respond
from progress.levels.actions import set_level
from progress.levels.forms import LevelForm
from progress.levels.models import LevelSet
from progress.measures.links import progress_url


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def level_set(request, case):
    """The level today, with the last one and its words beside it."""
    form, to = LevelForm(request.POST or None), progress_url(case)
    if form.is_valid():
        what = (case, form.chosen, form.cleaned_data["words"])
        perform(form, set_level, *what, by=request.user, location=to, **form.when)
    drafting.follow(form, case, request.user, "level")
    last = LevelSet.objects.standing().filter(case=case).select_related("level", "by").first()
    context = {"case": case, "last": last, "back": to}
    page = "progress/levels/level_set.html"
    return respond(request, form, page, context, to=to, words=_("It is written down."))
