"""The directory: list, card, editing. Merging, categories, imports and invitations have rooms of their own."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.exporting import Export, home_of, take_out
from accounts.models import Role
from core import clock, exports, municipalities
from core.acting import perform
from core.http import respond
from core.phones import show_phone
from partners.directory import actions, duplicates
from partners.directory.filters import PartnerFilterSet, present_contacts
from partners.directory.forms import ContactForm, PartnerForm
from partners.directory.history import changes_of
from partners.directory.merged import follows_merges
from partners.directory.models import Absence, Contact, Partner

STAFF = (Role.GUIDE, Role.LEADER, Role.ADMIN)
PAGE = 50


def with_absences(contacts, today):
    """The contacts, each with ``coming_absences``: when they are away now or later, and who stands in."""
    rows = Absence.objects.standing().filter(until_on__gte=today).select_related("stand_in")
    return contacts.prefetch_related(Prefetch("absences", rows, to_attr="coming_absences"))


def _of_unit(request):
    return Partner.objects.filter(unit=request.user.unit_id).select_related("category")


@role_view(*STAFF)
def partner_list(request):
    """The unit's partners: search, filter, sort, take along as a file."""
    present = Prefetch("contacts", present_contacts(clock.today()), to_attr="present")
    partners = _of_unit(request).filter(merged_into=None).prefetch_related(present)
    filters = PartnerFilterSet(request.GET, partners, request=request)
    if request.GET.get("format") in exports.TYPES:
        return _export(request, filters.qs)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filters": filters, "may_write": request.user.is_admin}
    return render(request, "partners/directory/partner_list.html", context)


def _export(request, partners):
    """The list as shown, all pages of it, as the import reads it: a row for each contact, at least one a partner."""
    headings = [
        _("Name"), _("Category"), _("Side"), _("Has authority"), _("CVR number"), _("Address"), _("Postal code"),
        _("Town"), _("Municipality"), _("Phone"), _("E-mail"), _("Web"), _("Agreement"), _("Next evaluation"),
        _("Contact person"), _("Contact's role"), _("Contact's phone"), _("Contact's e-mail"), _("Contact's first day"),
        _("Contact's last day"), _("Notes"), _("Active"),
    ]  # fmt: skip
    rows = [
        [
            row.name, str(row.category), row.get_side_display(), row.has_authority, row.cvr, row.address,
            row.postal_code, row.city, municipalities.name(row.municipality_code), show_phone(row.phone), row.email,
            row.web, row.get_agreement_display(), row.next_evaluation_on, *contact, row.notes, row.is_active,
        ]
        for row in partners
        for contact in [
            [c.name, c.role, show_phone(c.phone), c.email, c.from_on, c.until_on] for c in row.present
        ] or [[""] * 6]
    ]  # fmt: skip
    home, words, name = home_of(request), _("Partners"), _("partners")
    name = f"{name}-{clock.today():%Y-%m-%d}"
    taken = Export("partnere", request.GET["format"], name, words, home, "partner.export", sheet=words)
    return take_out(request, taken, headings, rows, changes={"rows": [None, len(rows)]}, count=len(rows))


@role_view(*STAFF, Role.PARTNER)
def partner_detail(request, pk):
    """One partner's card.

    Somebody who signs in for a partner sees their own card, without the unit's notes about it.
    """
    user = request.user
    partner = get_object_or_404(_of_unit(request), pk=pk)
    if user.is_partner and not partner.contacts.filter(user=user).exists():
        raise Http404
    if partner.merged_into_id:
        return redirect("partners:partner_detail", pk=partner.merged_into_id, permanent=True)
    today = clock.today()
    contacts = list(with_absences(partner.contacts.select_related("user"), today))
    context = {
        "partner": partner,
        "present": [contact for contact in contacts if not contact.has_left(today)],
        "left": [contact for contact in contacts if contact.has_left(today)],
        "today": today,
        "municipality": municipalities.name(partner.municipality_code),
        "may_write": user.is_admin,
        "is_staff": not user.is_partner,
        "reads_partnership": user.is_guide or user.is_leader,
        "own": user.partner_contact if user.is_partner else None,
        "facts": [sentence for fact in actions.CARD_FACTS if (sentence := fact(partner))],
    }
    if context["own"]:
        context["frames"] = getattr(partner, "partnership", None)
    if context["is_staff"]:
        context["changes"] = changes_of(partner)
    if user.is_admin or user.is_leader:
        context["left_behind"] = actions.offboarding_warnings(partner)
    if context["may_write"]:
        context["alike"] = duplicates.likely_duplicates(partner)
    return render(request, "partners/directory/partner_detail.html", context)


