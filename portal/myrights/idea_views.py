"""You said, we did: what the young person proposes about the help itself, without a name, and what the unit answers.

No case is opened here and nothing is written to the trail: a row's moment would tell who wrote.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.models import Role
from core.acting import refuse
from core.http import respond
from portal.myplan.door import own_case_id
from practice.ideas.actions import propose_idea
from practice.ideas.forms import IdeaForm
from practice.ideas.reading import answered_ideas

ON_A_PAGE = 20


@role_view(Role.YOUTH)
def my_ideas(request):
    """Propose something, and read what the unit answered."""
    if own_case_id(request.user) is None:
        raise PermissionDenied
    unit, here = request.user.unit, reverse("portal:my_ideas")
    form = IdeaForm(request.POST or None, unit=unit)
    if form.is_valid():
        try:
            propose_idea(unit, form.cleaned_data["text"])
            form.done, form.repeated = True, None
        except ValidationError as refused:
            refuse(form, refused)
    ideas = Paginator(answered_ideas(unit), ON_A_PAGE).get_page(request.GET.get("page"))
    words = _("Thank you. Nobody can see that it was you.")
    return respond(request, form, "portal/myrights/my_ideas.html", {"ideas": ideas}, to=here, words=words)
