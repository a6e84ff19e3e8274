"""What young people did themselves, until somebody has looked: a line for each of them, however much they did."""

from collections import defaultdict
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.querysets import built_once
from participation.acts.models import OwnAct
from participation.acts.rules import late_from
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told


def own_act_rows(about: About) -> QuerySet:
    """What each is, and when."""
    return _unseen().filter(case__among=about.cases)


@built_once
def _unseen() -> QuerySet:
    return told("own-act", OwnAct.objects.unseen(), case_id="case_id", at="at", number="pk", what="kind")


def own_act_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line of today for each young person, and one that is late once nobody has looked for SEEN_WITHIN days."""
    of_case: dict = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.number):
        of_case[row.case_id].append(row)
    lines = []
    for case_id, acts in of_case.items():
        late = late_from(clock.local_date(acts[0].at))
        day = min(about.today, late)
        words = partial(_words, about.cases[case_id], acts)
        lines.append(
            Task(day, "own-act", about.cases[case_id], words, "star", partial(_acts, acts[-1].number))
        )
    return lines


def _words(case, acts: list[Told]) -> str:
    kinds = list(dict.fromkeys(OwnAct.Kind(row.what).label for row in acts))
    return _("%(name)s %(did)s") % {"name": case.person.called, "did": "; ".join(map(str, kinds))}


def _acts(upto: int) -> tuple[Act, ...]:
    return (
        post(_("Seen"), "workspace:own_acts_seen", icon="check", upto=str(upto)),
        go(_("Open")),
    )
