"""What is done to the directory: create and change partners and contacts. Merging is in `partners.merge`.

Each action writes its row in the trail in the same transaction. Changes of a contact are filed under the partner, whose
card shows them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from accounts.sessions.actions import end_sessions
from accounts.users.actions import tell_leaders
from audit import trail
from core import clock
from core.versions import save_versioned
from partners.directory.models import Contact, Partner

PARTNER_FIELDS = (
    "name category side has_authority cvr address postal_code city municipality_code phone email web agreement "
    "next_evaluation_on notes is_active"
).split()
CONTACT_FIELDS = "name role phone email from_on until_on notes is_coordinator".split()


# Apps above add what a partner's people leave behind: each gets a partner and answers in words, or "" for nothing.
PARTNER_CHECKS: list[Callable[[Partner], str]] = []


# Apps above add what they know of a partner, for its card: each gets a partner and answers a sentence, or "".
CARD_FACTS: list[Callable[[Partner], str]] = []


def offboarding_warnings(partner: Partner) -> list[str]:
    """What lies with people of the partner who have gone or soon go, in words."""
    return [sentence for check in PARTNER_CHECKS if (sentence := check(partner))]


def field_values(obj, fields) -> dict[str, Any]:
    """What stands in those fields, by name."""
    return {name: getattr(obj, name) for name in fields}


def changes_by_code(changes: dict[str, list]) -> dict[str, list]:
    """Changes for the trail; a category by its code, which stays when its label is edited."""
    return {
        name: [value.code if name == "category" and value else value for value in both]
        for name, both in changes.items()
    }


@transaction.atomic
def create_partner(*, unit: Unit, by: User, **values) -> Partner:
    """Put a partner in the unit's directory. ``side`` may be left out: then it is the category's.

    Raises ValidationError when a value cannot stand.
    """
    values["side"] = values.get("side") or values["category"].side
    partner = Partner(unit=unit, **values)
    partner.full_clean(exclude=["search_name", "sort_name"])
    partner.save()
    filled = {
        name: value
        for name, value in field_values(partner, PARTNER_FIELDS).items()
        if value not in ("", None)
    }
    trail.record("partner.create", by=by, obj=partner, changes=changes_by_code(trail.changed({}, filled)))
    return partner


@transaction.atomic
def change_partner(
    partner: Partner, expected_version: int, values: Mapping[str, Any], *, by: User
) -> dict[str, list]:
    """Write ``values`` if nobody else was first; returns what changed. Raises Conflict."""
    old = Partner.objects.select_related("category").get(pk=partner.pk)
    for name, value in values.items():
        setattr(partner, name, value)
    partner.set_keys()
    changes = trail.changed(field_values(old, values), dict(values))
    save_versioned(partner, expected_version, [*values, "search_name", "sort_name"])
    if changes:
        trail.record("partner.change", by=by, obj=partner, changes=changes_by_code(changes))
    if changes.get("is_active") == [True, False]:
        end_access(Contact.objects.filter(partner=partner))
    if changes.get("is_active") == [False, True]:
        for contact in partner.contacts.staying(clock.today()).exclude(user=None).select_related("user"):
            tell_leaders(contact.user, by=by)
    return changes


def end_access(contacts) -> None:
    """Sign out those of the contacts who do not act for their partner; the door refuses them from now on."""
    for contact in contacts.exclude(user=None).select_related("user", "partner"):
        if not contact.may_act(clock.today()):
            end_sessions(contact.user)


@transaction.atomic
def add_contact(partner: Partner, *, by: User, **values) -> Contact:
    """Add somebody who can be called at the partner. Raises ValidationError when a value cannot stand."""
    contact = Contact(partner=partner, **values)
    contact.full_clean(exclude=["search_name"])
    contact.save()
    changes = {"contact": [None, contact.name], "contact_id": [None, contact.pk]}
    trail.record("contact.create", by=by, obj=partner, changes=changes)
    return contact


@transaction.atomic
def change_contact(
    contact: Contact, expected_version: int, values: Mapping[str, Any], *, by: User
) -> dict[str, list]:
    """Write ``values`` if nobody else was first; returns what changed. Leaders hear of who sees more by it.

    Raises Conflict.
    """
    old = Contact.objects.get(pk=contact.pk)
    for name, value in values.items():
        setattr(contact, name, value)
    contact.set_keys()
    changes = trail.changed(field_values(old, values), dict(values))
    save_versioned(contact, expected_version, [*values, "search_name"])
    if changes:
        told = {"contact": [old.name, contact.name], "contact_id": [contact.pk, contact.pk]} | changes
        trail.record("contact.change", by=by, obj=contact.partner, changes=told)
        end_access(Contact.objects.filter(pk=contact.pk))
        if contact.user and _sees_more(old, contact):
            tell_leaders(contact.user, by=by)
    return changes


def _sees_more(old: Contact, now: Contact) -> bool:
    """Whether who signs in is let in again, or sees all that is shared with the partner where it was some."""
    today = clock.today()
    wider = now.is_coordinator and not old.is_coordinator
    sooner = now.may_act(today) and not old.may_act(today)
    return not now.is_gone(today) and (wider or sooner or old.is_gone(today))
