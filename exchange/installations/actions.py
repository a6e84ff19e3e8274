"""The installation's own key pair, and the installations that it trusts."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from core import clock
from exchange.bundle import sealing
from exchange.installations.models import InstallationKey, KnownInstallation


class NoKey(Exception):
    """This installation has no key pair yet."""


def own_key() -> InstallationKey:
    """The key pair in use. Raises NoKey."""
    key = InstallationKey.objects.filter(retired_at=None).order_by("-pk").first()
    if key is None:
        raise NoKey
    return key


@transaction.atomic
def make_key(name: str) -> InstallationKey:
    """Make a key pair; the one before is retired and kept, since bundles under way are sealed for it."""
    secrets = sealing.Secrets.new()
    InstallationKey.objects.filter(retired_at=None).update(retired_at=clock.now())
    key = InstallationKey(name=name, signing=secrets.signing, sealing=secrets.sealing, created_at=clock.now())
    key.save(force_insert=True)
    trail.record("installation.key_made", by=None, obj=key)
    return key


@transaction.atomic
def trust(card: sealing.Card, *, by, compared_with: str) -> KnownInstallation:
    """Trust an installation whose fingerprint was compared by telephone.

    Raises ValidationError when it is known, or our own.
    """
    if any(key.card.fingerprint == card.fingerprint for key in InstallationKey.objects.all()):
        raise ValidationError(_("This is your own card. Ask the other municipality for theirs."))
    row = KnownInstallation(
        name=card.name,
        signing_public=card.signing,
        sealing_public=card.sealing,
        fingerprint=card.fingerprint,
        compared_with=compared_with,
        added_at=clock.now(),
        added_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This installation is known already.")) from None
    trail.record(
        "installation.known",
        by=by,
        obj=row,
        purpose=compared_with,
        changes={"fingerprint": [None, card.fingerprint]},
    )
    return row


@transaction.atomic
def distrust(row: KnownInstallation, *, by) -> None:
    """Trust it no longer; what was sent and received stays."""
    if KnownInstallation.objects.filter(pk=row.pk, removed_at=None).update(removed_at=clock.now()):
        trail.record("installation.forgotten", by=by, obj=row)