@role_view(Role.PARTNER)
def own_card(request):
    """The card that the unit keeps of the partner somebody signs in for."""
    contact = getattr(request.user, "partner_contact", None)
    if contact is None:
        raise Http404
    return partner_detail(request, contact.partner_id)


class PossibleDuplicate(Exception):
    """The partner may stand in the directory already; ``found`` is which."""

    def __init__(self, found: list):
        self.found = found
        super().__init__()


def _create(form: PartnerForm, *, by) -> Partner:
    """Put the partner in the directory.

    Raises PossibleDuplicate when it may be there and nobody has said that it is not.
    """
    # Once the form's key is claimed: the second of two clicks must not meet the first one's partner as a duplicate.
    found = [] if form.cleaned_data["anyway"] else duplicates.likely_duplicates(form.edited)
    if found:
        raise PossibleDuplicate(found)
    return actions.create_partner(unit=by.unit, by=by, **form.values)


@role_view(Role.ADMIN)
def partner_add(request):
    """Put a partner in the directory, unless it is there already."""
    form = PartnerForm(request.POST or None, instance=Partner(unit=request.user.unit))
    alike = []
    if form.is_valid():
        try:
            perform(form, _create, form, by=request.user, location=Partner.get_absolute_url)
        except PossibleDuplicate as known:
            alike = known.found
    page, made = "partners/directory/partner_form.html", form.made
    words = made and _("%(partner)s is in the directory. Who do you call there?") % {"partner": made}
    to = made.get_absolute_url() if made else reverse("partners:partner_list")
    return respond(request, form, page, {"alike": alike}, to=to, words=words)


def _editable(request, pk) -> Partner:
    return get_object_or_404(_of_unit(request), pk=pk, merged_into=None)


def _alike_now(partner: Partner, edited: Partner) -> list:
    """The partners that a change makes it look like."""
    before = {found.partner.pk for found in duplicates.likely_duplicates(partner)}
    return [found for found in duplicates.likely_duplicates(edited) if found.partner.pk not in before]


@role_view(Role.ADMIN)
@follows_merges
def partner_edit(request, pk):
    """Change a partner's card. Warns when the change makes it look like another partner."""
    partner = _editable(request, pk)
    form = PartnerForm(request.POST or None, instance=partner)
    alike = []
    if form.is_valid():
        alike = [] if form.cleaned_data["anyway"] else _alike_now(partner, form.edited)
        if not alike:
            perform(form, actions.change_partner, form.edited, form.expected, form.values, by=request.user)
    context, to = {"alike": alike, "partner": partner}, _after(partner)
    return respond(request, form, "partners/directory/partner_form.html", context, to=to, words=_("Saved."))


def _after(partner: Partner) -> str:
    """Where a change leads: who takes over, when somebody of the partner leaves something behind; else the card."""
    if actions.offboarding_warnings(partner):
        return reverse("overview:takeover_partner", args=[partner.pk])
    return partner.get_absolute_url()


@role_view(Role.ADMIN)
@follows_merges
def contact_add(request, pk):
    """Add somebody who can be called at the partner."""
    partner = _editable(request, pk)
    form = ContactForm(request.POST or None, instance=Contact(partner=partner))
    url = partner.get_absolute_url()
    if form.is_valid():
        perform(form, actions.add_contact, partner, by=request.user, location=url, **form.values)
    words = form.made and _("%(name)s is added.") % {"name": form.made}
    return respond(
        request, form, "partners/directory/contact_form.html", {"partner": partner}, to=url, words=words
    )


@role_view(Role.ADMIN)
@follows_merges
def contact_edit(request, pk, contact_pk):
    """Change a contact, or say when they stop."""
    partner = _editable(request, pk)
    contact = get_object_or_404(partner.contacts.select_related("partner"), pk=contact_pk)
    form = ContactForm(request.POST or None, instance=contact)
    if form.is_valid():
        perform(form, actions.change_contact, form.edited, form.expected, form.values, by=request.user)
    today = clock.today()
    context = {
        "partner": partner,
        "contact": contact,
        "acts": contact.may_act(today),
        "gone": contact.is_gone(today),
    }
    to = _after(partner)
    return respond(request, form, "partners/directory/contact_form.html", context, to=to, words=_("Saved."))
