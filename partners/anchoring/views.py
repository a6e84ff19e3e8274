"""What leaders write about a partnership, and the log of assumptions that guides add to.

Where it is read is `reports.anchoring`, which knows the cases as well.
"""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_view
from accounts.models import Role
from core.acting import perform
from core.http import respond
from partners.anchoring import actions
from partners.anchoring.forms import (
    AssumptionForm,
    ChallengeForm,
    JointMeetingForm,
    PartnershipForm,
    SelfAssessmentForm,
)
from partners.anchoring.models import Assumption, Partnership
from partners.directory.merged import follows_merges
from partners.directory.models import Partner

FORM = "partners/anchoring/form.html"


def _partner(request: HttpRequest, pk: int) -> Partner:
    return get_object_or_404(Partner, pk=pk, unit=request.user.unit_id, merged_into=None)


def _page(partner: Partner) -> str:
    return reverse("reports:partnership", args=[partner.pk])


def _add(request, pk: int, form_class, action, title: str, words: str):
    """A form that adds a row to a partnership."""
    partner = _partner(request, pk)
    form, to = form_class(request.POST or None), _page(partner)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "submit_key"}
        perform(form, action, partner, by=request.user, location=to, **said)
    return respond(request, form, FORM, {"partner": partner, "title": title}, to=to, words=words)


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
@follows_merges
def partnership_edit(request, pk):
    """Write purpose, commitment, frames and methods."""
    partner = _partner(request, pk)
    kept = Partnership.objects.select_related("partner").filter(partner=partner).first()
    data = request.POST.copy() if request.POST else None
    if kept and data is not None:
        # Opened before there was anything: whoever wrote meanwhile is shown beside what was typed.
        data.setdefault("version", "0")
    form = PartnershipForm(data, instance=kept or Partnership(partner=partner))
    if form.is_valid():
        expected = form.expected if kept else None
        perform(form, actions.write_partnership, form.edited, expected, form.values, by=request.user)
    page = "partners/anchoring/partnership_edit.html"
    return respond(request, form, page, {"partner": partner}, to=_page(partner), words=_("Saved."))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
@follows_merges
def joint_meeting_add(request, pk):
    """Write down a meeting about the cooperation."""
    title, words = _("Joint meeting"), _("The meeting is written down.")
    return _add(request, pk, JointMeetingForm, actions.record_joint_meeting, title, words)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
@follows_merges
def assumption_add(request, pk):
    """Name something that is taken for a fact."""
    title, words = _("Name an assumption"), _("It is on the list, with your name.")
    return _add(request, pk, AssumptionForm, actions.name_assumption, title, words)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
@follows_merges
def assumption_challenge(request, pk, assumption_pk):
    """Say how an assumption was put to the test, and what came of it."""
    partner = _partner(request, pk)
    assumption = get_object_or_404(
        Assumption.objects.select_related("partner"), pk=assumption_pk, partner=partner
    )
    form, to = ChallengeForm(request.POST or None), _page(partner)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("how", "outcome")}
        perform(form, actions.challenge_assumption, assumption, by=request.user, location=to, **said)
    context = {"partner": partner, "title": _("Challenge an assumption"), "quoted": assumption.text}
    return respond(request, form, FORM, context, to=to, words=_("It stands beside the assumption."))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
@follows_merges
def self_assessment_add(request, pk):
    """Answer KL's seven criteria for a year."""
    partner = _partner(request, pk)
    form, to = SelfAssessmentForm(request.POST or None), _page(partner)
    if form.is_valid():
        said = {"year": form.cleaned_data["year"], "together": form.cleaned_data["together"]}
        perform(form, actions.assess, partner, by=request.user, location=to, answers=form.answers, **said)
    page = "partners/anchoring/self_assessment.html"
    return respond(request, form, page, {"partner": partner}, to=to, words=_("The self-assessment is kept."))
