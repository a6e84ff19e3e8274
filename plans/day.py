"""Min dag, computed: what needs a guide, found from dates on real objects. There is no to-do table that could disagree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import OuterRef, Subquery
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases import rules
from cases.models import Activity, ActivityPeriod, Case, Consent, Status
from cases.rows import LIST_COLUMNS, case_url, chips_of
from core.templatetags.kui import ago, day, days_in_words
from plans.models import Milestone

MILESTONES_AHEAD = 30
CONFIRM_AHEAD = 14
CONTACT_AHEAD = 7
CONSENTS_AHEAD = 30
TRANSITIONS_AHEAD = 183
# LBK 953/2024 § 2 a and its guidance: contact within five working days, a new activity within thirty days.
DUTY_CONTACT_WORKING_DAYS = 5
DUTY_ACTIVITY_DAYS = 30
SHOWN_PER_GROUP = 25
FOLLOW_UP = {"duty-contact": 0, "duty": 0, "confirm": 2, "activity": 2, "contact": 2, "both": 2}
AT_A_LOSS = (Activity.NONE, Activity.UNKNOWN)


@dataclass(slots=True)
class Task:
    """One line of Min dag: which day, about whom, what, and what can be done on the spot."""

    due: date
    kind: str
    case: Case
    text: str | Callable[[], str]
    icon: str
    milestone: Milestone | None = None
    # Filled by `draw` for the lines that are shown.
    key: str = ""
    url: str = ""
    name: str = ""
    age: int = 0
    chips: SafeString = SafeString("")
    when: str = ""
    distance: str = ""

    def draw(self, today: date) -> "Task":
        """Fill in what the template writes."""
        person = self.case.person
        # Words are made for the lines that are shown, not for every line that is counted.
        self.text = self.text() if callable(self.text) else self.text
        self.key = f"{self.kind}-{self.milestone.pk if self.milestone else self.case.pk}"
        self.url, self.name, self.age = case_url(self.case.pk), person.name, person.age(today)
        self.chips = chips_of(self.case, today)
        self.when, self.distance = day(self.due), days_in_words((self.due - today).days)
        return self


@dataclass(slots=True)
class Group:
    """Lines that belong together in time, and how many there are beyond those shown."""

    css: str
    title: str
    tasks: list[Task]
    total: int

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.total - len(self.tasks)


def own_cases(user) -> list[Case]:
    """The open cases that ``user`` carries or stands in for, with what the lines need; one query."""
    present = ActivityPeriod.objects.current().filter(case=OuterRef("pk"), until_on=None)
    return list(
        Case.objects.own_of(user)
        .open()
        .annotate(activity_from=Subquery(present.values("from_on")[:1]))
        .select_related("person", "guide")
        .only(*LIST_COLUMNS, "opened_on")
        .order_by("id")
    )


def working_days_after(start: date, days: int) -> date:
    """The day that lies ``days`` working days (Monday to Friday) after ``start``."""
    while days:
        start += timedelta(days=1)
        days -= start.weekday() < 5
    return start


def contact_task(case: Case, unit, today: date) -> Task | None:
    """Somebody who has not been talked with for the unit's number of days, or will soon not have been."""
    last = case.last_contact_on
    due = (last or case.opened_on) + timedelta(days=unit.contact_days)
    if due > today + timedelta(days=CONTACT_AHEAD):
        return None
    return Task(due, "contact", case, partial(contact_words, case), "phone")


def contact_words(case: Case) -> str:
    """When they last were talked with. A quick note answers with this very span, so the line shows that it was settled."""
    last = case.last_contact_on
    when = format_html('<span id="contact-{}">{}</span>', case.pk, ago(last) if last else _("never"))
    return format_html(_("Last talk: {when}"), when=when)


