"""What a leader writes in the ledger: a programme, its targets revised, who works there."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_view
from accounts.models import Role
from core.acting import perform
from core.http import number_in, respond
from programmes.ledger import actions
from programmes.ledger.forms import ProgrammeEditForm, ProgrammeForm, StaffEndForm, StaffForm, TargetForm
from programmes.ledger.models import Aim, Programme, Staff


def programme_url(programme: Programme) -> str:
    """The page of a programme, which a higher room draws."""
    return reverse("reports:programme", args=[programme.pk])


def programme_of(user, programme_id) -> Programme:
    """A programme of the user's unit; 404 for another's."""
    found = get_object_or_404(Programme.objects.of_unit(user.unit_id), pk=programme_id)
    found.unit = user.unit
    return found


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def programme_add(request):
    """Enter a programme."""
    form, home = ProgrammeForm(request.POST or None), reverse("reports:programme_list")
    if form.is_valid():
        what = form.values | {"unit": request.user.unit, "targets": form.targets}
        perform(form, actions.start_programme, by=request.user, location=programme_url, **what)
    to = programme_url(form.made) if form.made else home
    context = {"back": home}
    words = _("The programme is in the ledger.")
    return respond(request, form, "programmes/ledger/programme_add.html", context, to=to, words=words)


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def programme_edit(request, programme_id):
    """Change a programme; its target group only before it begins."""
    programme = programme_of(request.user, programme_id)
    form = ProgrammeEditForm(request.POST or None, instance=programme)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values}
        perform(form, actions.edit_programme, programme, by=request.user, **changed)
    context, to = {"programme": programme}, programme_url(programme)
    return respond(request, form, "programmes/ledger/programme_edit.html", context, to=to, words=_("Saved."))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def target_revise(request, programme_id):
    """Set a target anew, with why."""
    programme = programme_of(request.user, programme_id)
    chosen = request.GET.get("tal", "")
    form = TargetForm(
        request.POST or None, initial={"aim": chosen if chosen in Aim.values else Aim.EDUCATION}
    )
    to = programme_url(programme)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in ("number", "reason")}
        aim = form.cleaned_data["aim"]
        perform(form, actions.revise_target, programme, aim, by=request.user, location=to, **what)
    context = {"programme": programme, "targets": programme.targets.all()}
    words = _("The target is revised; the original stands beside it.")
    return respond(request, form, "programmes/ledger/target_revise.html", context, to=to, words=words)


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def staff_add(request, programme_id):
    """Write down who works in the programme."""
    programme = programme_of(request.user, programme_id)
    form, to = StaffForm(request.POST or None, programme=programme), programme_url(programme)
    if form.is_valid():
        names = ("part", "team", "user", "name", "share", "from_on")
        what = {name: form.cleaned_data[name] for name in names}
        perform(form, actions.add_staff, programme, by=request.user, location=to, **what)
    context = {"programme": programme}
    return respond(request, form, "programmes/ledger/staff_add.html", context, to=to, words=_("Saved."))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def staff_end(request, programme_id, staff_id):
    """Write down somebody's last day in the programme."""
    programme = programme_of(request.user, programme_id)
    rows = Staff.objects.current().filter(programme=programme, until_on=None).select_related("user")
    staff = get_object_or_404(rows, pk=number_in({"n": str(staff_id)}, "n") or 0)
    form, to = StaffEndForm(request.POST or None), programme_url(programme)
    if form.is_valid():
        last_on = form.cleaned_data["last_on"]
        perform(form, actions.end_staff, staff, by=request.user, location=to, last_on=last_on)
    context = {"programme": programme, "staff": staff}
    return respond(request, form, "programmes/ledger/staff_end.html", context, to=to, words=_("Saved."))
