"""Where a colleague named one in a note."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Mention
from core import clock
from core.addresses import address
from core.querysets import built_once
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About


def mention_rows(about: About) -> QuerySet:
    """Notes that name the user in cases they have not looked at since; over the unit, that name anybody of it."""
    if about.over_unit:
        return _unsettled().filter(case__in=about.cases, user__unit=about.unit, user__is_active=True)
    return _unsettled().filter(user=about.user)


@built_once
def _unsettled() -> QuerySet:
    return Mention.objects.unsettled().values_list(
        "case_id", "made_at", "pk", "by__name", "user_id", "user__name"
    )


def mention_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each case that the user may know of; several mentions in one are one look.

    Other people's cases too. A mention gives no access: what is not open is opened with a purpose.
    """
    tasks: dict = {}
    for case_id, made_at, pk, name, *whose in sorted(rows, key=lambda row: row[1:3], reverse=True):
        case, is_open = about.known(case_id), about.is_open(case_id)
        if case is None or (case_id, *whose) in tasks:
            continue
        tasks[case_id, *whose] = Task(
            clock.local_date(made_at),
            "mention",
            case,
            partial(_words, name),
            "note",
            open_acts if is_open else purpose_acts,
            ref=str(pk),
            can_wait=is_open,
            whose=tuple(whose),
            leads_to="" if is_open else address("cases:purpose", case_id),
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
