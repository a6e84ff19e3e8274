"""Pages of the barometer: ask, answer, see what the team said, on a phone, on paper and on the wall."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
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
from core.acting import perform
from core.http import next_url, respond, see_other
from core.qr import qr_code
from practice.barometer import actions
from practice.barometer.forms import AnswerForm, CodeForm, RoundForm, SheetForm
from practice.barometer.models import Answered, Round
from practice.barometer.results import results, turnout
from practice.barometer.rules import LEAST, MOST

# Many phones in a room share one address; a stranger who guesses codes is stopped all the same.
CODES_BY_ADDRESS = RateLimit("barometer-code", 300, 15 * 60)
SEAT = "barometer_seat"


def _round(request, pk) -> Round:
    """A round of the user's unit; 404 for any other."""
    return get_object_or_404(Round.objects.of_unit(request.user.unit_id), pk=pk)


def _may_close(user, round_: Round) -> bool:
    return user.is_leader or user.pk == round_.by_id


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def round_list(request):
    """The unit's rounds, the newest first; the open ones lead."""
    today = clock.today()
    rounds = Round.objects.of_unit(request.user.unit_id)
    waiting = set(rounds.open(today).unanswered_by(request.user).values_list("pk", flat=True))
    context = {
        "open": rounds.open(today).order_by("closes_on", "pk"),
        "waiting": waiting,
        "over": Paginator(rounds.over(today), 20).get_page(request.GET.get("page")),
    }
    return render(request, "practice/barometer/round_list.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def round_add(request):
    """Ask a round."""
    form = RoundForm(request.POST or None, unit=request.user.unit)
    home = reverse("practice:round_list")
    if form.is_valid():
        data = form.cleaned_data
        what = {name: data[name] for name in ("title", "own", "how", "with_partners", "closes_on")}
        perform(
            form,
            actions.open_round,
            unit=request.user.unit,
            by=request.user,
            statements=form.statements(),
            location=lambda made: reverse("practice:round_detail", args=[made.pk]),
            **what,
        )
    to = reverse("practice:round_detail", args=[form.made.pk]) if getattr(form, "made", None) else home
    return respond(
        request, form, "practice/barometer/round_add.html", to=to, words=_("The round is open for answers.")
    )


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def round_detail(request, pk):
    """How many have answered; and once it is over, what they said."""
    round_, today = _round(request, pk), clock.today()
    context = {
        "round": round_,
        "is_open": round_.is_open(today),
        "has_answered": Answered.objects.filter(round=round_, user=request.user).exists(),
        "turnout": turnout(round_),
        **_results(round_, today),
        "may_close": _may_close(request.user, round_),
    }
    return render(request, "practice/barometer/round_detail.html", context)


def _results(round_: Round, on) -> dict:
    """What the round showed, for a page."""
    found = results(round_, on)
    return {"results": found, "has_steps": any(result.before and result.steps for result in found)}


@role_view(Role.GUIDE, Role.LEADER, Role.PARTNER)
@never_cache
@require_http_methods(["GET", "POST"])
def round_answer(request, pk):
    """Answer a round. What is sent is counted and not kept."""
    round_ = _round(request, pk)
    if round_.is_live or (request.user.is_partner and not round_.with_partners):
        raise Http404
    over = not round_.is_open(clock.today())
    to = reverse("home") if request.user.is_partner else reverse("practice:round_detail", args=[round_.pk])
    if request.method == "GET":
        if over and not request.user.is_partner:
            return _shown(request, round_)
        if round_.answered.filter(user=request.user).exists():
            messages.info(request, actions.AlreadyAnswered().messages[0])
            return see_other(to)
    return _answer(request, round_, "practice/barometer/round_answer.html", to=to, by=request.user)


def _shown(request, round_: Round):
    """To what a round showed that is over."""
    messages.info(request, _("This round is over. Look at what it showed."))
    return see_other(reverse("practice:round_detail", args=[round_.pk]))


def _answer(request, round_: Round, template: str, *, to: str, **who):
    """The form with the statements, and counting what it says."""
    form = AnswerForm(request.POST or None, questions=round_.questions.select_related("statement"))
    if form.is_valid():
        try:
            actions.answer_round(round_, form.ratings(), **who)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        else:
            messages.success(request, _("Thank you. Your answer is counted, without your name."))
        return see_other(to)
    return respond(request, form, template, {"round": round_}, to=to)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def round_close(request, pk):
    """End the round today; whoever opened it or leads the unit may."""
    round_ = _round(request, pk)
    if not _may_close(request.user, round_):
        raise Http404
    actions.close_round(round_, by=request.user)
    messages.success(request, _("The round is over. This is what it showed."))
    return see_other(next_url(request, reverse("practice:round_detail", args=[round_.pk])))


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def round_sheet(request, pk):
    """The round on a sheet of paper, to print."""
    round_ = _round(request, pk)
    questions = round_.questions.select_related("statement")
    context = {"round": round_, "questions": questions, "scale": range(LEAST, MOST + 1)}
    return render(request, "practice/barometer/round_sheet.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def round_paper(request, pk):
    """Type in a sheet of paper; whoever opened the round or leads the unit may, one after another."""
    round_ = _round(request, pk)
    if not _may_close(request.user, round_):
        raise Http404
    if request.method == "GET" and not round_.is_open(clock.today()):
        return _shown(request, round_)
    form = SheetForm(request.POST or None, questions=round_.questions.select_related("statement"))
    here = reverse("practice:round_paper", args=[round_.pk])
    if form.is_valid():
        sheet = form.cleaned_data["sheet"]
        perform(
            form, actions.type_in_sheet, round_, form.ratings(), sheet=sheet, by=request.user, location=here
        )
    words = _("The sheet is counted. Here is the next one.")
    return respond(
        request, form, "practice/barometer/round_paper.html", {"round": round_}, to=here, words=words
    )


@role_view(Role.GUIDE, Role.LEADER)
@never_cache
@require_GET
def round_wall(request, pk):
    """The wall screen: the code while it is answered, and then what the room said."""
    round_, today = _round(request, pk), clock.today()
    if not round_.is_live:
        raise Http404
    context = {
        "round": round_,
        "is_open": round_.is_open(today),
        "turnout": turnout(round_),
        **_results(round_, today),
        "address": settings.SITE_URL.split("://")[-1] + reverse("practice:live_code"),
        "code": f"{round_.code[:3]} {round_.code[3:]}",
        "qr": qr_code(settings.SITE_URL + reverse("practice:live_answer", args=[round_.code])),
        "may_close": _may_close(request.user, round_),
    }
    return render(request, "practice/barometer/round_wall.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def live_code(request):
    """Where a phone in the room types the code on the wall."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            record_attempt(CODES_BY_ADDRESS, client_network(client_ip(request)))
        except TooManyAttempts as error:
            return too_many_attempts(request, error).response
        if _live(form.cleaned_data["code"]):
            return redirect("practice:live_answer", code=form.cleaned_data["code"])
        form.add_error("code", _("No round is open under this code."))
    status = 422 if request.method == "POST" else 200
    return render(request, "practice/barometer/live_code.html", {"form": form}, status=status)


def _live(code: str) -> Round | None:
    return Round.objects.open(clock.today()).filter(how=Round.How.LIVE, code=code).first()


def _no_longer_live(request, code: str):
    """What a phone in the room is told when its round has ended today; any other code is asked for anew."""
    today = Round.objects.filter(how=Round.How.LIVE, code=code, opened_on=clock.today())
    round_ = today.over(clock.today()).order_by("-pk").first()
    if round_ is None:
        return redirect("practice:live_code")
    return render(request, "practice/barometer/live_done.html", {"round": round_, "is_over": True})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def live_answer(request, code):
    """Answer in the room. The browser keeps a seat of its own, so that it answers once; nobody is asked for a name."""
    try:
        record_attempt(CODES_BY_ADDRESS, client_network(client_ip(request)))
    except TooManyAttempts as error:
        return too_many_attempts(request, error).response
    round_ = _live(code)
    if round_ is None:
        return _no_longer_live(request, code)
    seat = request.session.setdefault(SEAT, secrets.token_hex(16))
    if request.method == "GET" and round_.answered.filter(seat=seat).exists():
        return render(request, "practice/barometer/live_done.html", {"round": round_})
    to = reverse("practice:live_answer", args=[code])
    return _answer(request, round_, "practice/barometer/live_answer.html", to=to, seat=seat)
