"""Ages at which something changes: the board, one young person's own, and the table of what each age requires."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from accounts.tables import ROW_PAGE
from cases.access import door as access
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Case
from cases.people import rules
from core import clock
from core.acting import perform
from core.http import respond, see_other
from workspace.transitions import actions, tables
from workspace.transitions import board as transitions
from workspace.transitions.filters import SHOW, BoardFilterSet
from workspace.transitions.forms import ConfirmForm, RuleEndForm, TransitionRuleForm
from workspace.transitions.models import TransitionRule

PAGE = 50


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def board(request):
    """Who reaches an age at which something changes, what it requires, and what is missing: the unit's, or
    one's own.
    """
    user, today = request.user, clock.today()
    filters = BoardFilterSet(request.GET, request=request)
    cases = Case.objects.visible_to(user) if user.is_leader else Case.objects.own_of(user)
    # The numbers on top are of the guide that is chosen, whatever else is.
    mine = filters.narrow(transitions.ahead_of(cases, today), "guide")
    shown = filters.narrow(mine, "alder", "vis")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    access.record_list("overgange", by=user, cases=[one.case for one in page])
    counted = Counter(one.months for one in mine)
    guide = filters.chosen.get("guide")
    extra = f"&guide={guide.pk}" if guide else ""
    context = {
        "filters": filters,
        "page": page,
        "count": len(shown),
        "today": today,
        "ages": [
            {"label": label, "count": counted[months], "url": f"?alder={months}{extra}"}
            for months, label in rules.TRANSITIONS.items()
            if counted[months]
        ],
        "numbers": [
            {
                "label": label,
                "url": f"?vis={what}{extra}",
                "count": len(filters.such(mine, "vis", what)),
            }
            for what, label in SHOW
        ],
        "ahead": transitions.months_before(),
    }
    return render(request, "workspace/transitions/transitions.html", context)


def _loaded(case):
    """The case with the facts that requirements are seen from, and what its reader may do."""
    found = transitions.with_facts(Case.objects.filter(pk=case.pk), clock.today()).get()
    found.may = case.may
    return found


@case_view(needs=Permission.CASE_READ)
@require_GET
def case_transitions(request, case):
    """One young person's calendar of ages: what each requires, and what is in place."""
    today = clock.today()
    made = transitions.all_of(_loaded(case), today)
    upcoming = next((one for one in made if one.day >= today), None)
    context = {"case": case, "transitions": made, "upcoming": upcoming, "today": today}
    return render(request, "workspace/transitions/case_transitions.html", context)


def _rule(rule_id) -> TransitionRule:
    return get_object_or_404(TransitionRule.objects.holding(clock.today()), pk=rule_id)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def transition_confirm(request, case, rule_id):
    """Confirm what no fact tells: since when, and by whom."""
    rule, url = _rule(rule_id), reverse("workspace:case_transitions", args=[case.pk])
    if rule.check_by != TransitionRule.Check.CONFIRMED:
        raise Http404
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("on", "note")}
        perform(form, actions.confirm_transition, case, rule, by=request.user, **data)
    context, to = {"case": case, "rule": rule}, f"{url}#alder-{rule.months}"
    words = _("Confirmed: %(what)s.") % {"what": rule}
    page = "workspace/transitions/transition_confirm.html"
    return respond(request, form, page, context, to=to, words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def transition_take_back(request, case, rule_id):
    """Take a confirmation back; that it was given is kept."""
    row = case.transition_confirmations.filter(rule=rule_id, superseded_at=None).first()
    if row is not None:
        actions.take_back_transition(row, by=request.user)
    messages.success(request, _("Taken back."))
    return see_other(reverse("workspace:case_transitions", args=[case.pk]))


@role_view(Role.ADMIN)
def rule_list(request):
    """What each age requires, how that is seen, since when, and where it is written."""
    lead = _(
        "What must be in place at each age, how it is seen, and where it is written. A requirement is added from a day "
        "and ended from a day; what was required before stays readable."
    )
    context = {"title": _("What each age requires"), "lead": lead, "listings": tables.listings()}
    context |= {"add_url": reverse("workspace:transition_rule_add"), "add": _("New requirement")}
    return render(request, "accounts/tables/list.html", context)


def _answer(request, form, title):
    to = reverse("workspace:transition_rules")
    context = {"title": title, "crumb": (to, _("Age transitions"))}
    return respond(request, form, ROW_PAGE, context, to=to, words=_("Saved."))


@role_view(Role.ADMIN)
def rule_add(request):
    """Add a requirement from its day."""
    form = TransitionRuleForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.add_transition_rule, form.instance, by=request.user)
    return _answer(request, form, _("New requirement"))


@role_view(Role.ADMIN)
def rule_end(request, rule_id):
    """Let a requirement hold no more from a day; what was required until then stays readable."""
    rule = get_object_or_404(TransitionRule, pk=rule_id, valid_until=None)
    form = RuleEndForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.end_transition_rule, rule, by=request.user, on=form.cleaned_data["on"])
    return _answer(request, form, rule)
