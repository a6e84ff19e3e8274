"""The doors of pages that are about no case, made anew around a small view, and where those who are out are led."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from accounts import access
from accounts.models import Role
from accounts.roles import AT_WORK
from audit import trail
from audit.models import AuditEvent
from core import clock
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def asked(user=None, *, method="get", path="/side/", **headers):
    """A request as the middleware hands it to a view."""
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)
    request._messages = CookieStorage(request)
    return request


def page(request, *args, **named):
    """A view that says what it got."""
    return HttpResponse(f"{request.user.role} {args} {named}")


def denials():
    rows = AuditEvent.objects.filter(action="page.open")
    return list(rows.order_by("pk").values_list("actor_id", "outcome", "path"))


@pytest.mark.parametrize("role", AT_WORK)
@pytest.mark.parametrize("roles", [[Role.GUIDE], [Role.LEADER, Role.ADMIN], list(Role)])
def test_a_page_opens_for_its_roles_and_a_denial_is_kept(unit, role, roles):
    user, view = factories.UserFactory(unit=unit, role=role), access.role_view(*roles)(page)
    if role in roles:
        answer = view(asked(user), 7, name="x").content.decode()
        assert answer == f"{role} (7,) {{'name': 'x'}}" and denials() == []
    else:
        with pytest.raises(PermissionDenied):
            view(asked(user))
        assert denials() == [(user.pk, "denied", "/side/")]


def test_a_door_says_what_it_is_and_keeps_the_views_name():
    view = access.role_view(Role.LEADER, Role.ADMIN)(page)
    assert (view.policy, view.__name__, view.__doc__) == ("roles: admin, leader", "page", page.__doc__)
    assert access.signed_in(page).policy == "signed in"
    assert access.public(page) is page and page.policy == "public"


@pytest.mark.parametrize("role", AT_WORK)
def test_whoever_is_signed_in_opens_what_is_about_themselves(unit, role):
    user = factories.UserFactory(unit=unit, role=role)
    assert access.signed_in(page)(asked(user)).content.decode().startswith(role)


@pytest.mark.parametrize(("roles", "status"), [([Role.GUIDE], 403), (list(Role), 200), (list(Role) * 2, 200)])
def test_who_waits_for_a_leader_opens_only_what_everybody_may(unit, roles, status):
    user = factories.UserFactory(unit=unit, role=Role.GUIDE, to_confirm_since=clock.now())
    answer = access.role_view(*roles)(page)(asked(user))
    assert answer.status_code == status
    text = answer.content.decode()
    assert ("leder" in text and user.name in text) is (status == 403), "the page says who one is"


@pytest.mark.parametrize("change", [{}, {"is_active": False}, {"to_confirm_since": clock.now()}])
def test_who_may_work_is_in_open_and_confirmed(unit, change):
    assert access.may_work(factories.UserFactory(unit=unit, **change)) is (not change)
    assert access.may_work(AnonymousUser()) is False


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (Http404, Http404),
        (PermissionDenied, PermissionDenied),
        (BadRequest, BadRequest),
        (OverflowError, BadRequest),  # a number beyond all columns
        (ValueError("A string literal cannot contain NUL (0x00) characters."), BadRequest),
    ],
)
def test_what_is_not_there_or_cannot_be_is_kept_as_a_denial(guide, raised, seen):
    def view(request):
        raise raised

    with pytest.raises(seen):
        access.role_view(Role.GUIDE)(view)(asked(guide))
    assert denials() == [(guide.pk, "denied", "/side/")]


def test_a_fault_of_ours_is_no_denial(guide):
    def view(request):
        raise KeyError

    with pytest.raises(KeyError):
        access.role_view(Role.GUIDE)(view)(asked(guide))
    assert denials() == []


def test_what_a_page_writes_down_names_its_address(guide):
    def view(request):
        trail.record("profile.look", by=request.user)
        return HttpResponse()

    access.role_view(Role.GUIDE)(view)(asked(guide, path="/min-side/"))
    assert AuditEvent.objects.get().path == "/min-side/"


SIGN_IN = "/konto/log-ind/?next="


@pytest.mark.parametrize("door", [access.role_view(Role.GUIDE), access.signed_in])
def test_who_is_out_is_led_to_sign_in_and_back(door):
    answer = door(page)(asked(path="/sager/?q=ane"))
    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}/sager/%3Fq%3Dane")
    assert denials() == []


@pytest.mark.parametrize(
    ("current", "back"),
    [("http://testserver/sager/?q=ane", "/sager/%3Fq%3Dane"), ("https://evil.example/x", "/"), ("", "/")],
)
def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(current, back):
    answer = access.redirect_to_sign_in(asked(**{"hx-request": "true", "hx-current-url": current}))
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{SIGN_IN}{back}")
    assert "Location" not in answer and answer.content == b""


@pytest.mark.parametrize(
    ("referer", "secure", "back"),
    [
        ("http://testserver/sager/ny/?via=x", False, "/sager/ny/%3Fvia%3Dx"),
        ("http://testserver/sager/ny/#felt", False, "/sager/ny/"),
        ("http://testserver", False, "/"),
        ("http://testserver/sager/", True, "/"),  # what came unencrypted is not where one is led
        ("https://testserver/sager/", True, "/sager/"),
        ("https://evil.example/sager/", False, "/"),
        ("//evil.example/sager/", False, "/"),
        ("javascript:alert(1)", False, "/"),
        (None, False, "/"),
    ],
)
def test_who_sent_a_form_is_led_back_to_the_page_of_it(referer, secure, back):
    request = asked(method="post", path="/gem/", **({"referer": referer} if referer else {}))
    if secure:
        request.META |= {"wsgi.url_scheme": "https", "SERVER_PORT": "443"}
    answer = access.redirect_to_sign_in(request)
    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}{back}")
    assert list(request._messages) == []


@pytest.mark.parametrize(("method", "told"), [("post", 1), ("get", 0)])
def test_who_was_away_too_long_is_told_that_the_form_is_not_saved(method, told):
    request = asked(method=method)
    request.session_timed_out = True
    access.redirect_to_sign_in(request)
    found = list(request._messages)
    assert len(found) == told
    assert all(one.level_tag == "warning" and "ikke gemt" in one.message for one in found)
