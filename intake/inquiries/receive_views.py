"""Ny henvendelse: search first, so that nobody gets two cases; then who asked about whom, when and why."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access
from cases.casefile import finding as casefile_finding
from cases.people import rules
from core.acting import perform
from core.http import see_other
from core.phones import phone_in
from intake.inquiries import actions
from intake.inquiries import earlier as inquiries_earlier
from intake.inquiries.access import record_inquiries
from intake.inquiries.forms import InquiryAddForm, InquirySearchForm
from intake.inquiries.models import Inquiry


def _guess(asked: str) -> dict:
    """What the search words already tell, so that nobody types it twice."""
    if cpr := casefile_finding.cpr_in(asked):
        try:
            return {"cpr": cpr, "birth_date": rules.parse_cpr(cpr).birth_date}
        except rules.BadCpr:
            return {"cpr": cpr}
    if phone := phone_in(asked):
        return {"phone": phone}
    first, _sep, last = asked.rpartition(" ")
    return {"first_name": (first or last)[:80], "last_name": last[:80] if first else ""}


class LookFirst(Exception):
    """The inquiry may be about somebody known; ``found`` is who."""

    def __init__(self, found: dict):
        self.found = found
        super().__init__()


def _alike(user, *, name="", birth_date=None, cpr="", phone="") -> dict:
    """The cases and earlier inquiries that may be about the same young person, of those ``user`` may know."""
    return {
        "hits": casefile_finding.candidates(user, name=name, birth_date=birth_date, cpr=cpr, phone=phone),
        "earlier": inquiries_earlier.earlier_inquiries(user, name=name, cpr=cpr, phone=phone),
    }


def _record(found: dict, *, by) -> None:
    """That they were shown is on the trail."""
    access.record_list("intake", by=by, cases=[hit.case for hit in found["hits"]])
    record_inquiries("intake", by=by, inquiries=found["earlier"])


def _page(request, context: dict, status=200):
    return render(
        request,
        "intake/inquiries/intake.html",
        {"search_form": InquirySearchForm(), **context},
        status=status,
    )


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def intake(request):
    """Step one: search. A CPR number goes by POST and never stands in an address."""
    form = InquirySearchForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, {"search_form": form}, status=422 if request.POST else 200)
    asked = form.cleaned_data["q"].strip()
    cpr = casefile_finding.cpr_in(asked)
    if cpr:
        found = _alike(request.user, cpr=cpr)
    elif phone := phone_in(asked):
        found = _alike(request.user, phone=phone)
    else:
        found = _alike(request.user, name=asked)
        found["hits"] = _with_typed(request.user, asked, found["hits"])
    _record(found, by=request.user)
    context = {
        "search_form": form,
        "searched": True,
        "form": InquiryAddForm(initial=_guess(asked)),
        # A number is somebody; with an open case there is nothing more to take down here.
        "certain": bool(cpr) and any(not hit.case.is_closed for hit in found["hits"]),
        **found,
    }
    return _page(request, context)


def _with_typed(user, asked: str, hits: list) -> list:
    """What the search page finds by the same words as well, so that half a name is no reason to miss somebody."""
    seen = {hit.case.pk for hit in hits}
    more = [hit for hit in casefile_finding.find(user, asked, limit=8) if hit.case.pk not in seen]
    return (hits + more)[: casefile_finding.CANDIDATES]


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def intake_save(request):
    """Step two: take the inquiry down. When it may be about somebody known, that is shown once before it is saved."""
    form = InquiryAddForm(request.POST)
    if not form.is_valid():
        return _page(request, {"form": form}, status=422)
    goal = "intake:inquiry_take_in" if "now" in request.POST else "intake:inquiry"
    try:
        perform(
            form,
            _take_down,
            form.cleaned_data,
            by=request.user,
            location=lambda made: reverse(goal, args=[made.pk]),
        )
    except LookFirst as first:
        _record(first.found, by=request.user)
        return _page(request, {"form": form, "ask_again": True, **first.found}, status=422)
    if not form.done:
        return _page(request, {"form": form}, status=422)
    if form.repeated is not None:
        return see_other(form.repeated or "/")
    if "now" not in request.POST:
        messages.success(request, _("The inquiry about %(name)s is saved.") % {"name": form.made.name})
    return see_other(reverse(goal, args=[form.made.pk]))


def _take_down(data: dict, *, by) -> Inquiry:
    """Write the inquiry down, unless it may be about somebody known and nobody has said that it is not."""
    if not data["nobody_known"]:
        _look_first(by, data)
    values = {name: data[name] for name in InquiryAddForm.Meta.fields}
    return actions.receive_inquiry(Inquiry(unit=by.unit, **values), by=by)


def _look_first(user, data: dict) -> None:
    """Raise LookFirst when what was written may be about somebody known."""
    name = f"{data['first_name']} {data['last_name']}"
    told = {key: data[key] for key in ("birth_date", "cpr", "phone")}
    found = _alike(user, name=name, **told)
    if found["hits"] or found["earlier"]:
        raise LookFirst(found)
