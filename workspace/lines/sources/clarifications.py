"""Questions to departments that wait for a guide: not sent, answered, changed since, or with nobody who answers."""

from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.querysets import built_once
from plans.models import Qualification
from plans.qualification.choices import AT_DEPARTMENT, State
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About


def clarification_rows(about: About) -> QuerySet:
    """Questions about the cases' plans that somebody of the unit has to do something about."""
    return _waiting(about.today).filter(plan__case__in=about.cases)


@built_once
def _waiting(today: date) -> QuerySet:
    rows = Qualification.objects.waiting_on_guide(today).order_by()
    return rows.values_list(
        "plan__case_id", "pk", "state", "stands", "asked_at", "deadline", "decided_at", "annulled_at",
        "seen_at", "partner__name",
    )  # fmt: skip


def clarification_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line each; it goes when it is acted on, and cannot be put off, since somebody else waits or is waited for."""
    tasks = []
    for case_id, pk, state, stands, *days, seen_at, partner in sorted(rows, key=lambda row: row[1]):
        due = _due(state, *days, today=about.today)
        words = partial(_words, state, stands, days[1], partner, about.today)
        acts = partial(clarification_acts, pk, state, stands, seen_at)
        tasks.append(
            Task(due, "clarification", about.cases[case_id], words, "send", acts, ref=str(pk), can_wait=False)
        )
    return tasks


def _due(state: str, asked_at, deadline, decided_at, annulled_at, *, today: date) -> date:
    """The day from which it waits: of the answer, of the taking back, the last day of the department, today."""
    if state == State.PROPOSAL:
        return clock.local_date(asked_at)
    if state in AT_DEPARTMENT:
        return min(deadline, today)
    return clock.local_date(annulled_at if state == State.ANNULLED else decided_at)


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


def clarification_acts(pk, state: str, stands: bool, seen_at) -> tuple[Act, ...]:
    """See it; and where the answer asks for nothing more, say that it is read."""
    see = go(_("See"), "plans:qualification", pk)
    settled = state == State.DECLINED or state == State.QUALIFIED and stands
    if seen_at is None and (settled or state == State.ANNULLED):
        return (see, post(_("I have read it"), "plans:qualification_seen", pk, icon="check"))
    return (see,)
