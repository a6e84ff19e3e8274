"""Giving a contact a user of their own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.models import Role
from core.templatetags.kui import day
from partners.directory.models import Contact
from partners.invitations.actions import invite_contact


@role_view(Role.ADMIN)
@require_POST
def contact_invite(request, pk, contact_pk):
    """Send the contact a link to sign in."""
    contact = get_object_or_404(Contact, pk=contact_pk, partner_id=pk, partner__unit=request.user.unit)
    coordinated = contact.is_coordinator
    try:
        invite_contact(contact, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = _("%(name)s gets a mail with a link.") % {"name": contact.name}
        if contact.begins_on:
            words += " " + _("They come in from %(day)s.") % {"day": day(contact.begins_on)}
        if contact.is_coordinator and not coordinated:
            words += " " + _("Nobody else signs in for the partner, so they become its coordinator.")
        messages.success(request, words)
    return redirect("partners:partner_detail", pk=pk)
