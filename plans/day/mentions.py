"""Where a colleague named one in a note."""

from datetime import date
from functools import partial

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.models import Case, Mention, Status
from cases.rows import LIST_COLUMNS, case_url
from core import clock
from plans.day.line import Act, Task, go

COLUMNS = ("made_at", "by__name", *(f"case__{name}" for name in LIST_COLUMNS))


def mention_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """Notes that name ``user`` in cases they have not looked at since; one query.

    Other people's cases too, when one may know that they exist. A mention gives no access: what is not open is opened with a
    purpose, and until then its line says no more than a search would.
    """
    is_open = Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))
    known = Case.objects.known_to(user).filter(pk=OuterRef("case_id"))
    rows = Mention.objects.filter(Exists(known), user=user).unsettled().annotate(is_open=Exists(is_open))
    rows = rows.select_related("by", "case__person", "case__guide").only(*COLUMNS).order_by("-made_at", "-pk")
    tasks: dict = {}
    for mention in rows[:200]:
        # Several in one case are one look.
        if mention.case_id not in tasks:
            tasks[mention.case_id] = _task(mention, cases)
    return list(tasks.values())


def _task(mention: Mention, cases: dict) -> Task:
    case = cases.get(mention.case_id, mention.case)
    if not mention.is_open:
        case.person.address_protected, case.shielded = False, False
        case.status = Status.RUNNING
    return Task(
        clock.local_date(mention.made_at),
        "mention",
        case,
        partial(_words, mention.by.name),
        "note",
        open_acts if mention.is_open else purpose_acts,
        ref=str(mention.pk),
        can_wait=mention.is_open,
        leads_to="" if mention.is_open else f"{case_url(case.pk)}formaal/",
    )


def _words(name: str) -> str:
    return _("Mentioned in a note by %(name)s") % {"name": name}


def open_acts() -> tuple[Act, ...]:
    """Looking is what settles it."""
    return (go(_("Read the note")),)


def purpose_acts() -> tuple[Act, ...]:
    """The case is a colleague's."""
    return (go(_("Open with a purpose"), "formaal/", icon="lock"),)
