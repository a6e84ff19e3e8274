"""The directory: list, card, editing. Duplicates and merging are in `views_merge`, the tables in `views_tables`."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view, signed_in
from accounts.models import Role
from audit import trail
from core import clock, idempotency, municipalities
from core.exports import rows_response
from core.phones import show_phone
from core.versions import Conflict
from partners import actions, duplicates
from partners.filters import PartnerFilterSet, present_contacts
from partners.forms import ContactForm, PartnerForm
from partners.history import changes_of
from partners.models import Contact, Partner

STAFF = (Role.GUIDE, Role.LEADER, Role.ADMIN)
PAGE = 50


def _of_unit(request):
    return Partner.objects.filter(unit=request.user.unit_id).select_related("category")


@role_view(*STAFF)
def partner_list(request):
    """The unit's partners: search, filter, sort, take along as a file."""
    present = Prefetch("contacts", present_contacts(clock.today()), to_attr="present")
    partners = _of_unit(request).filter(merged_into=None).prefetch_related(present)
    filters = PartnerFilterSet(request.GET, partners, request=request)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _export(request, filters.qs)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filters": filters, "may_write": request.user.is_admin}
    return render(request, "partners/partner_list.html", context)


def _export(request, partners):
    """The list as shown, all pages of it."""
    headings = [
        _("Name"), _("Category"), _("Side"), _("Has authority"), _("CVR number"), _("Address"), _("Postal code"),
        _("Town"), _("Municipality"), _("Phone"), _("E-mail"), _("Web"), _("Agreement"), _("Next evaluation"),
        _("Contacts"), _("Active"),
    ]  # fmt: skip
    rows = [
        [
            row.name, str(row.category), row.get_side_display(), row.has_authority, row.cvr, row.address, row.postal_code,
            row.city, municipalities.name(row.municipality_code), show_phone(row.phone), row.email, row.web,
            row.get_agreement_display(), row.next_evaluation_on,
            "; ".join(" ".join(filter(None, [c.name, c.role and f"({c.role})", show_phone(c.phone), c.email]))
                      for c in row.present),
            row.is_active,
        ]
        for row in partners
    ]  # fmt: skip
    trail.record("partner.export", by=request.user, changes={"rows": [None, len(rows)]})
    return rows_response(rows, headings, request.GET["format"], _("partners"), sheet=_("Partners"))


@signed_in
def partner_detail(request, pk):
    """One partner's card. Somebody who signs in for a partner sees their own card, without the unit's notes about it."""
    user = request.user
    partner = get_object_or_404(_of_unit(request), pk=pk)
    if user.is_partner and not partner.contacts.filter(user=user).exists():
        raise Http404
    if partner.merged_into_id:
        return redirect("partners:partner_detail", pk=partner.merged_into_id, permanent=True)
    today = clock.today()
    contacts = list(partner.contacts.all())
    context = {
        "partner": partner,
        "present": [contact for contact in contacts if not contact.has_left(today)],
        "left": [contact for contact in contacts if contact.has_left(today)],
        "today": today,
        "municipality": municipalities.name(partner.municipality_code),
        "may_write": user.is_admin,
        "is_staff": not user.is_partner,
    }
    if context["is_staff"]:
        context["changes"] = changes_of(partner)
    if context["may_write"]:
        context["alike"] = duplicates.of_partner(partner)
    return render(request, "partners/partner_detail.html", context)


@role_view(Role.PARTNER)
def own_card(request):
    """The card that the unit keeps of the partner somebody signs in for."""
    contact = getattr(request.user, "partner_contact", None)
    if contact is None:
        raise Http404
    return partner_detail(request, contact.partner_id)


