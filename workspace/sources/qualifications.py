"""Questions to departments that wait for a guide: not sent, answered, changed since, or with nobody who answers."""

from datetime import date
from functools import partial

from django.db.models import BigIntegerField, QuerySet, When
from django.db.models import Case as Choose
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import clock
from core.querysets import built_once
from plans.models import Qualification
from plans.qualification.choices import AT_DEPARTMENT, State
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told


def qualification_rows(about: About) -> QuerySet:
    """Questions about the cases' plans that somebody of the unit has to do something about."""
    return _waiting(about.today).filter(plan__case__among=about.cases)


@built_once
def _waiting(today: date) -> QuerySet:
    rows = Qualification.objects.waiting_on_guide(today)
    return told(
        "qualification", rows, case_id="plan__case_id", key="pk", what="state", who="partner__name", day="deadline",
        at=Coalesce("annulled_at", "decided_at", "asked_at"), then="seen_at",
        # PostgreSQL casts no truth to a large number.
        number=Choose(When(stands=True, then=1), default=0, output_field=BigIntegerField()),
    )  # fmt: skip


def qualification_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each; it goes when it is acted on, and cannot be put off, since somebody else waits or is waited for."""
    tasks = []
    for row in sorted(rows, key=lambda row: row.key):
        stands, case = bool(row.number), about.cases[row.case_id]
        # The day from which it waits: the last day of the department, or the day of what was asked, said or annulled.
        due = min(row.day, about.today) if row.what in AT_DEPARTMENT else clock.local_date(row.at)
        words = partial(_words, row.what, stands, row.day, row.who, about.today)
        acts = partial(qualification_acts, row.key, row.what, stands, row.then)
        tasks.append(Task(due, "qualification", case, words, "send", acts, ref=str(row.key), can_wait=False))
    return tasks


def _words(state: str, stands: bool, deadline: date | None, partner: str, today: date) -> str:
    """What it waits for."""
    return _said(state, stands, deadline, today) % {"department": partner}


def _said(state: str, stands: bool, deadline: date | None, today: date) -> str:
    if state in AT_DEPARTMENT:
        if deadline < today:
            return _("No answer from %(department)s. That is not a yes: call them")
        if not stands:
            return _("The plan was changed since %(department)s was asked: send it again")
        return _("Nobody at %(department)s can answer: see the consent and who signs in")
    if state == State.QUALIFIED and not stands:
        return _("The plan was changed since %(department)s said yes: it needs a new clarification")
    return {
        State.PROPOSAL: _("Not sent to %(department)s yet"),
        State.QUALIFIED: _("%(department)s says yes"),
        State.ADJUSTED: _("%(department)s can carry it with other words or another day"),
        State.DECLINED: _("%(department)s says no, and proposes something else"),
        State.NEEDS_MORE: _("%(department)s needs to know more"),
        State.NOT_OURS: _("%(department)s says that it is not theirs to decide"),
        State.ANNULLED: _("%(department)s has taken its answer back"),
    }[State(state)]


def qualification_acts(pk, state: str, stands: bool, seen_at) -> tuple[Act, ...]:
    """See it; and where the answer asks for nothing more, say that it is read."""
    see = go(_("See"), "plans:qualification", pk)
    settled = state == State.DECLINED or state == State.QUALIFIED and stands
    if seen_at is None and (settled or state == State.ANNULLED):
        return (see, post(_("I have read it"), "plans:qualification_seen", pk, icon="check"))
    return (see,)
