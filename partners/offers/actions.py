"""Entering and changing an offer and its starts, by the unit or by the partner itself."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from audit import trail
from core.versions import save_versioned
from partners.directory.models import Partner
from partners.offers.models import Offer, OfferStart

FIELDS = (
    "name", "kind", "capacity", "youngest", "oldest", "leads_to", "requires", "terms", "is_shared", "is_active",
)  # fmt: skip


def may_write(user: User, partner: Partner) -> bool:
    """Whether ``user`` writes the partner's offers: the unit's leader and administrator, the partner's coordinators."""
    if user.is_partner:
        own = getattr(user, "partner_contact", None)
        return own is not None and own.is_coordinator and own.partner_id == partner.pk
    return partner.unit_id == user.unit_id and (user.is_leader or user.is_admin)


def _check(user: User, partner: Partner) -> None:
    if not may_write(user, partner):
        raise PermissionDenied


def _set_starts(offer: Offer, starts: Iterable[date]) -> list[list[date]]:
    before, now = list(offer.starts.values_list("on", flat=True)), sorted(set(starts))
    offer.starts.exclude(on__in=now).delete()
    OfferStart.objects.bulk_create(OfferStart(offer=offer, on=day) for day in now if day not in before)
    return [before, now]


@transaction.atomic
def add_offer(partner: Partner, *, by: User, starts: Iterable[date] = (), **values) -> Offer:
    """Enter an offer. Raises ValidationError, PermissionDenied for anybody who may not."""
    _check(by, partner)
    offer = Offer(partner=partner, **values)
    offer.full_clean(exclude=["partner"])
    offer.save(force_insert=True)
    days = _set_starts(offer, starts)
    trail.record(
        "offer.added", by=by, obj=offer, changes={"starts": days, "capacity": [None, offer.capacity]}
    )
    return offer


@transaction.atomic
def edit_offer(
    offer: Offer, *, by: User, expected_version: int, values: Mapping, starts: Iterable[date]
) -> None:
    """Change an offer and its starts.

    Raises core.versions.Conflict when somebody else saved first, ValidationError, PermissionDenied.
    """
    _check(by, offer.partner)
    before = Offer.objects.get(pk=offer.pk)
    changes = trail.changed({name: getattr(before, name) for name in values}, dict(values))
    for name, value in values.items():
        setattr(offer, name, value)
    offer.full_clean(exclude=["partner"])
    save_versioned(offer, expected_version, list(values))
    days = _set_starts(offer, starts)
    if days[0] != days[1]:
        changes["starts"] = days
    if changes:
        trail.record("offer.edited", by=by, obj=offer, changes=changes)
