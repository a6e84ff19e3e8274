"""Fordeling for the leader, and what guides know about."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role, User
from cases.access import door as access
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.holding import hold
from cases.guides import actions
from cases.guides.proposals import loads_of
from cases.models import Knowledge
from core import clock
from core.acting import perform
from core.http import respond, see_other
from core.versions import VersionedForm
from intake.inquiries.access import record_inquiries
from workspace.board.board import board_of


def _to_board():
    """The board again, as it stands now."""
    return see_other(reverse("workspace:board"))


@role_view(Role.LEADER)
@require_GET
def board(request):
    """What waits for the leader: inquiries, and cases without a guide with proposals of who could carry them."""
    found = board_of(request.user, clock.today(), clock.now())
    access.record_list("fordeling", by=request.user, cases=found.shown)
    record_inquiries("fordeling", by=request.user, inquiries=found.shown_inquiries)
    return render(request, "workspace/board/board.html", {"board": found, "counts": found.counts})


@case_view(needs=Permission.ASSIGN)
@require_POST
def board_assign(request, case):
    """Give the case to one of the proposed guides, with one click; it can be taken back for an hour."""
    chosen = request.POST.get("user", "")
    guide = (
        User.objects.filter(pk=chosen, unit=case.unit_id).first()
        if chosen.isdecimal() and len(chosen) < 18
        else None
    )
    if guide is None:
        messages.warning(request, _("Choose an active guide of the unit."))
        return _to_board()
    try:
        hold(case)
        if case.has_guide:  # the board shows those that wait for one
            words = _("Somebody has given the case to somebody else meanwhile. Look at who carries it now.")
            raise ValidationError(words)
        actions.assign(case, guide, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        words = {"name": case.person.name, "guide": guide.name}
        messages.success(
            request, _("%(guide)s carries the case of %(name)s now. You can undo it for an hour.") % words
        )
    return _to_board()


@case_view(needs=Permission.ASSIGN)
@require_POST
def board_undo(request, case):
    """Take back one's own assignment of the last hour."""
    try:
        actions.undo_assign(case, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        words = {"name": case.person.name, "guide": case.guide.name if case.guide_id else ""}
        said = _("It is undone: %(guide)s carries the case of %(name)s again.")
        said = said if case.has_guide else _("It is undone: %(name)s waits again.")
        messages.success(request, said % words)
    return _to_board()


class GuideForm(VersionedForm):
    """A guide's qualification and fields, and whether they work with inquiries."""

    qualification = forms.CharField(
        label=gettext_lazy("Guidance qualification"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example: diploma in guidance. The law asks for it in those who guide."),
    )
    knowledge = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Knows about"),
        queryset=Knowledge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
    )
    works_with_intake = forms.BooleanField(
        label=gettext_lazy("Works with inquiries"),
        required=False,
        help_text=gettext_lazy("Reads and decides about the unit's inquiries."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["knowledge"].queryset = Knowledge.objects.filter(is_active=True)

    def stands(self, current: User, name: str):
        """What a guide knows about lies in rows of its own, whether they work with inquiries on their profile."""
        return _said_of(current)[name]


def _said_of(guide: User) -> dict:
    """What is said of a guide now, by the fields of the form."""
    profile = getattr(guide, "guide_profile", None)
    known = guide.knowledge.current().filter(until_on=None).values_list("knowledge__code", flat=True)
    return {
        "qualification": guide.qualification,
        "knowledge": list(known),
        "works_with_intake": profile is None or profile.works_with_intake,
    }


def _guides(user):
    return User.objects.carriers(user.unit_id)


@role_view(Role.LEADER, Role.ADMIN)
@require_GET
def guide_list(request):
    """The unit's guides: qualification, what they know about, and for the leader how much each carries."""
    today = clock.today()
    guides = list(_guides(request.user).select_related("guide_profile"))
    loads = {load.guide.pk: load for load in loads_of(request.user, today)}
    rows = [(guide, loads.get(guide.pk), getattr(guide, "guide_profile", None)) for guide in guides]
    return render(request, "workspace/board/guide_list.html", {"rows": rows})


@role_view(Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
def guide_edit(request, user_id):
    """Say what a guide knows about. Who saves second is told, and loses nothing."""
    guide = _guides(request.user).filter(pk=user_id).select_related("guide_profile").first()
    if guide is None:
        raise Http404
    form = GuideForm(request.POST or None, initial={"version": guide.version, **_said_of(guide)})
    form.row = guide
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("knowledge", "works_with_intake", "qualification")}
        perform(form, actions.describe_guide, guide, by=request.user, expected_version=form.expected, **said)
    page, to = "workspace/board/guide_edit.html", reverse("workspace:guide_list")
    return respond(request, form, page, {"guide": guide}, to=to, words=_("Saved."))
