"""Answer the scales, in one voice."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import respond
from progress.measures.links import progress_url
from progress.measures.models import Voice
from progress.scales.actions import decline_scales, record_scales
from progress.scales.forms import ScalesForm
from progress.scales.reading import last_of_each_area

# The word in the address → whose answer it is.
VOICES = {"ung": Voice.YOUTH, "guide": Voice.GUIDE}


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def scales_answer(request, case, voice):
    """All areas on one page, for a phone in the hand of both. Who covers may ask too."""
    if voice not in VOICES:
        raise Http404
    whose, to = VOICES[voice], progress_url(case)
    form = ScalesForm(request.POST or None, voice=whose, last=last_of_each_area(case, whose))
    if form.is_valid():
        more = {"by": request.user, "voice": whose, "location": to, **form.when}
        if form.cleaned_data["declined"]:
            perform(form, decline_scales, case, **more)
        else:
            perform(form, record_scales, case, form.answers, **more)
    context = {"case": case, "voice": voice, "back": to, "is_youth": whose == Voice.YOUTH}
    return respond(
        request, form, "progress/scales/scales_answer.html", context, to=to, words=_("It is written down.")
    )
