"""The table of partner categories: labels are the unit's own to edit."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from core.ordering import Danish
from partners.categories.forms import CategoryForm
from partners.categories.models import PartnerCategory, Side


def _counted(user):
    """Every category, with how many partners of the user's unit have it."""
    own = Q(partners__unit=user.unit_id, partners__merged_into=None, partners__is_active=True)
    return PartnerCategory.objects.annotate(count=Count("partners", filter=own)).order_by(
        "side", Danish("name_da")
    )


def _by_side(rows: list) -> list[tuple]:
    return [(label, [row for row in rows if row.side == side]) for side, label in Side.choices]


def _partners_url(row) -> str:
    return f"{reverse('partners:partner_list')}?category={row.pk}" if row.count else ""


CATEGORIES = Table(
    urls="partners:category",
    form=CategoryForm,
    title=_("Partner categories"),
    lead=_(
        "Call them what you call them. A category out of use can no longer be chosen; partners that have it keep it."
    ),
    first=_("Category"),
    new=_("Add category"),
    added="category.create",
    edited="category.change",
    rows=_counted,
    grouped=_by_side,
    crumb=("partners:partner_list", _("Partners")),
    columns=(
        Column(label=_("Source"), value=lambda row: row.source, css="small muted"),
        Column(label=_("Partners"), value=lambda row: row.count, num=True, link=_partners_url),
    ),
)
category_list, category_add, category_edit = CATEGORIES.views()
