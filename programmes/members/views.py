"""A young person in a programme: added, began, extended, signed out, came back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import acted, respond
from programmes.ledger.views import programme_of
from programmes.members import actions, candidates, reading
from programmes.members.forms import (
    BeginForm,
    ExtendForm,
    MemberForm,
    MoveStartForm,
    NotBegunForm,
    RemoveEndForm,
    SignOutForm,
)
from programmes.members.models import Member, Stay

PAGE_SIZE = 50


def one_of(case, member_id) -> Member:
    """The young person's place in a programme, loaded through the case; 404 for anybody else's."""
    rows = (
        Member.objects.standing().filter(case=case, pk=member_id).select_related("programme", "recorded_by")
    )
    found = rows.prefetch_related("stays__recorded_by").first()
    if found is None:
        raise Http404
    found.case = case
    return found


def _stay(member: Member) -> Stay:
    """The latest stay; 404 when they never took part."""
    if member.latest is None:
        raise Http404
    member.latest.member = member
    return member.latest


def member_url(member: Member) -> str:
    """The page of a young person in a programme."""
    return reverse("programmes:member", args=[member.case_id, member.pk])


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def programme_candidates(request, programme_id):
    """Those whom the reader sees, who are of the target group's age and not in the programme yet."""
    programme = programme_of(request.user, programme_id)
    asked = request.GET.get("q", "").strip()[:80]
    rows = candidates.for_programme(programme, request.user, asked)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    record_list("programmes: candidates", by=request.user, cases=list(page))
    context = {"programme": programme, "page": page, "asked": asked}
    return render(request, "programmes/members/programme_candidates.html", context)


@case_view(needs=Permission.PROGRAMME_EDIT)
@require_http_methods(["GET", "POST"])
def member_add(request, case):
    """Put the young person into a programme."""
    programmes = reading.open_to(case)
    chosen = request.GET.get("forloeb", "")
    chosen = next((row for row in programmes if str(row.pk) == chosen), None)
    form = MemberForm(request.POST or None, programmes=programmes, chosen=chosen)
    if form.is_valid():
        names = ("found_on", "outside_reason", "begins_on", "planned_until")
        what = {name: form.cleaned_data[name] for name in names} | {"case": case, "location": member_url}
        programme = form.cleaned_data["programme"]
        perform(form, actions.add_member, programme, by=request.user, **what)
    back = reverse("workspace:plan", args=[case.pk])
    context = {"case": case, "back": back, "none": not programmes}
    to = member_url(form.made) if form.made else back
    return respond(
        request,
        form,
        "programmes/members/member_add.html",
        context,
        to=to,
        words=_("The young person is in it."),
    )


@case_view(needs=Permission.PLAN_READ)
@require_GET
def member(request, case, member_id):
    """One young person in one programme: how it stands, and everything that was written down."""
    found = one_of(case, member_id)
    latest = found.latest
    context = {
        "case": case,
        "member": found,
        "latest": latest,
        "to_come": bool(latest) and found.standing_stays[0].from_on > clock.today(),
        "history": sorted(found.stays.all(), key=lambda row: (row.recorded_at, row.pk), reverse=True),
        "can_take_back": case.may.programme_edit and actions.can_take_back(found),
    }
    return render(request, "programmes/members/member.html", context)


def _changed(request, found: Member, form, title, action, row, *names):
    """The answer to a form that changes how somebody takes part."""
    to = member_url(found)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in names}
        perform(form, action, row, by=request.user, location=to, **what)
    context = {"case": found.case, "member": found, "title": title, "back": to}
    return respond(request, form, "programmes/members/member_form.html", context, to=to, words=_("Saved."))


def _stay_act(form_of, title, action, *names):
    """A page that changes the latest stay."""

    @case_view(needs=Permission.PROGRAMME_EDIT)
    @require_http_methods(["GET", "POST"])
    def view(request, case, member_id):
        found = one_of(case, member_id)
        stay = _stay(found)
        form = form_of(request.POST or None, stay=stay)
        return _changed(request, found, form, title, action, stay, *names)

    view.__doc__ = str(form_of.__doc__)
    return view


member_move_start = _stay_act(
    MoveStartForm, gettext_lazy("Move the first day"), actions.move_start, "from_on", "reason"
)
member_extend = _stay_act(
    ExtendForm, gettext_lazy("Move the planned last day"), actions.extend, "planned_until", "reason"
)
member_sign_out = _stay_act(
    SignOutForm, gettext_lazy("Sign out of the programme"), actions.sign_out, "last_on", "exit", "reason"
)
member_remove_end = _stay_act(
    RemoveEndForm, gettext_lazy("Remove the last day"), actions.remove_end, "reason"
)


@case_view(needs=Permission.PROGRAMME_EDIT)
@require_http_methods(["GET", "POST"])
def member_begin(request, case, member_id):
    """From when they take part, for the first time or again."""
    found = one_of(case, member_id)
    form = BeginForm(request.POST or None, member=found)
    title = _("They come back") if found.latest else _("They begin")
    return _changed(request, found, form, title, actions.begin, found, "from_on", "planned_until")


@case_view(needs=Permission.PROGRAMME_EDIT)
@require_http_methods(["GET", "POST"])
def member_not_begun(request, case, member_id):
    """Why somebody of the target group does not take part."""
    found = one_of(case, member_id)
    form = NotBegunForm(request.POST or None, member=found)
    return _changed(request, found, form, _("They do not take part"), actions.say_not_begun, found, "why")


@require_POST
@case_view(needs=Permission.PROGRAMME_EDIT)
def member_take_back(request, case, member_id):
    """Take out, within the hour, somebody added by mistake."""
    found, to = one_of(case, member_id), reverse("workspace:plan", args=[case.pk])
    try:
        actions.take_back(found, by=request.user)
    except ValidationError as refused:
        return acted(request, refused.messages[0], to=member_url(found), level=messages.WARNING)
    words = _("%(name)s is taken out of %(programme)s.")
    return acted(request, words % {"name": case.person.called, "programme": found.programme.name}, to=to)
