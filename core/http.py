"""Small answers that many pages give."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event


def back(request: HttpRequest, default: str) -> str:
    """Where the form asked to be led afterwards (``next``), if that is a path of ours; otherwise ``default``.

    A path, so that `redirect` never takes it for the name of a view.
    """
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours and url.startswith("/") else default


def see_other(url: str) -> HttpResponse:
    """303: the form is done, look there."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def said(response: HttpResponse, words, **events) -> HttpResponse:
    """Let screen readers hear what an htmx answer changed, and fire further client events."""
    trigger_client_event(response, "announce", {"value": str(words)})
    for name, detail in events.items():
        trigger_client_event(response, name.replace("_", "-"), detail)
    return response
