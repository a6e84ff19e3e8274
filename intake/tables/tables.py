"""The tables of intake, for the administrator: target groups, departments, and what guides may know about."""

from django.forms import modelform_factory
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from accounts.tables import Column, Listing, Table
from cases.models import Knowledge
from core.versions import UntouchedModelForm, VersionedForm
from intake.inquiries.models import Department, TargetGroup


class RowForm(VersionedForm, UntouchedModelForm):
    """A row of one of the tables. Out of use, it stays where it is used and is chosen no more."""


def _declared(name: str, model, title, *more: str, columns=()) -> Table:
    fields = ["name_da", "name_en", "position", "is_active", *more]
    return Table(
        urls="intake:table",
        where=(name,),
        form=modelform_factory(model, RowForm, fields=fields),
        title=title,
        first=title,
        new=gettext_lazy("New row"),
        added="table.row_added",
        edited="table.row_edited",
        rows=lambda user: model.objects.order_by("-is_active", "position", "code"),
        columns=columns,
    )


SOURCE = Column(label=gettext_lazy("Source"), value=lambda row: row.source, css="small muted")

# By what stands in the address.
TABLES = {
    "maalgrupper": _declared(
        "maalgrupper", TargetGroup, gettext_lazy("Target groups"), "knowledge", "source", columns=(SOURCE,)
    ),
    "afdelinger": _declared("afdelinger", Department, gettext_lazy("Departments"), "category"),
    "kendskab": _declared("kendskab", Knowledge, gettext_lazy("What guides know about")),
}


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]


@role_view(Role.ADMIN)
@require_GET
def table_list(request):
    """The three tables on one page."""
    context = {
        "title": _("Intake"),
        "lead": _(
            "Whom the unit is for, which departments are asked, and what guides may know about. Out of use, a row "
            "stays where it is used."
        ),
        "listings": [
            Listing(
                rows=list(table.rows(request.user)),
                first=_("Name"),
                columns=table.columns,
                url=table.row_url,
                title=table.title,
                marks=table.marks,
                add_url=table.add_url,
                add=table.new,
            )
            for table in TABLES.values()
        ],
    }
    return render(request, "accounts/tables/list.html", context)


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def table_add(request, table):
    """Add a row."""
    return _table(table).add(request)


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def table_edit(request, table, row_id):
    """Change a row; what stood before is kept in the trail. Who saves second gets both texts."""
    return _table(table).edit(request, row_id=row_id)
