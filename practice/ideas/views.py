"""You said, we did: the unit's pages of what young people propose."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.acting import perform, refuse
from core.http import respond
from practice.ideas import actions
from practice.ideas.forms import AnswerForm, IdeaForm
from practice.ideas.models import Idea
from practice.ideas.reading import answered_ideas, ideas_shown, unanswered


@role_view(Role.GUIDE, Role.LEADER)
def idea_list(request):
    """What waits for the unit's answer, and what was answered."""
    unit, today = request.user.unit, clock.today()
    answered = Paginator(answered_ideas(unit).select_related("answered_by"), 20)
    waiting = [(found, found.is_late(today)) for found in unanswered(unit, today)]
    context = {"waiting": waiting, "answered": answered.get_page(request.GET.get("page"))}
    return render(request, "practice/ideas/idea_list.html", context)


@role_view(Role.GUIDE, Role.LEADER)
def idea_add(request):
    """Write down what a young person proposes, for them. No form's key, no draft, no row of the trail."""
    unit = request.user.unit
    form = IdeaForm(request.POST or None, unit=unit)
    if form.is_valid():
        try:
            actions.propose_idea(unit, form.cleaned_data["text"])
            form.done, form.repeated = True, None
        except ValidationError as refused:
            refuse(form, refused)
    words = _("Thank you. It is shown with others when the month is over.")
    to = reverse("practice:idea_list")
    return respond(request, form, "practice/ideas/idea_add.html", {}, to=to, words=words)


@role_view(Role.GUIDE, Role.LEADER)
def idea_answer(request, idea_id):
    """Answer one for the unit, or answer otherwise."""
    idea = get_object_or_404(ideas_shown(request.user.unit, clock.today()), pk=idea_id)
    form = AnswerForm(request.POST or None, idea=idea)
    if form.is_valid():
        data = form.cleaned_data
        said = {"answer": data["answer"], "expected_version": data["version"]}
        perform(form, actions.answer_idea, idea, data["status"], by=request.user, field="status", **said)
        if getattr(form, "overtaken", False):
            idea = Idea.objects.get(pk=idea.pk)
            form.data = form.data.copy()
            form.data["version"] = str(idea.version)
    to = reverse("practice:idea_list")
    words = _("Answered. Young people can read it.")
    return respond(request, form, "practice/ideas/idea_answer.html", {"idea": idea}, to=to, words=words)