def uncapitalised(words: str) -> str:
    """For use inside a sentence: ``Job`` becomes ``job``, ``FGU`` stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def activity_words(case: Case) -> str:
    """What nobody has confirmed lately."""
    if case.activity == Activity.UNKNOWN or case.activity_confirmed_on is None:
        return _("We do not know what they do now")
    return _("Still %(activity)s? Confirmed %(when)s") % {
        "activity": uncapitalised(case.get_activity_display()),
        "when": ago(case.activity_confirmed_on),
    }


def activity_task(case: Case, unit, today: date) -> Task | None:
    """Something nobody has confirmed lately: it fades to unknown on that day."""
    words = partial(activity_words, case)
    if case.activity == Activity.UNKNOWN or case.activity_confirmed_on is None:
        return Task(case.opened_on + timedelta(days=14), "activity", case, words, "clock")
    due = case.activity_confirmed_on + timedelta(days=unit.activity_fresh_days)
    return (
        Task(due, "confirm", case, words, "clock") if due <= today + timedelta(days=CONFIRM_AHEAD) else None
    )


def duty_tasks(case: Case, today: date) -> list[Task]:
    """The statutory clocks for 15–17-year-olds who are not under way with anything."""
    start = case.activity_from
    if (
        case.activity != Activity.NONE
        or start is None
        or not rules.has_education_duty(case.person.birth_date, today)
    ):
        return []
    tasks = []
    if case.last_contact_on is None or case.last_contact_on < start:
        due = working_days_after(start, DUTY_CONTACT_WORKING_DAYS)
        tasks.append(
            Task(due, "duty-contact", case, _("Duty 15–17: contact within 5 working days"), "warning")
        )
    due = start + timedelta(days=DUTY_ACTIVITY_DAYS)
    tasks.append(Task(due, "duty", case, _("Duty 15–17: a new activity within 30 days"), "warning"))
    return tasks


def transition_task(case: Case, today: date) -> Task | None:
    """An age at which something changes, within half a year."""
    found = rules.next_transition(case.person.birth_date, today)
    if found is None or found[1] > today + timedelta(days=TRANSITIONS_AHEAD):
        return None
    return Task(found[1], "age", case, _("Turns %(age)s") % {"age": found[0]}, "calendar")


def case_tasks(cases: list[Case], unit, today: date) -> list[Task]:
    """Every line that follows from the cases themselves. No query."""
    tasks = []
    for case in cases:
        if case.status != Status.RUNNING:
            continue
        duty = duty_tasks(case, today)
        activity, contact = activity_task(case, unit, today), contact_task(case, unit, today)
        if any(task.kind == "duty-contact" for task in duty):
            contact = None
        if activity and contact and max(activity.due, contact.due) <= today:
            activity, contact = together(contact, activity), None
        tasks += duty + [task for task in (activity, contact, transition_task(case, today)) if task]
    return tasks


def together(contact: Task, activity: Task) -> Task:
    """One line in place of two about the same young person: one talk settles both."""
    case = contact.case

    def words() -> str:
        return format_html("{}. {}", contact_words(case), activity_words(case))

    kind = "both" if activity.kind == "confirm" else "contact"
    return Task(min(contact.due, activity.due), kind, case, words, "phone")


def milestone_tasks(cases: dict, today: date) -> list[Task]:
    """Open milestones whose day has come or comes within a month; one query."""
    rows = Milestone.objects.open().filter(
        plan__closed_on=None, plan__case__in=list(cases), due_on__lte=today + timedelta(days=MILESTONES_AHEAD)
    )
    rows = rows.values_list("pk", "plan__case_id", "own_words", "due_on").order_by("due_on", "pk")
    return [
        Task(due, "milestone", cases[case_id], words, "flag", Milestone(pk=pk, own_words=words, due_on=due))
        for pk, case_id, words, due in rows
    ]


def consent_tasks(cases: dict, today: date) -> list[Task]:
    """Consents that expire within a month; one query."""
    until = today + timedelta(days=CONSENTS_AHEAD)
    rows = Consent.objects.filter(Consent.in_force_q(today), case__in=list(cases), expires_on__lte=until)
    return [
        Task(
            expires,
            "consent",
            cases[case_id],
            _("The consent about %(partner)s expires") % {"partner": name},
            "lock",
        )
        for case_id, name, expires in rows.values_list("case_id", "partner__name", "expires_on")
    ]


def groups(tasks: list[Task], today: date, *, show_all: bool = False) -> list[Group]:
    """The lines by *overdue · today · this week · later*, each group cut to what a page can bear."""
    week = today + timedelta(days=max(6 - today.weekday(), 1))
    parts = {
        "late": (_("Overdue"), lambda t: t.due < today),
        "today": (_("Today"), lambda t: t.due == today),
        "week": (_("This week"), lambda t: today < t.due <= week),
        "later": (_("Later"), lambda t: t.due > week),
    }
    tasks = sorted(tasks, key=lambda t: (t.due, t.case.person.birth_date, t.kind))
    drawn = []
    for css, (title, belongs) in parts.items():
        mine = [task for task in tasks if belongs(task)]
        if css == "late":
            # What has waited longest would bury what was promised: the law first, then dates agreed, then follow-up.
            mine.sort(key=lambda t: FOLLOW_UP.get(t.kind, 1))
        shown = mine if show_all else mine[:SHOWN_PER_GROUP]
        drawn.append(Group(css, title, [task.draw(today) for task in shown], len(mine)))
    return drawn


def day_of(user, today: date, *, show_all: bool = False) -> tuple[list[Group], list[Case]]:
    """A guide's day and the cases it came from. Three queries, however many cases."""
    cases = own_cases(user)
    by_id = {case.pk: case for case in cases}
    tasks = case_tasks(cases, user.unit, today) + milestone_tasks(by_id, today) + consent_tasks(by_id, today)
    return groups(tasks, today, show_all=show_all), cases
