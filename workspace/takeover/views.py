"""*Hvem overtager?*: what somebody who has stopped carried, and who has it from now on.

The administrator, who closes accesses, sees how much of each kind; the leader sees the lines and chooses.
"""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role, User
from cases.access import door
from cases.guides.fields import carriers
from core import clock
from core.acting import perform
from core.http import respond
from partners.directory.merged import follows_merges
from partners.models import Partner
from practice.onboarding.offboarding import open_points
from workspace.takeover import actions, left
from workspace.takeover.forms import MOST, TakeoverForm, contacts_of

PER_PAGE = 50
_TO_GUIDES = gettext_lazy("It lies with the guides of the cases now.")
_LED = gettext_lazy("Meetings and minutes lie with the guide of the case, or with you when it has none.")
_OWNED = gettext_lazy("Articles and what comes back in the unit are yours for now.")
# What becomes of each kind that nobody takes over, in the words of the receipt.
WITHOUT_SOMEBODY = {
    left.Kind.GUIDE: gettext_lazy("The cases wait under Assignment."),
    left.Kind.MEETING: _LED,
    left.Kind.MINUTES: _LED,
    left.Kind.TODO: gettext_lazy("The own tasks are struck."),
    left.Kind.ARTICLE: _OWNED,
    left.Kind.RHYTHM: _OWNED,
    left.Kind.PROMISE: _TO_GUIDES,
    left.Kind.EFFORT: _TO_GUIDES,
    left.Kind.STATEMENT: _TO_GUIDES,
}


@role_view(Role.LEADER, Role.ADMIN)
@require_GET
def takeover_list(request):
    """Whoever has stopped and left something behind, with how much of each kind."""
    today = clock.today()
    page = Paginator(left.who_left(request.user.unit_id, today), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"name": who.name, "url": left.url_of(who), "words": left.in_words(counted)}
        for who, counted in left.counted(list(page), today)
    ]
    return render(request, "workspace/takeover/takeover_list.html", {"rows": rows, "page": page})


@role_view(Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
def takeover_user(request, user_id):
    """What a user who can carry no cases carried."""
    stopped = User.objects.exclude(role=Role.PARTNER).filter(unit=request.user.unit_id)
    user = get_object_or_404(stopped, pk=user_id)
    successors = carriers(user.unit_id).exclude(pk=user.pk)
    context = {"who": user, "acts": user.may_carry, "points": open_points(user)}
    page = left.of_user(user, clock.today())
    nobody = _("Nobody for now – the cases wait under Assignment")
    return _takeover(request, page, context, successors, nobody, actions.follow_user)


@role_view(Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
@follows_merges
def takeover_partner(request, partner_id):
    """What lies with a partner's people who have gone, or go within a month, or with a partner out of use."""
    partner = get_object_or_404(Partner, pk=partner_id, unit=request.user.unit_id, merged_into=None)
    today = clock.today()
    page = left.of_partner(partner, left.soon(today))
    gone = partner.contacts.filter(until_on__lt=left.soon(today)).order_by("until_on", "pk")
    coming = not left.partners_left(partner.unit_id, today).filter(pk=partner.pk).exists()
    context = {"who": partner, "gone": gone, "today": today, "coming": coming}
    successors = contacts_of(partner.unit_id, first=partner.pk) if request.user.is_leader else []
    successors = [one for one in successors if one.until_on is None or one.until_on >= left.soon(today)]
    nobody = _("The case's own guide takes it")
    return _takeover(request, page, context, successors, nobody, actions.follow_partner)


def _takeover(request, found, context, successors, nobody: str, follow):
    """The page of both: counts for everybody who may look, and the lines with their form for the leader."""
    context["counts"] = [(left.Kind(kind).label, n) for kind, n in left.counts(found).items()]
    template = "workspace/takeover/takeover.html"
    if not request.user.is_leader or context.get("acts"):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, template, context)
    lines = left.lines_of(found, request.user, MOST)
    form = TakeoverForm(request.POST or None, lines=lines, successors=successors, nobody=nobody)
    if form.is_valid():
        given = {"by": request.user, "reason": form.cleaned_data["reason"]}
        perform(form, follow, context["who"], form.chosen, form.successor, **given)
    door.record_list(
        "hvem-overtager",
        by=request.user,
        cases=[line.case for line in lines if line.case and not line.hidden],
    )
    ticked = set(form["lines"].value() or [])
    groups = [
        (kind, [(line, line.key in ticked) for line in lines if line.kind == kind])
        for kind in left.Kind
        if any(line.kind == kind for line in lines)
    ]
    context |= {"groups": groups, "more": sum(n for _label, n in context["counts"]) - len(lines)}
    return respond(request, form, template, context, to=request.path, words=_receipt(form))


def _receipt(form) -> str:
    """What was given to whom; with nobody to take over, where each kind lies now."""
    if not form.is_valid():
        return ""
    kinds = [line.kind for line in form.chosen]
    if form.successor is not None:
        said = {"name": form.successor.name, "what": left.in_words(Counter(kinds))}
        return _("Given over to %(name)s: %(what)s.") % said
    said = dict.fromkeys(WITHOUT_SOMEBODY[kind] for kind in kinds if kind in WITHOUT_SOMEBODY)
    return " ".join([_("Nobody has taken over."), *map(str, said)])
