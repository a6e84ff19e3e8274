"""That a partner was told surnames in a list: written down as what is told on a page is, once a day."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Disclosure, Topic
from core import clock
from core.kept import Given, GivenIds, kept
from plans.handover.scope import Basis


def write_names_down(bases: Mapping[Case, list[Basis]], *, by, on: date) -> None:
    """Write down, for each of the ``bases`` in force that covers it, that ``by`` has read the surname.

    Two statements however many there are, and one when all is written down. Who looks several times a day is written
    down once: a list that opens with the day's work would bury every other row.
    """
    relied_on = [row.pk for rows in bases.values() for row in rows if Topic.CONTACT in row.topics]
    told = _told(on).ask(user=by.pk, cases=[case.pk for case in bases]) if relied_on else []
    there = {consent for consent, topics in told if Topic.CONTACT in topics}
    if missing := sorted({*relied_on} - there):
        Disclosure.objects.bulk_create(
            Disclosure(
                consent_id=pk,
                kind=Disclosure.Kind.PAGE,
                topics=[str(Topic.CONTACT)],
                what=_("Saw the name in a list"),
                at=clock.now(),
                by=by,
            )
            for pk in missing
        )


@kept
def _told(on: date) -> QuerySet:
    """What somebody was told on a page since the morning."""
    rows = Disclosure.objects.filter(kind=Disclosure.Kind.PAGE, by=Given("user"), at__gte=clock.at(on))
    rows = rows.filter(consent__case__among=GivenIds("cases"))
    return rows.order_by().values_list("consent_id", "topics")
