"""Cases that came from somebody else: a line until the new guide has said hello."""

from datetime import date, timedelta
from functools import partial

from django.apps import apps
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core.addresses import address
from core.querysets import built_once
from workspace.lines.line import Act, Task, go, quick
from workspace.lines.source import About

# A new guide has so much time to say hello.
HELLO_DAYS = 7


def _models() -> tuple:
    """Transfers and their lines. By name: the room that makes them reads the day, for the note that it drafts."""
    return apps.get_model("workspace.Transfer"), apps.get_model("workspace.TransferLine")


def taken_over_rows(about: About) -> QuerySet:
    """The cases that were taken over for good lately, and whose guide it still is."""
    return _for_good_lately(about.today).filter(case__in=about.cases)


@built_once
def _for_good_lately(today: date) -> QuerySet:
    Transfer, TransferLine = _models()
    rows = TransferLine.objects.filter(
        case__guide=F("transfer__to_user"),
        transfer__kind=Transfer.Kind.FOR_GOOD,
        transfer__from_on__gt=today - timedelta(days=60),
        transfer__undone_at=None,
    )
    return rows.values_list("transfer__from_on", "pk", "case_id", "transfer_id", "transfer__from_user__name")


def taken_over_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """Cases taken over for good whose young person has not been talked with since."""
    found: dict = {}
    for from_on, _pk, case_id, transfer_id, name in sorted(rows, reverse=True):
        case = about.cases[case_id]
        if case_id in found or (case.last_contact_on and case.last_contact_on >= from_on):
            continue
        words = _("Taken over from %(name)s: say hello") % {"name": name}
        found[case_id] = Task(
            from_on + timedelta(days=HELLO_DAYS),
            "taken-over",
            case,
            words,
            "users",
            partial(hello_acts, transfer_id),
        )
    return list(found.values())


def hello_acts(transfer_id) -> tuple[Act, ...]:
    """A talk, written down; or the hand-over first."""
    read = address("workspace:transfer_done", transfer_id)
    return (quick(_("Write a note"), "cases:note_add", icon="note"), go(_("Read the hand-over"), href=read))
