"""Min dag, computed: what needs a guide, found from dates on real objects. There is no to-do table that could disagree.

Each source of lines is two functions in a module of its own theme, named in `SOURCES`: what it asks, and what
follows from it::

    def thing_rows(about: About) -> QuerySet:
        rows = Thing.objects.filter(case__among=about.cases, due_on__lte=about.today + timedelta(days=30))
        return told("thing", rows, case_id="case_id", day="due_on", key="pk", what="title")

    def thing_tasks(about: About, rows: list[Told]) -> list[Task]:
        return [Task(row.day, "thing", about.cases[row.case_id], row.what, …) for row in rows]

    SOURCES = (…, Source(thing_tasks, thing_rows, told="thing"))

All rows that are made with `told` are asked in **one query**, a UNION, so that another source adds none: it says which
of its columns is the day, the moment, the id, who and what (`workspace.lines.source.Told` has them all). A source whose
rows do not fit, since they are encrypted or say more, leaves ``told=""``, gives rows of its own (``values_list``, or a
list) and costs a query, however many cases. ``about.cases`` are the cases of the day by id: a guide's own, or
a whole unit's. They come with ``person``, ``guide`` and the columns of
`cases.casefile.querysets.LIST_COLUMNS`; a source whose facts stand in them asks nothing. One that speaks of
other cases too says which in ``elsewhere``; they are fetched through the door, for all sources at once.

What rows are asked is put together once a day, with places for the cases and for who looks (`workspace.day.asking`,
`core.kept`): it follows from the day and from whether a leader looks, and from no moment, limit or translated word. A
source of which that is not true says ``anew=True``, and its query is put together each time. Words
and buttons that cost anything are given as functions, since most lines of a large unit are counted and not
shown.

`workspace.lines.line` has what a line is made of: `Task`, and `go`, `quick` and `post` for its buttons. A line with
``statutory=True`` stands first among what is overdue and cannot be put off.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from cases.access.permissions import Relation
from cases.models import Case
from workspace.colleagues.introduction import Shown, introduction_rows, introductions
from workspace.colleagues.lines import course_rows, course_tasks
from workspace.day import putting_off
from workspace.day.asking import ask
from workspace.day.grouping import Group, groups
from workspace.day.meetings import Today, todays, todays_rows
from workspace.day.minutes import minutes_rows, minutes_tasks
from workspace.day.putting_off import PutOff
from workspace.day.seen import last_opened, seen, seen_rows
from workspace.knowledge.lines import article_rows, article_tasks
from workspace.lines.line import Page, Task
from workspace.lines.source import About, Source, of_the_rows
from workspace.lines.standing import others, own_cases, with_columns
from workspace.notices.assignments import assignment_notices, assignment_rows
from workspace.notices.colleagues import welcome_notices, welcome_rows
from workspace.notices.deputies import deputy_notices, deputy_rows
from workspace.notices.notice import Notice
from workspace.notices.transfers import notice_rows, notices
from workspace.participation.lines import own_act_rows, own_act_tasks
from workspace.progress.call_lines import wellbeing_rows, wellbeing_tasks
from workspace.progress.rhythm_lines import scales_rows, scales_tasks
from workspace.sources.agreements import agreement_rows, agreement_tasks
from workspace.sources.answers import answer_rows, answer_tasks
from workspace.sources.closing import (
    closing_rows,
    closing_tasks,
    follow_up_rows,
    follow_up_tasks,
    looked_back_at,
)
from workspace.sources.confirming import activity_tasks
from workspace.sources.consents import consent_rows, consent_tasks
from workspace.sources.contact import attempt_rows, contact_tasks, settle
from workspace.sources.contradictions import clash_tasks
from workspace.sources.duty import duty_rows, duty_tasks
from workspace.sources.efforts import effort_rows, effort_tasks
from workspace.sources.inquiries import inquiry_rows, inquiry_tasks
from workspace.sources.meetings import meeting_rows, meeting_tasks
from workspace.sources.mentions import mention_rows, mention_tasks
from workspace.sources.milestones import cannot_rows, cannot_tasks, milestone_rows, milestone_tasks
from workspace.sources.practice import round_rows, round_tasks, step_rows, step_tasks
from workspace.sources.promises import promise_rows, promise_tasks
from workspace.sources.protection import protection_tasks
from workspace.sources.qualifications import qualification_rows, qualification_tasks
from workspace.sources.remarks import remark_rows, remark_tasks
from workspace.sources.stalled import only_stalled, stalled_tasks
from workspace.sources.transfers import taken_over_rows, taken_over_tasks
from workspace.todos.lines import own_tasks, todo_rows, todo_tasks
from workspace.transitions.lines import age_tasks

__all__ = [
    "BESIDE", "Day", "Group", "Page", "SOURCES", "Task",
    "day_of", "groups", "known", "lines_of", "own_cases", "tasks_of",
]  # fmt: skip


SOURCES = (
    Source(duty_tasks, duty_rows, anew=True),
    Source(wellbeing_tasks, wellbeing_rows, of_the_rows, told="wellbeing"),
    Source(activity_tasks),
    Source(contact_tasks, attempt_rows, told="attempt"),
    Source(age_tasks),
    Source(protection_tasks),
    Source(milestone_tasks, milestone_rows, told="milestone"),
    Source(cannot_tasks, cannot_rows, told="cannot-yet"),
    Source(qualification_tasks, qualification_rows, told="qualification"),
    Source(effort_tasks, effort_rows, told="effort"),
    Source(promise_tasks, promise_rows, told="promise"),
    Source(own_act_tasks, own_act_rows, told="own-act"),
    Source(agreement_tasks, agreement_rows, told="agreement"),
    Source(scales_tasks, scales_rows, told="scales"),
    Source(consent_tasks, consent_rows, told="consent"),
    Source(taken_over_tasks, taken_over_rows, told="taken-over"),
    Source(closing_tasks, closing_rows, of_the_rows, told="closing"),
    Source(follow_up_tasks, follow_up_rows, looked_back_at),
    Source(inquiry_tasks, inquiry_rows),
    Source(mention_tasks, mention_rows, of_the_rows, told="mention"),
    Source(meeting_tasks, meeting_rows),
    Source(minutes_tasks, minutes_rows, of_the_rows, told="minutes"),
    Source(todo_tasks, todo_rows, told="todo"),
    Source(clash_tasks),
    Source(stalled_tasks),
    Source(answer_tasks, answer_rows, of_the_rows, told="meeting-answer"),
    Source(remark_tasks, remark_rows, told="remark"),
)

# Of the user's own day alone: lines that are about no case, and that nobody else has.
OWN = (
    Source(course_tasks, course_rows, told="course"),
    Source(step_tasks, step_rows, told="step"),
    Source(round_tasks, round_rows, told="round"),
    Source(article_tasks, article_rows, told="article"),
)

# What the page shows beside the lines.
BESIDE = (
    Source(notices, notice_rows),
    Source(assignment_notices, assignment_rows, told="assigned"),
    Source(deputy_notices, deputy_rows, told="deputy"),
    Source(seen, seen_rows, last_opened, told="seen"),
    Source(todays, todays_rows, of_the_rows, told="today"),
    Source(welcome_notices, welcome_rows, told="welcome"),
    Source(introductions, introduction_rows, told="introduction"),
)


@dataclass(slots=True)
class Day:
    """A guide's day: the lines in their groups, those put off, and the cases they came from."""

    groups: list[Group]
    put_off: list[PutOff]
    cases: list[Case]
    # How many lines are overdue, and how many are for today, whatever is shown.
    late: int = 0
    due_today: int = 0
    # Lines of cases that the guide knows and a colleague has today: who covers, or whom they stand in for.
    elsewhere: list[Group] = field(default_factory=list)
    # Beside the lines of a page: what is told above them, what was opened lately, and today's meetings.
    notices: list[Notice] = field(default_factory=list)
    seen: list[Case] = field(default_factory=list)
    meetings: list[Today] = field(default_factory=list)
    # The lists of who is new here, or leaves.
    introductions: list[Shown] = field(default_factory=list)


