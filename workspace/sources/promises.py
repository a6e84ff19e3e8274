"""What partners have answered and proposed, absence they report, questions that reach nobody, and promises that have
gone quiet.
"""

from collections import Counter
from datetime import date, timedelta
from functools import partial

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.querysets import built_once
from core.templatetags.kui import day
from plans.models import MilestoneStatus, PromiseQuestion, PromiseReport, Proposal
from plans.promises.people import reachable
from plans.promises.querysets import quiet
from plans.promises.rules import PROMISE_ANSWER_DAYS, QUIET_DAYS, ProposalKind, ProposalReason, leads_to
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told

PROPOSED, ABSENT, QUIET = "proposed", "absent", "quiet"
ANSWERED, FELL_AWAY, NOT_ANSWERED = "answered", "fell-away", "not-answered"
# Between the parts of what a proposal or a report says, in one column.
SEPARATOR = "\x1f"
# Of the partner's own words a line has room for so many characters; more is read on the page, before it is accepted.
ROOM = 160


def promise_rows(about: About) -> tuple[QuerySet, ...]:
    """What each is, of which milestone, since when, the partner, and a word more."""
    kinds = (_proposed_ones(), _absences(), _answered_ones(), _fallen_away(), _unanswered(about.today))
    theirs = (rows.filter(milestone__plan__case__among=about.cases) for rows in kinds)
    return (*theirs, _quiet(about.today).filter(plan__case__among=about.cases))


@built_once
def _proposed_ones() -> QuerySet:
    said = _joined("kind", "reason", "milestone__own_words", "words")
    return _rows(Proposal.objects.waiting(), PROPOSED, "at", more=said, day="new_due_on")


@built_once
def _absences() -> QuerySet:
    said = _joined("milestone__own_words", "words")
    return _rows(PromiseReport.objects.unread(), ABSENT, "at", more=said, day="happened_on")


def _joined(*columns: str) -> Concat:
    first, *others = columns
    parts = [part for name in others for part in (Value(SEPARATOR), F(name))]
    return Concat(F(first), *parts, output_field=TextField())


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
    late = clock.end_of_day(today - timedelta(days=PROMISE_ANSWER_DAYS + 1))
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
        words, acts = partial(_WORDS[row.what], row), partial(_ACTS[row.what], row)
        case = about.cases[row.case_id]
        tasks.append(
            Task(clock.local_date(row.at), f"promise-{row.what}", case, words, "mail", acts, ref=str(row.key))
        )
    for case_id, number in silent.items():
        due = since[case_id] + timedelta(days=QUIET_DAYS)
        words = partial(_quiet_words, number)
        tasks.append(Task(due, "promise-quiet", about.cases[case_id], words, "clock", _quiet_acts))
    return tasks


def _proposed(row: Told) -> str:
    """What is proposed, of what, why, and what a yes leads to."""
    kind, reason, milestone, words = row.more.split(SEPARATOR, 3)
    moved = leads_to(kind, reason)
    if moved is None:
        follows = _("Yes moves the day to %(day)s") % {"day": day(row.day)}
    else:
        follows = _("Yes moves the milestone to: %(status)s") % {"status": str(moved.label).lower()}
    told = {"partner": row.who, "what": ProposalKind(kind).label, "milestone": milestone}
    told |= {"why": ProposalReason(reason).label, "follows": follows}
    line = _("%(partner)s proposes: %(what)s (%(milestone)s). Reason: %(why)s. %(follows)s.") % told
    return line + _quoted(words)


def _absent(row: Told) -> str:
    milestone, words = row.more.split(SEPARATOR, 1)
    told = {"partner": row.who, "day": day(row.day), "milestone": milestone}
    return _("%(partner)s reports: did not come %(day)s (%(milestone)s).") % told + _quoted(words)


def _quoted(words: str) -> str:
    return f" »{Truncator(words).chars(ROOM)}«" if words else ""


def _of_question(row: Told) -> str:
    """How a question to the partner stands."""
    words = {
        ANSWERED: _("%(partner)s has answered you"),
        FELL_AWAY: _(
            "Your question to %(partner)s fell away without an answer: it is not their promise any more"
        ),
        NOT_ANSWERED: _("%(partner)s has not answered since %(day)s: call"),
    }[row.what]
    return words % {"partner": row.who, "day": day(row.at)}


_WORDS = {PROPOSED: _proposed, ABSENT: _absent} | dict.fromkeys(
    (ANSWERED, FELL_AWAY, NOT_ANSWERED), _of_question
)


def _quiet_words(number: int) -> str:
    return ngettext(
        "Nothing has happened for %(days)s days on %(n)s agreement with a partner",
        "Nothing has happened for %(days)s days on %(n)s agreements with partners",
        number,
    ) % {"days": QUIET_DAYS, "n": number}


def _see(milestone_id) -> Act:
    return go(_("See it"), "plans:promise", milestone_id)


def _proposal_acts(row: Told) -> tuple[Act, ...]:
    """Yes and no on the spot to what the line tells whole; what gives the milestone up is looked at first."""
    kind, reason, _milestone, words = row.more.split(SEPARATOR, 3)
    if leads_to(kind, reason) == MilestoneStatus.DROPPED or len(words) > ROOM:
        return (_see(row.of),)
    return (
        post(_("Accept"), "plans:proposal_accept", row.key, icon="check"),
        go(_("Decline"), "plans:proposal_decline", row.key),
        _see(row.of),
    )


def _read_acts(row: Told) -> tuple[Act, ...]:
    route = "plans:report_read" if row.what == ABSENT else "plans:answer_read"
    return (_see(row.of), post(_("I have read it"), route, row.key, icon="check"))


def _waiting_acts(row: Told) -> tuple[Act, ...]:
    return (_see(row.of), post(_("Take it back"), "plans:question_withdraw", row.key))


_ACTS = {
    PROPOSED: _proposal_acts,
    ABSENT: _read_acts,
    ANSWERED: _read_acts,
    FELL_AWAY: _read_acts,
    NOT_ANSWERED: _waiting_acts,
}


def _quiet_acts() -> tuple[Act, ...]:
    return (go(_("See the plan"), "workspace:plan"),)
