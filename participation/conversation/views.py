"""The conversation about a goal or a milestone: read it, say something, have read it."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core.acting import perform
from core.http import acted, respond
from participation.conversation import actions
from participation.conversation.forms import RemarkForm
from participation.conversation.models import Voice
from participation.conversation.reading import thread_of
from plans.models import Goal, Milestone

# What stands in the address for each kind of part.
KINDS = {"maal": Goal, "milepael": Milestone}
LONGEST_ID = 36


def part_of(case, kind: str, ref: str) -> Goal | Milestone:
    """A goal or a milestone of this case; 404 for anybody else's."""
    model = KINDS.get(kind)
    if model is None or len(ref) > LONGEST_ID:
        raise Http404
    try:
        key = model._meta.pk.to_python(ref)
    except ValidationError as error:  # what is no id names nothing
        raise Http404 from error
    part = get_object_or_404(model.objects.select_related("plan").filter(plan__case=case), pk=key)
    part.plan.case = case
    return part


def conversation_url(case, part: Goal | Milestone) -> str:
    """The address of the conversation about a part."""
    kind = "maal" if isinstance(part, Goal) else "milepael"
    return reverse("participation:conversation", args=[case.pk, kind, part.pk])


def _context(case, part, kind: str, form=None) -> dict:
    name = case.person.called
    turns = thread_of(part)
    return {
        "case": case,
        "part": part,
        "kind": kind,
        "turns": turns,
        "waits": any(turn.unread and turn.voice == "youth" for turn in turns),
        "form": form or RemarkForm(name=name),
    }


@case_view(needs=Permission.PLAN_READ)
@require_GET
def conversation(request, case, kind, ref):
    """What was said about one part of the plan."""
    context = _context(case, part_of(case, kind, ref), kind)
    if case.may.milestone_update:
        drafting.restore(context["form"], case, request.user, f"talk-{kind}-{ref}")
    return render(request, "participation/conversation/conversation.html", context)


@case_view(needs=Permission.MILESTONE_UPDATE)
def conversation_say(request, case, kind, ref):
    """Say something about it. Who covers may too: the young person talks to whoever is there."""
    part = part_of(case, kind, ref)
    form = RemarkForm(request.POST or None, name=case.person.called)
    to = conversation_url(case, part)
    if form.is_valid():
        perform(form, actions.say, part, by=request.user, location=to, field="text", **form.values)
    drafting.follow(form, case, request.user, f"talk-{kind}-{ref}")
    template, context = "participation/conversation/conversation.html", _context(case, part, kind, form)
    return respond(request, form, template, context, to=to, words=_("It is written down."))


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def conversation_read(request, case, kind, ref):
    """Have read what the young person wrote; or, ``of=staff``, have told them oneself what was written to them."""
    part = part_of(case, kind, ref)
    of = Voice.STAFF if request.POST.get("of") == Voice.STAFF else Voice.YOUTH
    actions.mark_read(part, by=request.user, of=of)
    return acted(request, _("Marked as read."), to=conversation_url(case, part))
