"""One act on many cases of a list: chosen, previewed with what is left out and why, done, and taken back
within the hour.
"""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access_door
from cases.access import permissions as access_permissions
from cases.guides import actions as guides_actions
from cases.guides.fields import CarrierField, carriers
from cases.models import Case
from cases.notes.forms import TEXT_LENGTH, KindMixin
from core import clock, exports, idempotency
from core.acting import perform
from core.fields import DayField, PastDayField
from core.http import respond, see_other
from workspace.lists import actions as lists_actions
from workspace.lists.models import BulkAct
from workspace.lists.views import LISTS, acts_for, export, kept_query

# Each case is an act of its own with its own row on the trail: so many fit into one request. The rest is offered next.
MOST = 200

PREVIEW = "workspace/lists/bulk.html"


class AssignManyForm(idempotency.SubmitKeyForm):
    """Who carries the cases, or stands in, from a day."""

    user = CarrierField(label=gettext_lazy("Who"))
    on = DayField(label=gettext_lazy("From"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = carriers(user.unit_id)
        self.fields["on"].initial = clock.today


class NoteManyForm(KindMixin, idempotency.SubmitKeyForm):
    """The same note on each case. Colleagues named by ``@initials`` find it on their day."""

    happened_on = PastDayField(label=gettext_lazy("When"))
    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = clock.today


class ConfirmManyForm(idempotency.SubmitKeyForm):
    """Nothing to say: what they do now is confirmed today."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


FORMS = {
    BulkAct.Act.ASSIGN: AssignManyForm,
    BulkAct.Act.DEPUTISE: AssignManyForm,
    BulkAct.Act.NOTE: NoteManyForm,
    BulkAct.Act.CONFIRM: ConfirmManyForm,
}


def chosen_cases(user, ids) -> list[Case]:
    """The chosen cases that the user may see, each with ``may``. What is not theirs to know of is not spoken of."""
    rows = Case.objects.visible_to(user).filter(pk__in=ids).select_related("person", "guide", "unit")
    cases = list(rows.order_by("person__sort_name", "id"))
    for case in cases:
        case.may = access_permissions.permissions(case, user)
    return cases


def _key(text: str):
    """A case's id, or None for what is none."""
    try:
        return Case._meta.pk.to_python(text) if text else None
    except ValidationError:
        return None


def _beyond(one, request, query: str, after):
    """All that fit the list's filters in the order of their ids, from beyond ``after`` on: an act may change
    any other order.
    """
    rows = one.filtered(request, QueryDict(query)).qs.order_by("pk")
    return rows.filter(pk__gt=after) if after else rows


def _ids(request, one) -> list:
    """The cases ticked, or all that fit the list's filters from beyond ``efter`` on; at most MOST."""
    if request.POST.get("omfang") == "alle":
        after = _key(request.POST.get("efter", ""))
        rows = _beyond(one, request, request.POST.get("query", ""), after)
        return list(rows.values_list("pk", flat=True)[:MOST])
    ids = (_key(text) for text in request.POST.getlist("case")[:MOST])
    return [pk for pk in ids if pk]


def _rest(request, which: str, act: str, query: str, after: str) -> dict | None:
    """What is left of all that fit when those up to ``after`` are done: how many, and what asks for them; None
    when nothing is.
    """
    one, last = LISTS.get(which), _key(after)
    if one is None or last is None or act not in FORMS or (one.with_guide and not request.user.is_leader):
        return None
    left = _beyond(one, request, query, last).count()
    fields = {"which": which, "act": act, "query": query, "omfang": "alle", "efter": after}
    return {"left": left, "next": min(left, MOST), "fields": fields} if left else None


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def bulk(request):
    """First the preview: who is in, who is left out and why, and what there is to say. Sent again, it is done."""
    one = LISTS.get(request.POST.get("which", ""))
    act = request.POST.get("act", "")
    if one is None:
        raise Http404
    if one.with_guide and not request.user.is_leader:
        raise PermissionDenied
    if act not in dict(acts_for(request.user, one)):
        raise Http404
    query = kept_query(one, QueryDict(request.POST.get("query", "")))
    home = f"{one.path}?{query}" if query else one.path
    if act in exports.TYPES and request.POST.get("omfang") == "alle":
        hidden = [("which", one.which), ("act", act), ("omfang", "alle"), ("query", query)]
        return export(request, one.filtered(request, QueryDict(query)).qs, one, act, home, hidden)
    ids = _ids(request, one)
    if not ids:
        messages.warning(request, _("Tick the young people it is about first."))
        return see_other(home)
    if act in exports.TYPES:
        rows = one.cases(request.user).filter(pk__in=ids).order_by("person__sort_name", "id")
        hidden = [("which", one.which), ("act", act), ("query", query), *(("case", pk) for pk in ids)]
        return export(request, rows, one, act, home, hidden)
    return _act(request, one, act, ids, query, home)


def _act(request, one, act: str, ids: list, query: str, home: str):
    """The act on the chosen cases: previewed, or done when it was seen."""
    cases, sure = chosen_cases(request.user, ids), "sure" in request.POST
    # Of all that fit, how far this goes; sent along with those chosen, so that the next go begins beyond it.
    until = str(ids[-1]) if request.POST.get("omfang") == "alle" and len(ids) == MOST else ""
    until = request.POST.get("efter", "") if sure else until
    form = FORMS[act](request.POST if sure else None, user=request.user)
    if form.is_valid():
        more = {"which": one.which, "query": query, "efter": until} if _key(until) else {}
        perform(form, _do, form, cases, act, by=request.user, location=lambda done: _done_url(done, more))
        return respond(request, form, PREVIEW, to=_done_url(form.made, more) if form.made else home)
    left_out = [(case, why) for case in cases if (why := lists_actions.why_not(case, act, user=None))]
    out = {case.pk for case, _why in left_out}
    access_door.record_list(f"flere: {act}", by=request.user, cases=cases)
    context = {
        "one": one,
        "act": act,
        "title": dict(acts_for(request.user, one))[act],
        "fits": [case for case in cases if case.pk not in out],
        "left_out": left_out,
        "until": until,
        "rest": _rest(request, one.which, act, query, until),
        "query": query,
        "home": home,
    }
    return respond(request, form, PREVIEW, context, status=0 if sure else 200)


def _do(form, cases: list[Case], act: str, *, by) -> BulkAct:
    data = form.cleaned_data
    on = data.get("on") or data.get("happened_on")
    said = {"user": data.get("user"), "text": data.get("text", ""), "named": getattr(form, "named", None)}
    return lists_actions.do_to_many(cases, act, by=by, on=on, **said)


def _done_url(done: BulkAct, more: dict) -> str:
    """The page of what came of it, which knows how far the act went."""
    url = reverse("workspace:bulk_done", args=[done.pk])
    return f"{url}?{urlencode(more)}" if more else url


def _own_bulk(request, bulk_id) -> BulkAct:
    found = BulkAct.objects.filter(pk=bulk_id, user=request.user).first()
    if found is None:
        raise Http404
    return found


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def bulk_done(request, bulk_id):
    """What came of it, case by case, and for an hour the way back."""
    done = _own_bulk(request, bulk_id)
    why = done.why
    cases = chosen_cases(request.user, list(why))
    access_door.record_list("flere", by=request.user, cases=cases)
    rows = [(case.person.name, case.get_absolute_url(), why[str(case.pk)]) for case in cases]
    left = clock.now() - done.at < guides_actions.UNDO_WINDOW
    which, query, after = (request.GET.get(name, "") for name in ("which", "query", "efter"))
    context = {
        "done": done,
        "rest": _rest(request, which, done.act, query, after),
        "rows": [row for row in rows if not row[2]],
        "left_out": [row for row in rows if row[2]],
        "count": sum(not reason for reason in why.values()),
        "may_undo": left and done.undone_at is None and "" in why.values(),
    }
    return render(request, "workspace/lists/bulk_done.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def bulk_undo(request, bulk_id):
    """Take it back, case by case."""
    done = _own_bulk(request, bulk_id)
    cases = chosen_cases(request.user, [case_id for case_id, why in done.why.items() if not why])
    # A case that was given away may be out of sight by now; only whoever gave it away may take it back.
    url = reverse("workspace:bulk_done", args=[done.pk])
    try:
        left = lists_actions.undo_many(done, cases, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return see_other(url)
    for case, why in left:
        messages.warning(request, f"{case.person.name}: {why}")
    if undone := len(cases) - len(left):
        words = ngettext("Undone for %(n)s young person.", "Undone for %(n)s young people.", undone)
        messages.success(request, words % {"n": undone})
    return see_other(url)
