"""The lists of young people, and the search."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.exporting import Export, home_of, take_out
from accounts.models import Role
from cases.access import door as access
from cases.casefile.querysets import LIST_COLUMNS
from cases.models import Case, Status
from core import clock, exports
from core.fields import TidyForm
from core.http import see_other
from core.pagination import BoundedPaginator
from workspace.lists import actions
from workspace.lists.columns import (
    COLUMNS,
    IN_A_FILE,
    OWN_LIST,
    UNIT_LIST,
    RowContext,
    chosen,
    rows_of,
    with_columns,
)
from workspace.lists.filters import CaseFilterSet, UnitCaseFilterSet
from workspace.lists.models import BulkAct, SavedView

EXPORT_LIMIT = 5_000


KEPT = ("q", "vis", "nu", "status", "guide", "sort", "kol")


@dataclass(frozen=True)
class List:
    """One of the two lists: its words, whose cases, and how it stands until somebody chooses otherwise."""

    which: str
    what: str
    route: str
    title: Promise | str
    intro: Promise | str
    filters: type[CaseFilterSet]
    columns: tuple[str, ...]
    with_guide: bool = False

    @property
    def path(self) -> str:
        """The list's own address, without filters."""
        return reverse(self.route)

    @property
    def sort(self) -> str:
        """The order that holds until one is chosen."""
        return self.filters.own_order

    def cases(self, user):
        """The cases that the list is of, with what its rows need."""
        rows = Case.objects.visible_to(user) if self.with_guide else Case.objects.own_of(user)
        return rows.select_related("person", "guide", "cover").only(*LIST_COLUMNS)

    def filtered(self, request, params) -> CaseFilterSet:
        """The list as an address's parameters have it: its ``qs`` is narrowed and in order."""
        return self.filters(params, self.cases(request.user), request=request)


MINE = List(
    SavedView.Which.MINE,
    "mine-unge",
    "workspace:mine",
    gettext_lazy("My young people"),
    "",
    CaseFilterSet,
    OWN_LIST,
)


UNIT = List(
    SavedView.Which.UNIT,
    "enhedens-unge",
    "workspace:unit_list",
    gettext_lazy("The unit's young people"),
    gettext_lazy("Opening a case is recorded, and its guide can see it."),
    UnitCaseFilterSet,
    UNIT_LIST,
    with_guide=True,
)


LISTS = {one.which: one for one in (MINE, UNIT)}


def kept_query(one: List, params) -> str:
    """What of an address makes a view, in a fixed order: filters, order and columns, without page and format.

    The list's own columns and order go without saying.
    """
    own = {"sort": {one.sort}, "kol": set(one.columns)}
    pairs = [
        (name, value[:60])
        for name in KEPT
        if (values := set(params.getlist(name)) - {""}) != own.get(name)
        for value in sorted(values)
    ]
    return urlencode(pairs)[:500]


def _list(request, one: List):
    """A list of cases: filtered, sorted, one page of it or a file. What was shown or taken out is on the trail."""
    filters = one.filtered(request, request.GET)
    asked = (request.POST if request.method == "POST" else request.GET).get("format")
    if asked in exports.TYPES:
        return export(request, filters.qs, one, asked, home_of(request))
    columns = chosen(request.GET.getlist("kol"), one.columns)
    page = BoundedPaginator(with_columns(filters.qs, columns)).get_page(request.GET.get("page"))
    access.record_list(one.what, by=request.user, cases=page.object_list)
    here = request.get_full_path()
    made_from = RowContext(
        clock.today(), request.user.unit.activity_fresh_days, here, may_note=not one.with_guide
    )
    query = kept_query(one, request.GET)
    context = {
        "one": one,
        "filters": filters,
        "page": page,
        "rows": rows_of(page.object_list, columns, made_from),
        "columns": columns,
        "all_columns": COLUMNS.values(),
        "chosen": {column.key for column in columns},
        "with_guide": one.with_guide,
        "views": views_of(request.user, one, query),
        "query": query,
        "acts": acts_for(request.user, one, query),
        "here": here,
    }
    return render(request, "workspace/lists/case_list.html", context)


