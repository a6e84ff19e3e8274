"""Emergency access to a shielded case, and the leader's page of when it was used."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from accounts.signin import throttle
from audit.models import AuditEvent
from cases.access.models import BrokenGlass
from cases.casefile.models import Case
from cases.emergency import actions as emergency
from cases.emergency.forms import BreakGlassForm
from core.http import respond, see_other

# Few enough that nobody can try the unit's young people one by one.
GLASS_BY_USER = throttle.RateLimit("glass-user", 5, 60 * 60)


SHOWN = 100


@sensitive_post_parameters("password", "cpr", "name", "birth_date")
@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def break_glass(request):
    """Exactly whom, why, and the password: an hour to read, or an answer that tells nothing."""
    form = BreakGlassForm(request.POST or None)
    if form.is_valid():
        try:
            throttle.record_attempt(GLASS_BY_USER, str(request.user.pk))
        except throttle.TooManyAttempts as error:
            emergency.record_refusal(by=request.user, how=form.how, why="too many")
            return render(request, "429.html", {"minutes": -(-error.seconds // 60)}, status=429)
        case = _opened(request.user, form)
        if case is not None:
            return see_other(case.get_absolute_url())
    return respond(request, form, "cases/emergency/break_glass.html")


def _opened(user, form: BreakGlassForm) -> Case | None:
    """The case, or None with the refusal on the form and on the trail."""
    data = form.cleaned_data
    if not user.check_password(data["password"]):
        emergency.record_refusal(by=user, how=form.how, why="password")
        form.add_error("password", _("That is not your password."))
        return None
    whom = {name: data[name] for name in ("reason", "cpr", "name", "birth_date")}
    try:
        return emergency.break_glass(by=user, **whom)
    except emergency.Refused:
        emergency.record_refusal(by=user, how=form.how, why="nothing opened")
        words = _("Nothing was opened. Look at what you wrote, or call the leader. Your try is written down.")
        form.add_error(None, words)
        return None


@role_view(Role.LEADER)
@require_GET
def glass_list(request):
    """When emergency access was used in the unit, by whom and why, and tries that opened nothing.

    Never whom it was about.
    """
    rows = list(
        BrokenGlass.objects.filter(case__unit=request.user.unit_id)
        .select_related("user")
        .defer("reason")[:SHOWN]
    )
    # A case that the leader carries or is named on may be told; every other stays without a name.
    known = Case.objects.visible_to(request.user).filter(pk__in=[row.case_id for row in rows])
    known = {case.pk: case for case in known.select_related("person")}
    context = {
        "rows": [(row, known.get(row.case_id)) for row in rows],
        "refused": AuditEvent.objects.filter(action="glass.refused", unit_id=request.user.unit_id).order_by(
            "-at", "-pk"
        )[:SHOWN],
    }
    return render(request, "cases/emergency/glass_list.html", context)
