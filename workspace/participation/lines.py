"""What young people did themselves, until somebody has looked: a line for each of them, however much they did."""

from collections import Counter, defaultdict
from functools import partial

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases.models import Consent
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
    # The act stands right behind the withdrawal, in its transaction.
    withdrawn = Consent.objects.filter(case=OuterRef("case"), withdrawn_at__lte=OuterRef("at"))
    partner = Subquery(withdrawn.order_by("-withdrawn_at").values("partner__name")[:1])
    columns = {"case_id": "case_id", "at": "at", "number": "pk", "who": partner, "what": "kind"}
    return told("own-act", OwnAct.objects.unseen(), **columns)


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
    times = Counter(row.what for row in acts)
    partners = sorted({row.who for row in acts if row.what == OwnAct.Kind.CONSENT_WITHDRAWN and row.who})
    told = []
    for kind, n in times.items():
        words = str(OwnAct.Kind(kind).label)
        if kind == OwnAct.Kind.CONSENT_WITHDRAWN and partners:
            words += f" ({', '.join(partners)})"
        elif n > 1:
            words = _("%(did)s (%(n)s times)") % {"did": words, "n": n}
        told.append(words)
    return _("%(name)s %(did)s") % {"name": case.person.called, "did": "; ".join(told)}


def _acts(upto: int) -> tuple[Act, ...]:
    return (
        post(_("Seen"), "workspace:own_acts_seen", icon="check", upto=str(upto)),
        go(_("Open")),
    )
