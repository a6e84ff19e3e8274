"""On which basis partners are told anything."""

import hashlib

from django.db import IntegrityError, transaction

from audit import trail
from cases.consents import receipts
from cases.consents.models import Consent, ConsentReceipt
from core import clock


@transaction.atomic
def give_consent(consent: Consent, *, by) -> Consent:
    """Record a basis for telling a partner: a consent, or a rule. Raises ValidationError when it is not valid."""
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
