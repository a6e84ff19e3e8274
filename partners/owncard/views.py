"""Vores kort: what a partner's own people change. A contact of another partner is 404, a colleague's row 403."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from core.acting import perform
from core.http import acted, respond
from partners.directory.models import Absence, Contact
from partners.owncard import actions
from partners.owncard.forms import AbsenceForm, CardForm, OwnContactForm


def _card_url() -> str:
    return reverse("partners:own_card")


def _receipt(form) -> str:
    """What is said of a change: nobody is told of none."""
    return _("Saved. The youth unit is told.") if getattr(form, "made", None) else _("Nothing was changed.")


def of_own_partner(view):
    """Guard a view for somebody who signs in for a partner; it gets their own contact."""

    @role_view(Role.PARTNER)
    @wraps(view)
    def guarded(request, *args, **kwargs):
        own = getattr(request.user, "partner_contact", None)
        if own is None:
            raise Http404
        return view(request, own, *args, **kwargs)

    return guarded


def _contact(request, own: Contact, pk: int) -> Contact:
    contact = Contact.objects.filter(pk=pk, partner=own.partner_id).select_related("partner").first()
    if contact is None:
        raise Http404
    if not actions.may_change(request.user, contact):
        raise PermissionDenied
    return contact


@of_own_partner
@require_http_methods(["GET", "POST"])
def own_card_edit(request, own):
    """Change how the partner is reached."""
    if not own.is_coordinator:
        raise PermissionDenied
    form = CardForm(request.POST or None, instance=own.partner)
    if form.is_valid():
        perform(form, actions.change_card, form.edited, form.expected, form.values, by=request.user)
    context, words = {"title": _("How we are reached"), "back": _card_url()}, _receipt(form)
    return respond(request, form, "partners/owncard/form.html", context, to=_card_url(), words=words)


@of_own_partner
@require_http_methods(["GET", "POST"])
def own_contact_edit(request, own, contact_pk):
    """Change the own details, or a colleague's."""
    contact = _contact(request, own, contact_pk)
    form = OwnContactForm(request.POST or None, instance=contact, own=contact.pk == own.pk)
    if form.is_valid():
        perform(form, actions.change_contact, form.edited, form.expected, form.values, by=request.user)
    context, words = {"title": contact.name, "back": _card_url()}, _receipt(form)
    return respond(request, form, "partners/owncard/form.html", context, to=_card_url(), words=words)


@of_own_partner
@require_http_methods(["GET", "POST"])
def own_contact_add(request, own):
    """Add a colleague."""
    if not own.is_coordinator:
        raise PermissionDenied
    form = OwnContactForm(request.POST or None, instance=Contact(partner=own.partner), own=False)
    if form.is_valid():
        perform(form, actions.add_contact, own.partner, by=request.user, location=_card_url(), **form.values)
    context = {"title": _("Add a colleague"), "back": _card_url()}
    words = _("Added. The youth unit is told, and invites them if they are to sign in.")
    return respond(request, form, "partners/owncard/form.html", context, to=_card_url(), words=words)


@of_own_partner
@require_http_methods(["GET", "POST"])
def absence_add(request, own, contact_pk):
    """Say that somebody is away, and who stands in."""
    contact = _contact(request, own, contact_pk)
    form = AbsenceForm(request.POST or None, contact=contact)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("from_on", "until_on", "stand_in")}
        perform(form, actions.add_absence, contact, by=request.user, location=_card_url(), **said)
    context = {"title": _("Absence: %(name)s") % {"name": contact.name}, "back": _card_url()}
    words = _("Saved. The youth unit is told.")
    return respond(request, form, "partners/owncard/form.html", context, to=_card_url(), words=words)


@of_own_partner
@require_POST
def absence_cancel(request, own, absence_pk):
    """Call an absence off."""
    rows = Absence.objects.filter(pk=absence_pk, contact__partner=own.partner_id)
    row = rows.select_related("contact__partner", "stand_in").first()
    if row is None:
        raise Http404
    actions.cancel_absence(row, by=request.user)
    return acted(request, _("The absence is called off."), to=_card_url())


@of_own_partner
@require_POST
def weekly_mail(request, own):
    """Have the mail of the week, or not."""
    wanted = request.POST.get("wanted") == "ja"
    actions.want_weekly_mail(by=request.user, wanted=wanted)
    words = _("You get a mail on Mondays.") if wanted else _("You get no mail on Mondays.")
    return acted(request, words, to=_card_url())
