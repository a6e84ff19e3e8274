"""Finding a partner or a contact by a part of the name, for forms (`core.autocomplete`)."""

from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.autocomplete import options_of
from core.ordering import Danish
from core.templatetags.kui import day
from partners.directory.finding import has_cvr, holds, partner_found, partner_holds, words_of
from partners.directory.models import Contact, Partner


def search_partners(rows: QuerySet[Partner], text: str) -> QuerySet[Partner]:
    """The partners whose name, town or postcode holds every word, or whose CVR number it is."""
    return rows.filter(partner_found(text)).order_by("sort_name", "pk")


def search_contacts(rows: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    """The contacts where every word is in their own name, or in their partner's name, town or postcode."""
    words = words_of(text)
    found = Q() if words else Q(pk__in=[])
    for word in words:
        found &= holds("search_name", word) | partner_holds(word, "partner__")
    rows = rows.filter(found | has_cvr(text, "partner__"))
    return rows.select_related("partner").order_by("partner__sort_name", Danish("name"), "pk")


def name_of(contact: Contact) -> str:
    """``Emma Jørgensen``, and from when while their first day has not come: ``Emma Jørgensen (from 5. dec)``."""
    begins = contact.begins_on
    return (
        _("%(name)s (from %(day)s)") % {"name": contact.name, "day": day(begins)} if begins else contact.name
    )


def contact_label(contact: Contact) -> str:
    """``FGU Nordkysten – Emma Jørgensen``."""
    return f"{contact.partner.name} – {name_of(contact)}"


def selectable_partners(unit) -> QuerySet[Partner]:
    """Those that may be chosen: of the unit's directory, and in use."""
    return Partner.objects.of_unit(unit).filter(is_active=True)


def selectable_contacts(unit) -> QuerySet[Contact]:
    """Those that may be chosen: still there or soon to begin, at a partner in use."""
    return Contact.objects.staying(clock.today()).filter(partner__unit=unit, partner__merged_into=None)


def _answer(request, search, rows, label_of=str):
    field = request.GET.get("field", "")
    name = field if field.isidentifier() and len(field) < 40 else "partner"
    text = request.GET.get(f"{name}-q", "").strip()[:80]
    context = {"name": name, "rows": options_of(search(rows, text), label_of), "text": text, "required": True}
    return render(request, "core/autocomplete/_hits.html", context)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def pick_partner(request):
    """The partners that fit what is typed, as choices of the form that asks."""
    return _answer(request, search_partners, selectable_partners(request.user.unit_id))


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def pick_contact(request):
    """The contacts that fit what is typed."""
    return _answer(request, search_contacts, selectable_contacts(request.user.unit_id), contact_label)
