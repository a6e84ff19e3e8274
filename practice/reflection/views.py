"""Pages of reflection: hold an occasion, write at a station on the phone, print the sheet, read it together."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import public, role_view
from accounts.models import Role
from accounts.signin.adapters import too_many_attempts
from accounts.signin.throttle import RateLimit, TooManyAttempts, client_ip, client_network, record_attempt
from core import clock
from core.acting import perform, refuse
from core.http import number_in, respond, see_other
from core.idempotency import drawn_with
from core.qr import qr_code
from practice.reflection import actions, drafting
from practice.reflection.forms import OccasionForm, StationForm
from practice.reflection.models import Occasion, Reflection, Station
from practice.reflection.reading import read, written

# A theme day's many phones share one address; a stranger who tries addresses or fills the box is stopped all the same.
SHEETS_BY_ADDRESS = RateLimit("reflection-sheet", 600, 15 * 60)
LONGEST_SEARCH = 100


def _occasion(request, pk) -> Occasion:
    """An occasion of the user's unit; 404 for any other."""
    return get_object_or_404(Occasion.objects.of_unit(request.user.unit_id).select_related("by"), pk=pk)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def occasion_list(request):
    """The unit's occasions: those that take answers lead, then the others."""
    today = clock.today()
    rows = Occasion.objects.of_unit(request.user.unit_id)
    running = rows.open(today).order_by("until_on", "pk").prefetch_related("stations")
    others = rows.exclude(pk__in=rows.open(today).values("pk"))
    context = {"open": running, "others": Paginator(others, 20).get_page(request.GET.get("page"))}
    return render(request, "practice/reflection/occasion_list.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def occasion_add(request):
    """Hold an occasion."""
    form = OccasionForm(request.POST or None)
    home = reverse("practice:occasion_list")
    if form.is_valid():
        what = {
            name: form.cleaned_data[name]
            for name in ("title", "from_on", "until_on", "with_names", "for_guests")
        }
        perform(
            form,
            actions.hold_occasion,
            unit=request.user.unit,
            by=request.user,
            stations=form.stations(),
            location=lambda made: reverse("practice:occasion_detail", args=[made.pk]),
            **what,
        )
    to = reverse("practice:occasion_detail", args=[form.made.pk]) if form.made else home
    words = _("The stations are ready. Print the sheet with the QR codes.")
    return respond(request, form, "practice/reflection/occasion_add.html", to=to, words=words)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def occasion_detail(request, pk):
    """How much has been written; and what, as soon as it may be read."""
    occasion, today = _occasion(request, pk), clock.today()
    words, station = request.GET.get("q", "")[:LONGEST_SEARCH], number_in(request.GET, "station")
    readable = occasion.is_readable(today)
    context = {
        "occasion": occasion,
        "is_open": occasion.is_open(today),
        "is_readable": readable,
        "written": written(occasion),
        "stations": occasion.stations.all(),
        "read": read(occasion, words=words, station=station) if readable else [],
        "q": words,
        "station": station,
        "may_keep": occasion.may_be_kept_by(request.user),
    }
    return render(request, "practice/reflection/occasion_detail.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def occasion_sheet(request, pk):
    """The stations on paper, each a page with its questions and its QR code."""
    occasion = _occasion(request, pk)
    site = settings.SITE_URL.rstrip("/")
    stations = [
        (station, qr_code(site + reverse("practice:station_guest", args=[station.token])))
        for station in occasion.stations.prefetch_related("prompts")
    ]
    context = {"occasion": occasion, "stations": stations}
    return render(request, "practice/reflection/occasion_sheet.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def occasion_close(request, pk):
    """End the occasion today; whoever opened it or leads the unit may."""
    occasion = _occasion(request, pk)
    if not occasion.may_be_kept_by(request.user):
        raise Http404
    actions.close_occasion(occasion, by=request.user)
    messages.success(request, _("The reflection is over. Read together what was written."))
    return see_other(reverse("practice:occasion_detail", args=[occasion.pk]))


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def reflection_remove(request, pk):
    """Take a text away in which somebody can be recognised; whoever opened the occasion or leads the unit may."""
    rows = Reflection.objects.filter(prompt__station__occasion__unit=request.user.unit_id)
    row = get_object_or_404(rows.select_related("prompt__station__occasion"), pk=pk)
    occasion = row.prompt.station.occasion
    if not occasion.may_be_kept_by(request.user) or not occasion.is_readable(clock.today()):
        raise Http404
    actions.remove_reflection(row, by=request.user)
    messages.success(request, _("The text is gone."))
    return see_other(reverse("practice:occasion_detail", args=[occasion.pk]))


def _station(request, pk, station) -> Station:
    rows = Station.objects.filter(occasion__unit=request.user.unit_id, occasion=pk)
    return get_object_or_404(rows.select_related("occasion"), pk=station)


@role_view(Role.GUIDE, Role.LEADER)
@never_cache
@require_http_methods(["GET", "POST"])
def station_answer(request, pk, station):
    """Write at a station. With names what is typed is kept as a draft; without, nothing before it is sent."""
    place = _station(request, pk, station)
    occasion = place.occasion
    prompts = list(place.prompts.all())
    form = StationForm(
        request.POST or None, prompts=prompts, keyed=occasion.with_names, unit=occasion.unit_id
    )
    if occasion.with_names:
        drafting.restore(form, place, request.user)
    to = reverse("practice:occasion_detail", args=[occasion.pk])
    if form.is_valid():
        what = {"sheet": form.sheet, "people": form.cleaned_data["people"]}
        if occasion.with_names:
            done = perform(
                form, actions.write_reflections, place, form.texts(), by=request.user, location=to, **what
            )
            if done:
                drafting.drop(place, request.user, drawn_with(form.cleaned_data["submit_key"]))
        else:
            _write_without_names(form, place, what)
    context = {"station": place, "occasion": occasion, "is_open": occasion.is_open(clock.today())}
    words = _("Thank you. It is written down.")
    return respond(request, form, "practice/reflection/station_answer.html", context, to=to, words=words)


def _write_without_names(form: StationForm, station: Station, what: dict) -> None:
    """Keep the texts with no key of the form: a row with a user and a time would tell who wrote."""
    try:
        actions.write_reflections(station, form.texts(), **what)
        form.done, form.repeated = True, None
    except ValidationError as refused:
        refuse(form, refused)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def reflection_draft(request, pk, station):
    """Keep what is being typed at an occasion with names; 404 at one without."""
    place = _station(request, pk, station)
    prompt = get_object_or_404(place.prompts.all(), pk=number_in(request.POST, "form") or 0)
    if not place.occasion.with_names:
        raise Http404
    key = request.POST.get("key", "").replace("\x00", "")[:64]
    kept = drafting.keep(
        prompt,
        request.user,
        request.POST.get("text", ""),
        key=drawn_with(key),
        revision=number_in(request.POST, "revision") or 0,
    )
    words = _("Draft saved %(time)s")
    if kept.elsewhere:
        words = _(
            "You have gone on with this text in another window, or sent it there. What you write here is kept "
            "beside it, as a draft of its own, %(time)s."
        )
    key = key if kept.key == drawn_with(key) else kept.key
    answer = {"words": words % {"time": kept.at}, "key": key, "revision": kept.revision}
    return JsonResponse(answer, status=409 if kept.elsewhere else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def station_guest(request, token):
    """Where a station's QR code leads: staff to their own page, guests to a sheet without a name while it is open.

    It shows the questions and takes texts, and gives nothing back that somebody wrote.
    """
    try:
        record_attempt(SHEETS_BY_ADDRESS, client_network(client_ip(request)))
    except TooManyAttempts as error:
        return too_many_attempts(request, error).response
    place = get_object_or_404(Station.objects.select_related("occasion"), token=token)
    occasion = place.occasion
    own = (
        request.user.is_authenticated and request.user.unit_id == occasion.unit_id and request.user.may_carry
    )
    if request.method == "GET" and (own or not occasion.for_guests):
        return redirect("practice:station_answer", pk=occasion.pk, station=place.pk)
    if not occasion.for_guests:
        raise Http404
    form = StationForm(request.POST or None, prompts=place.prompts.all(), keyed=False)
    is_open = occasion.is_open(clock.today())
    if form.is_valid():
        _write_without_names(form, place, {"sheet": form.sheet, "people": form.cleaned_data["people"]})
    context = {"station": place, "occasion": occasion, "is_open": is_open}
    to = reverse("practice:station_guest", args=[token])
    words = _("Thank you. It is written down.")
    return respond(request, form, "practice/reflection/station_guest.html", context, to=to, words=words)
