"""That a partner was told surnames in a list: written down as what is told on a page is, once a day."""

from collections.abc import Mapping
from datetime import date

from cases.models import Case, Consent, Disclosure, Topic
from core import clock


def write_names_down(covered: Mapping[Case, set], *, by, on: date) -> None:
    """Write down, for every basis in force that covers it, that ``by`` has read the surnames of the ``covered`` cases.

    Inside the caller's transaction; three statements however many there are. Who looks several times a day is written
    down once: a list that opens with the day's work would bury every other row.
    """
    cases = [case.pk for case, topics in covered.items() if Topic.CONTACT in topics]
    rows = Consent.objects.filter(Consent.in_force_q(on), partner=by.partner_contact.partner, case__in=cases)
    bases = [row for row in rows.order_by("pk") if Topic.CONTACT in row.topics]
    told = Disclosure.objects.filter(
        consent__in=bases, by=by, kind=Disclosure.Kind.PAGE, at__gte=clock.at(on)
    )
    there = {row.consent_id for row in told if Topic.CONTACT in row.topics}
    Disclosure.objects.bulk_create(
        Disclosure(consent=row, kind=Disclosure.Kind.PAGE, topics=[str(Topic.CONTACT)], at=clock.now(), by=by)
        for row in bases
        if row.pk not in there
    )
