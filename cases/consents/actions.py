"""On which basis partners are told anything."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold
from cases.consents import receipts
from cases.consents.models import Consent, ConsentReceipt
from core import clock
from core.constraints import Taken


@transaction.atomic
def give_consent(consent: Consent, *, by) -> Consent:
    """Record a basis for telling a partner: a consent, or a rule.

    Raises ValidationError when it is not valid, core.constraints.Taken when the very same stands already, or the basis
    that it goes on with was renewed meanwhile.
    """
    hold(consent.case)
    _refuse_twin(consent)
    consent.recorded_by, consent.recorded_at = by, clock.now()
    consent.full_clean()
    consent.save(force_insert=True)
    trail.record(
        "consent.given",
        by=by,
        case_id=consent.case_id,
        obj=consent,
        purpose=consent.purpose,
        changes={
            "partner": [None, consent.partner_id],
            "topics": [None, consent.topics],
            "basis": [None, consent.basis],
            "from_whom": [None, consent.from_whom],
        },
    )
    return consent


def _refuse_twin(consent: Consent) -> None:
    """Raise Taken when somebody, or a second click, has recorded the same a moment ago."""
    standing = consent.case.consents.filter(withdrawn_at=None)
    if consent.renews_id and standing.filter(renews=consent.renews_id).exists():
        raise Taken(_("It was asked about again already. The newer one stands on the page."))
    same = ("partner_id", "basis", "purpose", "from_whom", "rule", "from_on", "expires_on")
    alike = standing.filter(**{name: getattr(consent, name) for name in same})
    if any(sorted(row.topics) == sorted(consent.topics) for row in alike):
        raise Taken(_("The very same basis is recorded already."))


@transaction.atomic
def withdraw_consent(consent: Consent, *, by) -> None:
    """Withdraw; it acts on the next request, since every disclosure asks the database.

    A disclosure under way holds the row until it is done: what was told is then complete when this returns.
    """
    moment = clock.now()
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=moment):
        return
    consent.withdrawn_at = moment
    trail.record("consent.withdrawn", by=by, case_id=consent.case_id, obj=consent)


@transaction.atomic
def make_receipt(consent: Consent, *, by, language="da") -> ConsentReceipt:
    """The young person's receipt in plain words, kept as the very bytes with their hash.

    Asked twice, it is the same one.
    """
    is_withdrawal = consent.withdrawn_at is not None
    known = consent.receipts.filter(language=language, is_withdrawal=is_withdrawal).first()
    if known:
        return known
    moment = clock.now()
    data = receipts.render(consent, language=language, created=moment)
    receipt = ConsentReceipt(
        consent=consent,
        language=language,
        is_withdrawal=is_withdrawal,
        pdf=data,
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=moment,
        by=by,
    )
    try:
        with transaction.atomic():
            receipt.save(force_insert=True)
    except IntegrityError:  # somebody made it a moment ago
        return consent.receipts.get(language=language, is_withdrawal=is_withdrawal)
    trail.record(
        "consent.receipt_made",
        by=by,
        case_id=consent.case_id,
        obj=receipt,
        changes={"sha256": [None, receipt.sha256]},
    )
    return receipt