@role_view(Role.ADMIN)
def partner_add(request):
    """Put a partner in the directory, unless it is there already."""
    form = PartnerForm(request.POST or None, instance=Partner(unit=request.user.unit))
    alike = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                # First the key: the second of two clicks must not meet the first one's partner as a duplicate.
                claimed = idempotency.claim(form, by=request.user, location=reverse("partners:partner_list"))
                alike = [] if form.cleaned_data["anyway"] else duplicates.of_partner(form.instance)
                if alike:
                    transaction.set_rollback(True)
                else:
                    partner = actions.create_partner(unit=request.user.unit, by=request.user, **form.values())
                    location = reverse("partners:partner_detail", args=[partner.pk])
                    idempotency.settle(claimed, location)
        except idempotency.AlreadySent as sent:
            return redirect(sent.location)
        if not alike:
            messages.success(
                request, _("%(partner)s is in the directory. Who do you call there?") % {"partner": partner}
            )
            return redirect(location)
    return render(request, "partners/partner_form.html", {"form": form, "alike": alike})


def _editable(request, pk) -> Partner:
    return get_object_or_404(_of_unit(request), pk=pk, merged_into=None)


@role_view(Role.ADMIN)
def partner_edit(request, pk):
    """Change a partner's card. Warns when the change makes it look like another partner."""
    partner = _editable(request, pk)
    before = (
        {found.partner.pk for found in duplicates.of_partner(partner)} if request.method == "POST" else set()
    )
    form = PartnerForm(request.POST or None, instance=partner)
    alike = []
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["anyway"]:
            alike = [
                found for found in duplicates.of_partner(form.instance) if found.partner.pk not in before
            ]
        if not alike:
            try:
                actions.change_partner(
                    partner, form.cleaned_data["version"] or 0, form.values(), by=request.user
                )
            except Conflict as conflict:
                return _conflict(request, form, conflict.current, partner)
            messages.success(request, _("Saved."))
            return redirect("partners:partner_detail", pk=partner.pk)
    context = {"form": form, "alike": alike, "partner": _editable(request, pk)}
    return render(request, "partners/partner_form.html", context)


def _conflict(request, form, current, partner):
    """Both texts beside each other, and the form to put them together in."""
    shown = type(form)(instance=current)
    rows = []
    for bound in form.visible_fields():
        mine, theirs = form.cleaned_data.get(bound.name), getattr(current, bound.name)
        if bound.name in form.changed_data and mine != theirs and (mine or theirs):
            row = {"mine": _shown(form, bound.name, mine), "theirs": _shown(shown, bound.name, theirs)}
            rows.append({"label": bound.label, **row})
    context = {"form": form.on_top_of(current), "rows": rows, "current": current, "partner": partner}
    return render(request, "partners/conflict.html", context, status=409)


def _shown(form, name, value):
    """A value as its reader knows it: the label of a choice, yes and no in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "phone":
        return show_phone(value)
    labels = (
        dict(form.fields[name].choices)
        if name != "category" and hasattr(form.fields[name], "choices")
        else {}
    )
    return labels.get(value, value)


@role_view(Role.ADMIN)
def contact_add(request, pk):
    """Add somebody who can be called at the partner."""
    partner = _editable(request, pk)
    form = ContactForm(request.POST or None, instance=Contact(partner=partner))
    if request.method == "POST" and form.is_valid():
        location = reverse("partners:partner_detail", args=[partner.pk])
        try:
            with transaction.atomic():
                idempotency.claim(form, by=request.user, location=location)
                contact = actions.add_contact(partner, by=request.user, **form.values())
        except idempotency.AlreadySent as sent:
            return redirect(sent.location)
        messages.success(request, _("%(name)s is added.") % {"name": contact})
        return redirect(location)
    return render(request, "partners/contact_form.html", {"form": form, "partner": partner})


@role_view(Role.ADMIN)
def contact_edit(request, pk, contact_pk):
    """Change a contact, or say when they stop."""
    partner = _editable(request, pk)
    contact = get_object_or_404(partner.contacts.select_related("partner"), pk=contact_pk)
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(contact, form.cleaned_data["version"] or 0, form.values(), by=request.user)
        except Conflict as conflict:
            return _conflict(request, form, conflict.current, partner)
        messages.success(request, _("Saved."))
        return redirect("partners:partner_detail", pk=partner.pk)
    context = {"form": form, "partner": partner, "contact": Contact.objects.get(pk=contact.pk)}
    return render(request, "partners/contact_form.html", context)