def known(
    cases: list[Case], unit, today: date, user, *, beside: bool, own: bool = False
) -> tuple[About, dict[str, list]]:
    """The cases with all that is known about them for the day; a query for what the sources ask together, one for each
    of the others, and one for the other cases.
    """
    over_unit = any(getattr(case, "relation", Relation.OWN) != Relation.OWN for case in cases)
    about = About({case.pk: case for case in cases}, unit, today, user, over_unit)
    sources = SOURCES + OWN * own + BESIDE * beside
    rows = ask(sources, about)
    elsewhere = {
        case_id
        for source in sources
        if source.elsewhere
        for case_id in source.elsewhere(about, rows[source.name])
    }
    about.others = others(user, elsewhere - about.cases.keys())
    return about, rows


def _lines(about: About, rows: dict[str, list]) -> tuple[list[Task], list[PutOff]]:
    tasks = [task for source in SOURCES for task in source.tasks(about, rows.get(source.name, []))]
    of_cases = {task.case.pk for task in tasks}  # closed cases too, which are looked back at
    standing, away = putting_off.part(tasks, of_cases, about.today)
    return settle(only_stalled(standing), about.today), away


def tasks_of(cases: list[Case], unit, today: date, user) -> tuple[list[Task], list[PutOff]]:
    """Every line about these cases, in no order: those that stand, and those put off."""
    return _lines(*known(cases, unit, today, user, beside=False))


def day_of(user, today: date, *, page: Page | None = None, show_all: bool = False, filters=None) -> Day:
    """A guide's day, for a ``page`` with what stands beside its lines.

    ``filters``, a `ThemeFilterSet`, narrow the lines that are shown, and not the counts of the day.
    """
    cases = own_cases(user)
    about, rows = known(cases, user.unit, today, user, beside=page is not None, own=True)
    standing, away = _lines(about, rows)
    mine, theirs = own_tasks(about, rows.get("todo", [])), []
    for source in OWN:
        mine += source.tasks(about, rows[source.name])
    for task in standing:
        (mine if is_of(task, user, today) else theirs).append(task)
    shown = filters.narrow(mine) if filters else mine
    found = Day(groups(shown, today, page=page, show_all=show_all), away, cases)
    found.late, found.due_today = (
        sum(task.due < today for task in mine),
        sum(task.due == today for task in mine),
    )
    found.elsewhere = groups(theirs, today, page=page and replace(page, with_guide=True), show_all=show_all)
    if page is not None:
        beside = (source.tasks(about, rows[source.name]) for source in BESIDE)
        told, assigned, made_deputy, found.seen, found.meetings, welcome, found.introductions = beside
        found.notices = told + assigned + made_deputy + welcome
    return found


def is_of(task: Task, user, today: date) -> bool:
    """Whether the line is the user's own to do; a deputy's, and a covered guide's, is whose the case is that day."""
    whose = task.belongs_to(today)
    return user.is_leader if whose is None else whose[0] == user.pk


def lines_of(case: Case, user, today: date) -> tuple[list[Task], list[PutOff]]:
    """The lines about one case on the day of ``user``."""
    rows = with_columns(Case.objects.visible_to(user).filter(pk=case.pk))
    standing, away = tasks_of(list(rows), case.unit, today, user)
    return [task for task in standing if task.case.pk == case.pk], away