def views_of(user, one: List, query: str) -> list[dict]:
    """One's own views of the list and those the leader shares, each whether it is the present one. One query."""
    rows = SavedView.objects.filter(Q(user=user) | Q(is_shared=True), unit=user.unit_id, which=one.which)
    return [
        {
            "name": view.name,
            "url": f"{one.path}?{view.query}",
            "is_shared": view.is_shared,
            "is_own": view.user_id == user.pk,
            "is_here": view.query == query,
            "remove_url": reverse("workspace:view_remove", args=[view.pk])
            if view.user_id == user.pk and view.query == query
            else "",
        }
        for view in rows
    ]


def acts_for(user, one: List, query: str = "") -> list[tuple[str, str]]:
    """What the user may do to many cases of the list at once: to closed ones nothing but to take them out."""
    acts = []
    if QueryDict(query).get("status") != Status.CLOSED:
        # Who leads the unit gives cases; what a guide writes and confirms is done on one's own.
        acts += [BulkAct.Act.ASSIGN, BulkAct.Act.DEPUTISE] if user.is_leader else []
        acts += [] if one.with_guide else [BulkAct.Act.NOTE, BulkAct.Act.CONFIRM]
    return [(act.value, act.label) for act in acts] + [
        ("csv", _("Take out as CSV")),
        ("xlsx", _("Take out as XLSX")),
        ("ods", _("Take out as ODS")),
    ]


def export(request, rows, one: List, fmt: str, home: str, hidden=()):
    """The list as a file; cells that begin like a formula are made harmless by `core.exports`.

    ``hidden`` are the fields that the form which asks for a purpose sends along (`accounts.exporting`).
    """
    columns = chosen(request.GET.getlist("kol"), IN_A_FILE)
    cases = list(with_columns(rows, columns)[:EXPORT_LIMIT])
    made_from = RowContext(clock.today(), request.user.unit.activity_fresh_days)
    # Who it is stands as the import of a caseload reads it again.
    headings = [_("First name"), _("Last name"), _("Date of birth"), *(column.label for column in columns)]
    lines = (
        [person.first_name, person.last_name, person.birth_date, *(c.value(case, made_from) for c in columns)]
        for case in cases
        for person in [case.person]
    )
    name = f"{one.what}-{clock.today():%Y-%m-%d}"
    taken = Export(one.what, fmt, name, one.title, home, hidden=hidden)
    return take_out(
        request, taken, headings, lines, changes={"cases": [case.pk for case in cases]}, count=len(cases)
    )


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """The cases one carries or stands in for. A POST takes the list out with a purpose."""
    return _list(request, MINE)


@role_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_list(request):
    """Every young person of the unit that the leader may see, most overdue first.

    A POST takes it out with a purpose.
    """
    return _list(request, UNIT)


class ViewForm(TidyForm, forms.Form):
    """A name for the list as it stands."""

    name = forms.CharField(max_length=60)
    share = forms.BooleanField(required=False)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def view_save(request):
    """Keep the list as it stands under a name; a leader may share it with the unit."""
    one = _chosen_list(request)
    form = ViewForm(request.POST)
    query = kept_query(one, QueryDict(request.POST.get("query", "")))
    if form.is_valid():
        try:
            view = actions.save_view(by=request.user, which=one.which, query=query, **form.cleaned_data)
            words = _("The view »%(name)s« is replaced by this one.") if view.replaced else ""
            words = words or _("The view is saved as »%(name)s«.")
            messages.success(request, words % form.cleaned_data)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
    else:
        messages.warning(request, _("Give the view a name of at most 60 letters."))
    return see_other(f"{one.path}?{query}" if query else one.path)


def _chosen_list(request) -> List:
    one = LISTS.get(request.POST.get("which", ""), MINE)
    if one.with_guide and not request.user.is_leader:
        raise PermissionDenied
    return one


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def view_remove(request, view_id):
    """Remove one's own view."""
    view = SavedView.objects.filter(pk=view_id, user=request.user).first()
    if view is None:
        raise Http404
    one = LISTS[view.which]
    actions.remove_view(view, by=request.user)
    messages.success(request, _("The view »%(name)s« is removed.") % {"name": view.name})
    return see_other(one.path)
