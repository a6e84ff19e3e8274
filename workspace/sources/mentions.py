"""Where a colleague named one in a note."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Mention
from core import clock
from core.addresses import address
from core.querysets import built_once
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told


def mention_rows(about: About) -> QuerySet:
    """Notes that name the user in cases they have not looked at since; over the unit, that name anybody of it."""
    if about.over_unit:
        return _unsettled().filter(case__among=about.cases, user__unit=about.unit, user__is_active=True)
    return _unsettled().filter(user=about.user)


@built_once
def _unsettled() -> QuerySet:
    return told(
        "mention", Mention.objects.unsettled(), case_id="case_id", at="made_at", number="pk", who="by__name",
        other="user_id", more="user__name",
    )  # fmt: skip


def mention_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each case that the user may know of; several mentions in one are one look.

    Other people's cases too. A mention gives no access: what is not open is opened with a purpose.
    """
    tasks: dict = {}
    for row in sorted(rows, key=lambda row: (row.at, row.number), reverse=True):
        case, is_open, whose = about.known(row.case_id), about.is_open(row.case_id), (row.other, row.more)
        if case is None or (row.case_id, *whose) in tasks:
            continue
        tasks[row.case_id, *whose] = Task(
            clock.local_date(row.at),
            "mention",
            case,
            partial(_words, row.who),
            "note",
            open_acts if is_open else purpose_acts,
            ref=str(row.number),
            can_wait=is_open,
            whose=whose,
            leads_to="" if is_open else address("cases:purpose", row.case_id),
        )
    return list(tasks.values())


def _words(name: str) -> str:
    return _("Mentioned in a note by %(name)s") % {"name": name}


def open_acts() -> tuple[Act, ...]:
    """Looking is what settles it."""
    return (go(_("Read the note")),)


def purpose_acts() -> tuple[Act, ...]:
    """The case is a colleague's."""
    return (go(_("Open with a purpose"), "cases:purpose", icon="lock"),)
