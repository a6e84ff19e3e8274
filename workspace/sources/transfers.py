"""Cases that came from somebody else: a line until the new guide has said hello."""

from datetime import date, timedelta
from functools import partial

from django.apps import apps
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core.addresses import address
from core.querysets import built_once
from workspace.lines.line import Act, Task, go, quick
from workspace.lines.source import About, Told, told

# A new guide has so much time to say hello.
HELLO_DAYS = 7
# … and is not asked to any more when the case has been theirs so long.
HELLO_ASKED_DAYS = 60


def models() -> tuple:
    """Transfers and their lines. By name: the room that makes them reads the day, for the note that it drafts."""
    return apps.get_model("workspace.Transfer"), apps.get_model("workspace.TransferLine")


def taken_over_rows(about: About) -> QuerySet:
    """The cases that were taken over for good lately, and whose guide it still is."""
    return _for_good_lately(about.today).filter(case__among=about.cases)


@built_once
def _for_good_lately(today: date) -> QuerySet:
    Transfer, TransferLine = models()
    rows = TransferLine.objects.filter(
        case__guide=F("transfer__to_user"),
        transfer__kind=Transfer.Kind.FOR_GOOD,
        transfer__from_on__gt=today - timedelta(days=HELLO_ASKED_DAYS),
        transfer__undone_at=None,
    )
    return told(
        "taken-over", rows, case_id="case_id", day="transfer__from_on", number="pk", key="transfer_id",
        who="transfer__from_user__name",
    )  # fmt: skip


def taken_over_tasks(about: About, rows: list[Told]) -> list[Task]:
    """Cases taken over for good whose young person has not been talked with since."""
    found: dict = {}
    for row in sorted(rows, key=lambda row: (row.day, row.number), reverse=True):
        case = about.cases[row.case_id]
        if row.case_id in found or (case.last_contact_on and case.last_contact_on >= row.day):
            continue
        words = _("Taken over from %(name)s: say hello") % {"name": row.who}
        found[row.case_id] = Task(
            row.day + timedelta(days=HELLO_DAYS),
            "taken-over",
            case,
            words,
            "users",
            partial(hello_acts, row.key),
        )
    return list(found.values())


def hello_acts(transfer_id) -> tuple[Act, ...]:
    """A talk, written down; or the hand-over first."""
    read = address("workspace:transfer_done", transfer_id)
    return (quick(_("Write a note"), "cases:note_add", icon="note"), go(_("Read the hand-over"), href=read))
