"""Shared minutes: those that can be closed, comments that nobody has read, and those that wait for a colleague."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.utils.translation import gettext as _

from accounts.models import carries_q
from core import clock
from core.addresses import address
from core.querysets import built_once
from core.templatetags.kui import day
from meetings.models import Attendee, Minutes, MinutesComment
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told
from workspace.sources.mentions import purpose_acts

CLOSE, LOCK, COMMENT, OWN = "close", "lock", "comment", "own"


def minutes_rows(about: About) -> tuple[QuerySet, ...]:
    """What each is, of which meeting and when; for a comment who wrote it and who leads, for a colleague who it is."""
    of_the_day = Q(minutes__meeting__case__among=about.cases)
    comments, own = _unread(), _awaited(about.today)
    if about.over_unit:
        comments, own = comments.filter(of_the_day), own.filter(meeting__case__among=about.cases)
    else:
        comments = comments.filter(of_the_day | Q(minutes__meeting__led_by=about.user))
        own = own.filter(user=about.user)
    return _to_close(about.today).filter(meeting__case__among=about.cases), comments, own


@built_once
def _to_close(today: date) -> QuerySet:
    """Out for comment, and either ready to be closed or past the day for comments."""
    ready = Minutes.objects.lockable(today).filter(pk=OuterRef("pk"))
    rows = Minutes.objects.filter(state=Minutes.State.SENT).annotate(is_ready=Exists(ready))
    rows = rows.filter(Q(is_ready=True) | Q(comment_until__lt=today))
    what = Case(When(is_ready=True, then=Value(LOCK)), default=Value(CLOSE), output_field=TextField())
    columns = {"case_id": "meeting__case_id", "day": "comment_until", "at": "meeting__starts_at"}
    return told("minutes", rows, what=what, key="meeting_id", **columns)


@built_once
def _unread() -> QuerySet:
    """With who leads the meeting, when they can have a line: the guide's it is otherwise."""
    rows = MinutesComment.objects.filter(seen_at=None, minutes__state=Minutes.State.SENT)
    rows = rows.filter(minutes__meeting__case__closed_on=None)
    at = "minutes__meeting__"
    reads = Q(**{f"{at}case__shielded": False, f"{at}led_by__unit": F(f"{at}case__unit")})
    leads = carries_q(f"{at}led_by__") & reads
    return told(
        "minutes",
        rows,
        what=Value(COMMENT, TextField()),
        case_id=f"{at}case_id",
        key=f"{at}pk",
        at=f"{at}starts_at",
        then="at",
        who="by__name",
        other=Case(When(leads, then=F(f"{at}led_by_id"))),
        more=f"{at}led_by__name",
    )


@built_once
def _awaited(today: date) -> QuerySet:
    """Colleagues who were there and have not approved."""
    rows = Attendee.objects.awaited_on_minutes(today).filter(carries_q("user__"), user__isnull=False)
    return told(
        "minutes",
        rows,
        what=Value(OWN, TextField()),
        case_id="meeting__case_id",
        key="meeting_id",
        day="meeting__minutes__comment_until",
        at="meeting__starts_at",
        number="pk",
        other="user_id",
        more="user__name",
    )


def minutes_tasks(about: About, rows: Iterable[Told]) -> list[Task]:
    """A line for minutes to close, with who has the case; for those with comments, with who leads the meeting; and for
    a colleague who was there, of cases that they may know of.
    """
    tasks: dict = {}
    for row in sorted(rows, key=lambda row: (row.what, row.then or row.at)):
        case = about.known(row.case_id)
        if case is None:
            continue
        whose = (row.other, row.more) if row.other else None
        key = (row.key, row.what, whose)
        if key not in tasks:
            tasks[key] = _MAKE[row.what](row, case, whose, about)
    return list(tasks.values())


def _close(row: Told, case, whose, about: About) -> Task:
    words, acts = partial(_close_words, row.what, row.at), partial(_close_acts, row.what, row.key)
    # All have approved before the day: it can be closed today.
    due = min(row.day, about.today)
    return Task(due, "minutes-close", case, words, "lock", acts, ref=str(row.key))


def _comment(row: Told, case, whose, about: About) -> Task:
    is_open = about.is_open(row.case_id)
    return Task(
        clock.local_date(row.then),
        "minutes-comment",
        case,
        partial(_comment_words, row.who, row.at),
        "note",
        partial(_comment_acts, row.key) if is_open else purpose_acts,
        ref=str(row.key),
        whose=whose,
        can_wait=is_open,
        leads_to="" if is_open else address("cases:purpose", row.case_id),
    )


def _own(row: Told, case, whose, about: About) -> Task:
    late = row.day < about.today
    return Task(
        row.day,
        "minutes-own",
        case,
        partial(_own_words, late, row.at),
        "note",
        partial(_own_acts, row.number),
        ref=str(row.number),
        whose=whose,
        can_wait=about.is_open(row.case_id),
        leads_to="" if about.is_open(row.case_id) else address("meetings:own_minutes", row.number),
    )


_MAKE = {CLOSE: _close, LOCK: _close, COMMENT: _comment, OWN: _own}


def _close_words(what: str, at) -> str:
    words = (
        _("The minutes can be approved and closed: meeting %(day)s")
        if what == LOCK
        else _("Nobody has approved the minutes: ask those who were at the meeting %(day)s")
    )
    return words % {"day": day(at)}


def _close_acts(what: str, pk) -> tuple[Act, ...]:
    see = go(_("Open the minutes"), "meetings:meeting", pk)
    if what == LOCK:
        return (post(_("Close as approved"), "meetings:minutes_lock", pk, icon="lock"), see)
    return (see,)


def _comment_words(who: str, at) -> str:
    words = _("%(name)s has commented on the minutes of the meeting %(day)s")
    return words % {"name": who, "day": day(at)}


def _comment_acts(pk) -> tuple[Act, ...]:
    return (
        go(_("See the comment"), "meetings:meeting", pk),
        post(_("I have read it"), "meetings:comments_seen", pk, icon="check"),
    )


def _own_words(late: bool, at) -> str:
    words = (
        _("Minutes to approve: meeting %(day)s")
        if late
        else _("Minutes to comment on and approve: meeting %(day)s")
    )
    return words % {"day": day(at)}


def _own_acts(attendee_id: int) -> tuple[Act, ...]:
    return (go(_("Read the minutes"), href=address("meetings:own_minutes", attendee_id)),)
