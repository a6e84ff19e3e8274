"""What a partner's own people change on their card: reach, contacts and absence. The administrator is told of it.

A coordinator changes the card and everybody's contact details and absence; any other contact their own alone.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from core import clock
from partners.directory import actions as directory
from partners.directory.models import Absence, Contact, Partner

# What the partner itself knows best; what it is called, its kind and what is agreed are the unit's to say.
CARD_FIELDS = ("phone", "email", "web", "address", "postal_code", "city")
# When somebody stops is said by a coordinator, of a colleague.
OWN_CONTACT_FIELDS = ("name", "role", "phone", "email")


def may_change(user, contact: Contact) -> bool:
    """Whether ``user`` may change the contact's row and absence."""
    own = user.partner_contact
    return own.pk == contact.pk or own.is_coordinator and own.partner_id == contact.partner_id


def _check(user, contact: Contact) -> None:
    if not may_change(user, contact):
        raise PermissionDenied


@transaction.atomic
def change_card(partner: Partner, expected_version: int, values: Mapping[str, Any], *, by: User) -> dict:
    """Change how the partner is reached. Raises Conflict, PermissionDenied for anybody but a coordinator."""
    own = by.partner_contact
    if not own.is_coordinator or own.partner_id != partner.pk:
        raise PermissionDenied
    return directory.change_partner(partner, expected_version, _only(values, CARD_FIELDS), by=by)


@transaction.atomic
def change_contact(contact: Contact, expected_version: int, values: Mapping[str, Any], *, by: User) -> dict:
    """Change a contact's details. Raises Conflict, PermissionDenied for somebody else's."""
    _check(by, contact)
    fields = OWN_CONTACT_FIELDS
    if contact.pk != by.partner_contact.pk:
        fields = (*fields, "until_on")
    return directory.change_contact(contact, expected_version, _only(values, fields), by=by)


@transaction.atomic
def add_contact(partner: Partner, *, by: User, **values) -> Contact:
    """Add a colleague, who does not sign in until the administrator invites them. Raises PermissionDenied."""
    own = by.partner_contact
    if not own.is_coordinator or own.partner_id != partner.pk:
        raise PermissionDenied
    return directory.add_contact(partner, by=by, **_only(values, OWN_CONTACT_FIELDS))


def _only(values: Mapping[str, Any], fields) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in fields}


@transaction.atomic
def add_absence(
    contact: Contact, *, by: User, from_on: date, until_on: date, stand_in: Contact | None = None
) -> Absence:
    """Say that a contact is away, both days included, and who stands in.

    Who stands in sees what the contact sees, on those days only. Raises ValidationError for a period that has passed,
    one that meets another, or a stand-in who is not a colleague there.
    """
    _check(by, contact)
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if until_on < clock.today():
        raise ValidationError({"until_on": _("That day has passed. Choose today or a day to come.")})
    if until_on < from_on:
        raise ValidationError({"until_on": _("The last day is before the first.")})
    if stand_in is not None and (
        stand_in.pk == contact.pk
        or stand_in.partner_id != contact.partner_id
        or not stand_in.may_act(from_on)
    ):
        raise ValidationError({"stand_in": _("Choose a colleague who is there.")})
    others = contact.absences.standing().filter(from_on__lte=until_on, until_on__gte=from_on)
    if others.exists():
        raise ValidationError({"from_on": _("An absence is written on some of those days already.")})
    row = Absence.objects.create(
        contact=contact, from_on=from_on, until_on=until_on, stand_in=stand_in, by=by, at=clock.now()
    )
    trail.record("contact.absent", by=by, obj=contact.partner, changes=_changes(row))
    return row


@transaction.atomic
def cancel_absence(row: Absence, *, by: User) -> None:
    """Call an absence off, at once. Sent again it changes nothing."""
    _check(by, row.contact)
    if Absence.objects.standing().filter(pk=row.pk).update(cancelled_at=clock.now()):
        trail.record("contact.back", by=by, obj=row.contact.partner, changes=_changes(row))


def _changes(row: Absence) -> dict:
    return {
        "contact": [row.contact.name, row.contact.name],
        "from_on": [None, row.from_on],
        "until_on": [None, row.until_on],
        "stand_in": [None, row.stand_in.name if row.stand_in else ""],
    }


@transaction.atomic
def want_weekly_mail(*, by: User, wanted: bool) -> None:
    """Say whether somebody at a partner wants the mail of the week. Sent again it changes nothing."""
    if User.objects.filter(pk=by.pk, weekly_digest=not wanted).update(weekly_digest=wanted):
        by.weekly_digest = wanted
        trail.record("profile.weekly_mail", by=by, obj=by, changes={"weekly_digest": [not wanted, wanted]})
