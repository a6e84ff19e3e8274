"""A contact gets a user of their own: they see what is shared with their partner, and nothing else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.users import actions as users
from audit import trail
from core import clock
from partners.directory.models import Contact


def invitable(contact: Contact) -> bool:
    """Whether the contact can be invited: with an e-mail, without a user, and one whom a user would let in."""
    return bool(contact.email) and contact.user_id is None and not contact.is_gone(clock.today())


@transaction.atomic
def invite_contact(contact: Contact, *, by: User) -> User:
    """Make a partner's user of the contact and send the link. Their access ends with their last day at the partner.

    The first of a partner to sign in is its coordinator, so that somebody sees what no contact is named for.

    Raises ValidationError when the contact cannot be invited, or the e-mail belongs to another user.
    """
    if not invitable(contact):
        raise ValidationError(_("A contact is invited by e-mail, once, while they are at the partner."))
    who = {"name": contact.name, "email": contact.email.lower(), "phone": contact.phone}
    user = users.invite_user(by=by, begins_on=contact.begins_on, role=Role.PARTNER, **who)
    others = Contact.objects.acting(clock.today()).filter(partner=contact.partner_id, user__isnull=False)
    coordinates = contact.is_coordinator or not others.exists()
    if not Contact.objects.filter(pk=contact.pk, user=None).update(user=user, is_coordinator=coordinates):
        raise ValidationError(_("A contact is invited by e-mail, once, while they are at the partner."))
    told = {"contact": [contact.name, contact.name], "user": [None, user.pk]}
    if coordinates and not contact.is_coordinator:
        told["is_coordinator"] = [False, True]
    contact.user, contact.is_coordinator = user, coordinates
    trail.record("contact.invite", by=by, obj=contact.partner, changes=told)
    return user
