"""The table of limits, and the unit's own choices, for the administrator."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.limits.actions import add_limit, is_correctable, take_back_limit
from accounts.limits.forms import LimitForm, TakeBackForm, UnitChoicesForm, own_value
from accounts.roles import Role
from accounts.tables import ROW_PAGE, Column, Listing, save_row
from accounts.users.models import Unit
from audit import trail
from core import clock, limits
from core.acting import perform
from core.http import respond
from core.limits import DECLARED, Declared, Limit, in_words
from core.templatetags.kui import day


def _history(rows: list[Limit]) -> list[dict]:
    """The rows of one limit, newest first, each with what it says and whether it holds, held or will hold."""
    today, made, found_now = clock.today(), [], False
    gone = [row.pk for row in rows if row.superseded_at]
    acts = trail.about(Limit, gone).filter(action="limit.taken_back") if gone else ()
    back = {act.object_id: act for act in acts}
    for row in sorted(rows, key=lambda r: (r.valid_from, r.pk), reverse=True):
        state = "coming" if row.valid_from > today else "past" if found_now else "now"
        if row.superseded_at:
            state = "back"
        found_now = found_now or state == "now"
        correctable = state == "now" and is_correctable(row, rows)
        entry = {
            "row": row,
            "words": in_words(row.value, row.unit),
            "state": state,
            "correctable": correctable,
        }
        made.append(entry | {"back": back.get(str(row.pk))})
    return made


class LimitLine:
    """One line of the table: a limit with its value of today, the next one, and what one's ``own`` unit has chosen."""

    def __init__(self, declared: Declared, rows: list[Limit], own: str):
        self.own = own
        history = _history([row for row in rows if not row.superseded_at])
        coming = [entry for entry in history if entry["state"] == "coming"]
        self.declared = declared
        self.now = next((entry for entry in history if entry["state"] == "now"), None) or history[-1]
        self.next = coming[-1] if coming else None

    def __str__(self):
        return str(self.declared.title)

    def get_absolute_url(self) -> str:
        """The address of the limit."""
        return reverse("accounts:limit", args=[self.declared.code])

    def marks(self) -> list[tuple]:
        """What the own unit has chosen; and what comes: the next value, and from when."""
        own = [(_("Your own unit: %(value)s") % {"value": self.own}, "plain", "")] if self.own else []
        if self.next is None:
            return own
        coming = {"value": self.next["words"], "day": day(self.next["row"].valid_from)}
        return [*own, (_("%(value)s from %(day)s") % coming, "info", "calendar")]


COLUMNS = (
    Column(label=gettext_lazy("Today"), value=lambda line: line.now["words"], css="nowrap fw-bold"),
    Column(label=gettext_lazy("Since"), value=lambda line: day(line.now["row"].valid_from), css="nowrap"),
    Column(label=gettext_lazy("Where it is written"), value=lambda line: line.now["row"].source, css="small"),
)


@role_view(Role.ADMIN)
def limit_list(request):
    """Every limit with its value of today, since when, and where that is written."""
    by_code: dict[str, list[Limit]] = {}
    for row in Limit.objects.all():
        by_code.setdefault(row.code, []).append(row)
    unit, groups = request.user.unit, {}
    for code, declared in DECLARED.items():
        if code in by_code:
            line = LimitLine(declared, by_code[code], own_value(unit, declared))
            groups.setdefault(str(declared.group), []).append(line)
    listings = [
        Listing(
            rows=lines,
            first=_("Limit"),
            columns=COLUMNS,
            url=LimitLine.get_absolute_url,
            title=title,
            marks=LimitLine.marks,
        )
        for title, lines in groups.items()
    ]
    lead = _(
        "The days and ages that the rules count by. A law changes a number from one day: add the new value from its "
        "day, and what happened before is still judged by the old one."
    )
    context = {"title": _("Limits"), "lead": lead, "listings": listings, "unit": unit}
    return render(request, "accounts/limits/limit_list.html", context)


def _added(declared: Declared, begins: date) -> str:
    """What a new value does from its day. Units that are there keep what they chose."""
    if declared.begins_only:
        words = _("Saved. New units begin with it from %(day)s; your own unit keeps its own choice.")
    else:
        words = _("Saved. It counts from %(day)s.")
    return words % {"day": date_format(begins)}


@role_view(Role.ADMIN)
def limit(request, code):
    """One limit: what it does, its values over time, and a new one."""
    declared, rows = DECLARED.get(code), list(Limit.objects.filter(code=code))
    if declared is None or not rows:
        raise Http404
    form, words = LimitForm(request.POST or None, declared=declared), ""
    url = reverse("accounts:limit", args=[code])
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("value", "valid_from", "source", "note")}
        perform(form, add_limit, code, by=request.user, location=url, **wanted)
        words = _added(declared, wanted["valid_from"])
    own = own_value(request.user.unit, declared)
    context = {"declared": declared, "own": own, "history": _history(rows), "take_back": TakeBackForm()}
    return respond(request, form, "accounts/limits/limit.html", context, to=url, words=words)


@role_view(Role.ADMIN)
@require_POST
def limit_take_back(request, code, pk):
    """Take back a value: one whose day has not come, or the value of today with a reason."""
    row, form = get_object_or_404(Limit, code=code, pk=pk), TakeBackForm(request.POST)
    try:
        take_back_limit(row, by=request.user, reason=form.data.get("reason", "")[:300])
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        words = _("Taken back. What counts now: %(value)s.")
        if DECLARED[code].begins_only:
            words = _("Taken back. New units begin with %(value)s.")
        messages.success(request, words % {"value": in_words(limits.limit(code), row.unit)})
    return redirect("accounts:limit", code=code)


@role_view(Role.ADMIN)
def unit_choices(request):
    """What the administrator's own unit has decided for itself."""
    unit = Unit.objects.get(pk=request.user.unit_id)
    form = UnitChoicesForm(request.POST or None, instance=unit)
    if form.is_valid():
        perform(form, save_row, form, by=request.user, action="unit.choices")
    to = reverse("accounts:limit_list")
    context = {
        "title": _("The unit's own choices"),
        "lead": _("What the unit has decided for itself. Frozen reports keep the figures they were made by."),
        "crumb": (to, _("Limits")),
    }
    return respond(request, form, ROW_PAGE, context, to=to, words=_("Saved."))
