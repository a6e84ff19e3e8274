"""Low answers about wellbeing that nobody has followed up: with who has the case, and from the next working day with
the leader too. On a closed case as well, and where nobody carries it: nothing else ends such a line than the call.
"""

from datetime import date
from functools import partial

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.models import carries_q
from core.templatetags.kui import day
from progress.models import WellbeingFollowUp
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told

LATE = "late"


def wellbeing_rows(about: About) -> QuerySet:
    """Those of the cases of the day and of the user's closed ones; a leader's besides, where they are late or nobody
    can act.
    """
    wanted = Q(case__among=about.cases) | Q(case__guide=about.user, case__unit=about.user.unit_id)
    if about.user.is_leader:
        nobody = Q(case__guide=None) | ~carries_q("case__guide__")
        due = Q() if about.over_unit else Q(follow_up_by__lte=about.today) | nobody
        wanted |= due & Q(case__unit=about.user.unit_id)
    late = Case(
        When(follow_up_by__lte=about.today, then=Value(LATE)), default=Value(""), output_field=CharField()
    )
    rows = WellbeingFollowUp.objects.waiting().filter(wanted)
    return told("wellbeing", rows, case_id="case_id", day="asked_on", number="pk", what=late)


def wellbeing_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each, from the day of the answer on; it cannot be put off."""
    return [
        _task(about, row)
        for row in sorted(rows, key=lambda row: (row.day, row.number))
        if about.is_open(row.case_id)
    ]


def _task(about: About, row: Told) -> Task:
    case, mine = about.known(row.case_id), None
    acting = case.acting_guide(about.today)
    if not about.over_unit and row.case_id not in about.cases:
        mine = (about.user.pk, about.user.name)
    told_on = mine is not None and acting is not None and acting.pk != about.user.pk
    words = partial(late_words, acting.name, row.day) if told_on else partial(low_words, row.day)
    kind = "wellbeing-late" if told_on else "wellbeing"
    acts = partial(call_acts, row.number)
    return Task(row.day, kind, case, words, "phone", acts, ref=str(row.number), whose=mine, can_wait=False)


def low_words(on: date) -> str:
    """What is to be done, and why."""
    return _("Call: a low answer about wellbeing, %(day)s") % {"day": day(on)}


def late_words(name: str, on: date) -> str:
    """To a leader: who has not called yet."""
    return _("A low answer about wellbeing, %(day)s: %(name)s has not written down a call") % {
        "day": day(on),
        "name": name,
    }


def call_acts(pk: int) -> tuple[Act, ...]:
    """Write down what was done; nothing else ends it."""
    return (go(_("Write what was done"), "progress:wellbeing_follow_up", pk),)
