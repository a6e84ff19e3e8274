"""Finding again what held where a case came from, or putting it aside."""

from django.db import transaction

from audit import trail
from cases.models import Case
from cases.network import actions as network_actions
from exchange.receiving.models import BundleReceived
from partners.models import Partner


@transaction.atomic
def join_former_partner(case: Case, partner: Partner, told: dict, *, by) -> None:
    """Let the directory's partner take part as it did where the case came from.

    With the same person there, where we know them.

    Raises ValidationError when it takes part already. Nothing is told to it by that: a basis is asked for anew.
    """
    contact = (
        partner.contacts.filter(name__iexact=told["contact"], until_on=None).first()
        if told["contact"]
        else None
    )
    network_actions.add_participation(case, partner, by=by, contact=contact, role=told["role"])


@transaction.atomic
def mark_settled(row: BundleReceived, mark: str, *, by) -> None:
    """Write down that a former consent or partner was asked about, or is not needed here. Asked twice, it is one."""
    row = BundleReceived.objects.select_for_update().only("pk", "case_id", "settled").get(pk=row.pk)
    if mark not in row.settled:
        row.settled = [*row.settled, mark]
        row.save(update_fields=["settled"])
        trail.record("bundle.settled", by=by, case_id=row.case_id, obj=row, changes={"settled": [None, mark]})
