"""Routes of efforts, and what of them a partner may not see."""

from datetime import timedelta

from core import clock
from plans.models import Effort, EffortEvent, EffortKind, EffortLaw
from tests.access_rows import ACTS, KINDS, PRINCIPALS, Row, is_theirs_to_read

# What a partner with a basis in force is told of an effort that its basis covers; the rest stays with the unit.
SHARED = {"effortname"}


def extend(w):
    """Each kind of case has an effort that goes on, one that is closed to the partner, and some that are over.

    As rows, since the closed case takes no acts any more.
    """
    by = w.people["owner"]
    for made in w.kinds.values():
        made.effort = _effort(made, "Mentor")
        made.closed_effort = _effort(made, "Støtte", topics=["family"])
        made.waiting_effort = _effort(made, "Samtaler", kind="treatment")
        made.over = _effort(made, "Kursus", ended_on=clock.today(), contribution="helped")
        made.broken = _effort(
            made, "Forløb", ended_on=clock.today(), contribution="held_back", break_reason="Flyttede"
        )
        for row, kind in ((made.over, "ended"), (made.broken, "broken_off")):
            EffortEvent.objects.create(
                effort=row, kind=kind, on=clock.today(), by=by, reason=row.break_reason
            )
    vars(w).update(vars(w.kinds["plain"]))
    w.effort_kind, w.effort_law = EffortKind.objects.first(), EffortLaw.objects.first()


def _effort(made, name, kind="mentor", **fields):
    begun = clock.today() - timedelta(days=40)
    kind = EffortKind.objects.get(code=kind)
    row = Effort.objects.create(
        plan=made.plan, name=name, kind=kind, responsible="guide", from_on=begun, **fields
    )
    row.milestones.add(made.milestone)
    return row


def sow(w):
    """Words that stand nowhere else: only who may read the case reads them; a partner reads the name of the one."""
    for kind in KINDS:
        made, words = w.kinds[kind], {}
        for label, row, field in (
            ("effortname", made.effort, "name"),
            ("closedeffort", made.closed_effort, "name"),
            ("waitingeffort", made.waiting_effort, "name"),
            ("effortwords", made.over, "contribution_words"),
            ("effortyouth", made.over, "youth_words"),
            ("effortreason", made.broken, "break_reason"),
        ):
            words[label] = f"knr{kind.replace(' ', '')}x{label}"
            Effort.objects.filter(pk=row.pk).update(**{field: words[label]})
        w.canaries[kind] |= words
        made.broken.history.filter(kind="broken_off").update(reason=words["effortreason"])
        for principal in PRINCIPALS:
            told = set()
            if principal in ACTS["read the case"][kind]:
                told = set(words)
            elif principal in ACTS["read what is shared"][kind]:
                told = SHARED
            told = told | {label for label in words if is_theirs_to_read(principal, kind, label)}
            for label in set(words) - told:
                w.foreign[principal][words[label]] = f"{label} of the {kind} case"


def _effort_id(w):
    return {"effort_id": w.effort.pk}


_FORM = {"methods": ("get", "post"), "kwargs": _effort_id, "ok": (200, 303, 422)}

ROWS = [
    Row("plans:effort", "read the plan", kwargs=_effort_id),
    Row("plans:effort_add", "write the plan", methods=("get", "post"), ok=(200, 303, 422)),
    Row("plans:effort_edit", "write the plan", **_FORM),
    Row("plans:effort_take_back", "write the plan", methods=("post",), kwargs=_effort_id),
    Row("plans:effort_end", "move a milestone", **_FORM),
    Row("plans:effort_break_off", "move a milestone", **_FORM),
    Row(
        "plans:effort_judge",
        "move a milestone",
        methods=("get", "post"),
        kwargs=lambda w: {"effort_id": w.over.pk},
        ok=(200, 303, 422),
    ),
    Row(
        "plans:effort_reopen",
        "move a milestone",
        methods=("post",),
        kwargs=lambda w: {"effort_id": w.over.pk},
    ),
    Row("plans:effort_kind_list", "admins"),
    Row("plans:effort_kind_add", "admins", methods=("get", "post"), ok=(200, 303, 422)),
    Row(
        "plans:effort_kind_edit",
        "admins",
        methods=("get", "post"),
        kwargs=lambda w: {"kind_id": w.effort_kind.pk},
        ok=(200, 303, 422),
    ),
    Row("plans:effort_law_list", "admins"),
    Row("plans:effort_law_add", "admins", methods=("get", "post"), ok=(200, 303, 422)),
    Row(
        "plans:effort_law_edit",
        "admins",
        methods=("get", "post"),
        kwargs=lambda w: {"law_id": w.effort_law.pk},
        ok=(200, 303, 422),
    ),
]
