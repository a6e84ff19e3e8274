"""The guide's side of Min plan: who may enter, inviting, a code on paper, and closing it again."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import respond, see_other
from participation.access import actions, codes
from participation.access.destinations import read_destination, shared_with
from participation.access.forms import InviteForm, WithdrawForm
from participation.access.models import Entry
from participation.access.standing import standing_of


def _page(case) -> str:
    return reverse("participation:entry_list", args=[case.pk])


def _entry(case, entry_id: int) -> Entry:
    rows = case.entries.standing().select_related("user", "guardian")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    entry.case = case
    return entry


@case_view(needs=Permission.CASE_READ)
@require_GET
def entry_list(request, case):
    """Who may enter Min plan, who could be let in, and whose access has ended."""
    lines = standing_of(case, clock.today())
    return render(request, "participation/access/entry_list.html", {"case": case, "lines": lines})


@case_view(needs=Permission.ENTRY_EDIT)
@require_http_methods(["GET", "POST"])
def entry_invite(request, case, guardian_id=None):
    """Let the young person in, or one of the parents."""
    guardian, today = None, clock.today()
    if guardian_id is not None:
        guardian = case.person.guardians.filter(pk=guardian_id).first()
        if guardian is None:
            raise Http404
        guardian.person = case.person
    form = InviteForm(request.POST or None, case=case, guardian=guardian, on=today)
    words = ""
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "submit_key"}
        perform(form, actions.invite, case, by=request.user, guardian=guardian, location=_page(case), **said)
        words = _("%(name)s can come into Min plan now.") % {"name": (guardian or case.person).name}
    context = {"case": case, "guardian": guardian, "known": _known(case, guardian, request.user)}
    return respond(
        request, form, "participation/access/entry_invite.html", context, to=_page(case), words=words
    )


def _known(case, guardian, user) -> list[tuple[str, list]]:
    """The numbers and addresses that are written down of whom it is about, each with whose else it is."""
    someone = guardian or case.person
    known = [read_destination(typed) for typed in (someone.phone, someone.email)]
    whose = {"person": case.person, "guardian": guardian, "told_to": user}
    return [(it, shared_with(it, **whose)) for it in known if it]


@case_view(needs=Permission.ENTRY_EDIT)
@require_http_methods(["GET", "POST"])
def entry_withdraw(request, case, entry_id):
    """Close Min plan to somebody, at once, and say why."""
    entry, words = _entry(case, entry_id), ""
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.withdraw, entry, by=request.user, reason=form.cleaned_data["reason"])
        words = _("Min plan is closed to %(name)s.") % {"name": entry.name}
    context = {"case": case, "entry": entry}
    return respond(
        request, form, "participation/access/entry_withdraw.html", context, to=_page(case), words=words
    )


@case_view(needs=Permission.ENTRY_EDIT)
@require_POST
def entry_tell(request, case, entry_id):
    """Tell once more where Min plan is."""
    try:
        actions.tell_again(_entry(case, entry_id), by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("A message is on its way."))
    return see_other(_page(case))


@case_view(needs=Permission.ENTRY_EDIT)
@require_POST
def entry_paper(request, case, entry_id):
    """A code on paper, to print and hand over. It stands on this answer and nowhere else."""
    entry = _entry(case, entry_id)
    try:
        code = codes.make_paper_code(entry, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return see_other(_page(case))
    context = {"case": case, "entry": entry, "code": code, "days": codes.PAPER_CODE_DAYS}
    context["address"] = settings.SITE_URL.partition("://")[2] + reverse("portal:entry_paper")
    return render(request, "participation/access/entry_paper.html", context)
