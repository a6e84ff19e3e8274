"""Pages of sharing: us and the others, the stories, the file to send, and the files that came."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from core import clock, municipalities
from core.acting import perform
from core.http import respond, see_other
from core.uploads.handler import max_upload_size
from reports.periods.rules import Quarter
from reports.presentation.words import month_name
from reports.sharing import actions
from reports.sharing.comparing import BY_SIZE, Comparison, title_of
from reports.sharing.content import content_of
from reports.sharing.forms import FileForm, StoryForm, TakeInForm
from reports.sharing.models import SharedFile, Story
from reports.sharing.shape import LARGEST

# So far back one compares.
QUARTERS = 8


def _quarters() -> list[Quarter]:
    """The quarters that can be asked about, the newest first."""
    return Quarter.latest_over(clock.today()).up_to(QUARTERS)[::-1]


def _quarter(params) -> Quarter:
    """The quarter that an address asks about, the latest by itself; 404 for one that is not offered."""
    asked = params.get("kvartal")
    found = [quarter for quarter in _quarters() if not asked or str(quarter) == asked]
    if not found:
        raise Http404
    return found[0]


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def others(request):
    """Us and the others: figures, barometer and stories of a quarter."""
    quarter, alike = _quarter(request.GET), request.GET.get("enheder") == BY_SIZE
    context = {
        "comparison": Comparison(request.user.unit, quarter, alike=alike),
        "quarter": quarter,
        "month": month_name(quarter.last_month),
        "quarters": _quarters(),
        "alike": alike,
        "by_size": BY_SIZE,
    }
    return render(request, "reports/sharing/others.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def story_list(request):
    """The unit's own stories."""
    rows = Story.objects.filter(unit=request.user.unit_id, withdrawn_on=None).select_related("by")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "reports/sharing/story_list.html", {"stories": page})


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def story_add(request):
    """Write a story down."""
    unit, home = request.user.unit, reverse("reports:story_list")
    form = StoryForm(request.POST or None, unit=unit)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in ("theme", "kind", "text")}
        perform(form, actions.write_story, unit=unit, by=request.user, location=home, **what)
    words = _("The story is written down. Your leader decides whether it is sent.")
    return respond(request, form, "reports/sharing/story_add.html", to=home, words=words)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def story_withdraw(request, pk):
    """Ask, and withdraw a story, which is for good; whoever wrote it or leads the unit may."""
    story = get_object_or_404(Story, unit=request.user.unit_id, withdrawn_on=None, pk=pk)
    if not (request.user.is_leader or request.user.pk == story.by_id):
        raise Http404
    if request.method == "GET":
        return render(request, "reports/sharing/story_withdraw.html", {"story": story})
    actions.withdraw_story(story, by=request.user)
    messages.success(request, _("The story is in no file from now on."))
    return see_other(reverse("reports:story_list"))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def sharing_file(request):
    """What the unit's file says, to look at; sent, the file itself."""
    unit, quarter = request.user.unit, _quarter(request.GET)
    form = FileForm(request.POST if request.method == "POST" else None, unit=unit)
    if form.is_valid() and unit.municipality_code:
        data = actions.make_file(unit, quarter, form.cleaned_data["stories"], by=request.user)
        return _download(data, f"kui-deling-{unit.municipality_code}-{quarter}.json")
    shared = content_of(unit, quarter)
    context = {
        "form": form,
        "shared": shared,
        "titles": [(title_of(name, quarter), figure.count) for name, figure in shared.figures.items()],
        "quarter": quarter,
        "month": month_name(quarter.last_month),
        "quarters": _quarters(),
        "municipality": municipalities.name(unit.municipality_code),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/sharing/sharing_file.html", context, status=status)


def _download(data: bytes, name: str) -> HttpResponse:
    """A file that no cache keeps."""
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@max_upload_size(LARGEST)
@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def sharing_take_in(request):
    """Take in a file that another unit sent, and see which have come."""
    form = TakeInForm(request.POST or None, request.FILES or None)
    here, words = reverse("reports:sharing_take_in"), _("The file is taken in. It stands among the others.")
    if form.is_valid():
        data = form.cleaned_data["file"].read()
        known = SharedFile.objects.filter(unit=request.user.unit_id).count()
        perform(
            form,
            actions.take_in_file,
            data,
            unit=request.user.unit,
            by=request.user,
            field="file",
            location=here,
        )
        if form.done and SharedFile.objects.filter(unit=request.user.unit_id).count() == known:
            words = _("This file was here already. Nothing has changed.")
    rows = (
        SharedFile.objects.filter(unit=request.user.unit_id)
        .select_related("by", "taken_back_by")
        .defer("content")
    )
    rows = rows.order_by("-quarter", "municipality", "sender_key", "-made_at")
    files = [(row, municipalities.name(row.municipality), Quarter.parse(row.quarter)) for row in rows[:100]]
    return respond(
        request, form, "reports/sharing/sharing_take_in.html", {"files": files}, to=here, words=words
    )


@role_view(Role.LEADER)
@require_POST
def sharing_take_back(request, pk):
    """Take a file that came back out: it counts no more."""
    row = get_object_or_404(SharedFile, unit=request.user.unit_id, pk=pk, replaced_at=None)
    actions.take_back_file(row, by=request.user)
    messages.success(request, _("The file is taken back. It counts no more, and what it said is deleted."))
    return see_other(reverse("reports:sharing_take_in"))
