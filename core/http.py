"""The answers that pages give: one for an act, whichever page it was asked on."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

# Longer than any page of ours with all its filters, and it fits where a form's way back is kept.
LONGEST_WAY = 500
# What forms send along that nobody has written: hidden fields, by the last part of their name; and what a choice, a
# day, a number or an id says, in one piece and in small letters.
_SENT_ALONG = frozenset(
    "csrfmiddlewaretoken submit_key draft_key version opened next seen parts card stood sheet query".split()
)
_SECRET = re.compile("password|code|login|cpr")
_CHOSEN = re.compile(r"[a-z0-9_.,:/+=-]*|True|False|None")


def next_url(request: HttpRequest, default: str) -> str:
    """Where the form asked to be led afterwards (``next``), if that is a page of ours; otherwise ``default``.

    A path, so that `redirect` never takes it for the name of a view.
    """
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    if not ours or not url.startswith("/") or len(url) > LONGEST_WAY or "\x00" in url:
        return default
    try:
        resolve(url.partition("#")[0].partition("?")[0])
    except Resolver404:
        return default
    return url


def number_in(params: Mapping, name: str, most: int = 999_999_999) -> int | None:
    """The number that an address or a form gives a parameter; None for anything else, and for more than ``most``."""
    text = params.get(name) or ""
    return int(text) if text.isdecimal() and len(text) < 20 and int(text) <= most else None


def typed(request: HttpRequest) -> list[str]:
    """What somebody wrote in the form that is refused, so that the page that says so can give it back; kept nowhere.
    No password, code or CPR number, and no single word in small letters, which may be a choice.

    Nothing of a form that was not sent from a page of ours: no other site puts words into our pages.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    try:
        fields = [*request.POST.lists()]
    except (
        BadRequest,
        SuspiciousOperation,
        MultiPartParserError,
        OSError,
    ):  # what nobody can read was not typed
        return []
    texts = (
        text.strip()
        for name, values in fields
        if name.rpartition("-")[2] not in _SENT_ALONG and not _SECRET.search(name)
        for text in values
    )
    return [text for text in dict.fromkeys(texts) if not _CHOSEN.fullmatch(text)]


@contextmanager
def answerable() -> Iterator[None]:
    """What no database can look for is a mistake of whoever asked: a NUL, half a letter, a number beyond all columns.

    Forms refuse it beside the field. What comes past them, in an address or a parameter, raises BadRequest here.
    """
    try:
        yield
    except (DataError, OverflowError, UnicodeError) as error:
        raise BadRequest(type(error).__name__) from error
    except ValueError as error:
        if "NUL" not in str(error) and "null" not in str(error):
            raise
        raise BadRequest("NUL") from error


def see_other(url: str) -> HttpResponse:
    """303: the form is done, look there."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def announce(response: HttpResponse, words, **events) -> HttpResponse:
    """Let screen readers hear what an htmx answer changed, and fire further client events."""
    trigger_client_event(response, "announce", {"value": str(words)})
    for name, detail in events.items():
        trigger_client_event(response, name.replace("_", "-"), detail)
    return response


def acted(
    request: HttpRequest,
    words,
    *,
    to: str,
    undo="",
    change="",
    level: int = messages.SUCCESS,
    status: int = 204,
) -> HttpResponse:
    """The answer to an act done where it stands: its receipt, and the page as it now is.

    Without htmx 303 leads to ``next``, or else ``to``. With it, ``page-changed`` lets the page fetch itself
    (``kui.js``), so that the row, its neighbours and every count are what a reload shows; the focus and the place on
    the page are kept. ``undo`` is the address to which one posts to take it back, ``change`` where it is corrected.
    """
    messages.add_message(request, level, words, extra_tags=f"{undo} {change}".rstrip())
    if not request.htmx:
        return see_other(next_url(request, to))
    return announce(HttpResponse(status=status), words, page_changed={})


def unchanged(request, to: str) -> HttpResponse:
    """The answer to a form that says what stands there already: nobody is told anything, and nothing is taken back."""
    return acted(request, _("Nothing was changed."), to=to, level=messages.INFO)


def respond(
    request: HttpRequest,
    form: forms.BaseForm,
    template: str,
    context: dict | None = None,
    *,
    to: str = "",
    words="",
    status: int = 0,
) -> HttpResponse:
    """The answer to a form.

    Done (see `core.acting.perform`): ``words`` are said, with what somebody else changed meanwhile, and 303 leads to
    ``next``, or else ``to``. Sent before: 303 to where it led then, and nothing is said again. Otherwise ``template``
    with the form: 200 as it is asked for, 422 when it is refused, 409 when somebody else was first: with both texts
    (``components/conflict.html``), or with what stands now.
    """
    case_id = getattr((context or {}).get("case"), "pk", None)
    if getattr(form, "done", False):
        if form.repeated is not None:
            return see_other(next_url(request, form.repeated or to))
        if getattr(form, "merged", ()):
            words = form.receipt(words, request.user, case_id)
        if words:
            messages.success(request, words)
        return see_other(next_url(request, to))
    if getattr(form, "conflict", None) is not None:
        form.conflict_by, status = form.saved_by(case_id), 409
        form.conflict_who = form.conflict_by and form.known_as(form.conflict_by, request.user)
    elif getattr(form, "overtaken", False):
        status = 409
    status = status or (422 if request.method == "POST" else 200)
    return render(request, template, {"form": form, **(context or {})}, status=status)
