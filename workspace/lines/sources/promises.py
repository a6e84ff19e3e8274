"""What partners have answered and proposed, questions that reach nobody, and promises that have gone quiet."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

from django.db.models import Q, QuerySet, TextField, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.querysets import built_once
from core.templatetags.kui import day
from plans.models import PromiseQuestion, Proposal
from plans.promises.people import reachable
from plans.promises.querysets import quiet
from plans.promises.rules import ANSWER_DAYS, QUIET_DAYS, ProposalKind
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told

PROPOSED, ANSWERED, FELL_AWAY, NOT_ANSWERED, QUIET = (
    "proposed",
    "answered",
    "fell-away",
    "not-answered",
    "quiet",
)
KINDS = dict(ProposalKind.choices)


def promise_rows(about: About) -> tuple[QuerySet, ...]:
    """What each is, of which milestone, since when, the partner, and a word more."""
    kinds = (_proposed_ones(), _answered_ones(), _fallen_away(), _unanswered(about.today))
    theirs = (rows.filter(milestone__plan__case__among=about.cases) for rows in kinds)
    return (*theirs, _quiet(about.today).filter(plan__case__among=about.cases))


@built_once
def _proposed_ones() -> QuerySet:
    return _rows(Proposal.objects.waiting(), PROPOSED, "at", more="kind")


@built_once
def _answered_ones() -> QuerySet:
    return _rows(
        PromiseQuestion.objects.filter(answered_at__isnull=False, seen_at=None), ANSWERED, "answered_at"
    )


@built_once
def _fallen_away() -> QuerySet:
    return _rows(PromiseQuestion.objects.filter(seen_at=None).lapsed(), FELL_AWAY, "asked_at")


@built_once
def _unanswered(today: date) -> QuerySet:
    late = clock.end_of_day(today - timedelta(days=ANSWER_DAYS + 1))
    waiting = reachable(PromiseQuestion.objects.waiting(), today).filter(
        Q(asked_at__lt=late) | Q(reachable=False)
    )
    return _rows(waiting, NOT_ANSWERED, "asked_at")


@built_once
def _quiet(today: date) -> QuerySet:
    """What is overdue says so in a line of its own."""
    rows = quiet(today).exclude(due_on__lt=today)
    return _rows(rows, QUIET, "heard_at", path="", partner="contact__partner__name")


def _rows(rows, what: str, moment: str, path="milestone__", partner="partner__name", **more) -> QuerySet:
    """The rows with the columns that all have in common."""
    columns = {"case_id": f"{path}plan__case_id", "of": f"{path}pk" if path else "pk", "key": "pk"}
    return told("promise", rows, at=moment, who=partner, what=Value(what, TextField()), **columns, **more)


def promise_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each answer and proposal; one a case for the promises that have gone quiet."""
    tasks, silent, since = [], Counter(), {}
    for row in sorted(rows, key=lambda row: row.at):
        if row.what == QUIET:
            silent[row.case_id] += 1
            since.setdefault(row.case_id, clock.local_date(row.at))
            continue
        words, acts = _WORDS[row.what](row.who, row.more, row.at), partial(_ACTS[row.what], row.of, row.key)
        case = about.cases[row.case_id]
        tasks.append(
            Task(clock.local_date(row.at), f"promise-{row.what}", case, words, "mail", acts, ref=str(row.key))
        )
    for case_id, number in silent.items():
        due = since[case_id] + timedelta(days=QUIET_DAYS)
        words = partial(_quiet_words, number)
        tasks.append(Task(due, "promise-quiet", about.cases[case_id], words, "clock", _quiet_acts))
    return tasks


_WORDS = {
    PROPOSED: lambda partner, more, _at: partial(_proposed, partner, more),
    ANSWERED: lambda partner, _more, _at: lambda: _("%(partner)s has answered you") % {"partner": partner},
    FELL_AWAY: lambda partner, _more, _at: (
        lambda: (
            _("Your question to %(partner)s fell away without an answer: it is not their promise any more")
            % {"partner": partner}
        )
    ),
    NOT_ANSWERED: lambda partner, _more, at: (
        lambda: _("%(partner)s has not answered since %(day)s: call") % {"partner": partner, "day": day(at)}
    ),
}


def _proposed(partner: str, kind: str) -> str:
    told = {"partner": partner, "what": str(KINDS[kind])}
    return _("%(partner)s proposes: %(what)s") % told


def _quiet_words(number: int) -> str:
    return ngettext(
        "Nothing has happened for %(days)s days on %(n)s agreement with a partner",
        "Nothing has happened for %(days)s days on %(n)s agreements with partners",
        number,
    ) % {"days": QUIET_DAYS, "n": number}


def _see(milestone_id) -> Act:
    return go(_("See it"), "plans:promise", milestone_id)


def _proposal_acts(milestone_id, row_id) -> tuple[Act, ...]:
    return (
        post(_("Accept"), "plans:proposal_accept", row_id, icon="check"),
        go(_("Decline"), "plans:proposal_decline", row_id),
        _see(milestone_id),
    )


def _answer_acts(milestone_id, row_id) -> tuple[Act, ...]:
    return (_see(milestone_id), post(_("I have read it"), "plans:answer_read", row_id, icon="check"))


def _waiting_acts(milestone_id, row_id) -> tuple[Act, ...]:
    return (_see(milestone_id), post(_("Take it back"), "plans:question_withdraw", row_id))


_ACTS = {
    PROPOSED: _proposal_acts,
    ANSWERED: _answer_acts,
    FELL_AWAY: _answer_acts,
    NOT_ANSWERED: _waiting_acts,
}


def _quiet_acts() -> tuple[Act, ...]:
    return (go(_("See the plan"), "plans:plan"),)
