"""The conversation about a goal or a milestone: who reads the plan reads it, who moves a milestone writes."""

from participation.models import Remark
from plans.models import PlanChange
from tests.access_rows import ACTS, KINDS, PRINCIPALS, Row, is_theirs_to_read


def extend(w):
    """Every kind of case has a word of the young person's that nobody has read, and an answer about a goal."""
    for made in w.kinds.values():
        said = {"case": made.case, "by": w.people["owner"]}
        made.theirs = Remark.objects.create(
            milestone=made.milestone, voice="youth", how="page", text="Nej", **said
        )
        made.ours = Remark.objects.create(goal=made.goal, voice="staff", text="Jo", **said)
        made.reworded = PlanChange.objects.create(
            plan=made.plan, milestone=made.milestone, own_words=True, before="Før", took_part="phone",
            on=made.case.opened_on, by=said["by"],
        )  # fmt: skip


def sow(w):
    """Words that stand nowhere else: only who may read the case reads them."""
    for kind in KINDS:
        made, words = w.kinds[kind], {}
        for label, row, field in (
            ("remarktheirs", made.theirs, "text"),
            ("remarkours", made.ours, "text"),
            ("wordsbefore", made.reworded, "before"),
        ):
            words[label] = f"knr{kind.replace(' ', '')}x{label}"
            type(row).objects.filter(pk=row.pk).update(**{field: words[label]})
        w.canaries[kind] |= words
        for principal in PRINCIPALS:
            if principal not in ACTS["read the case"][kind]:
                for label, word in words.items():
                    if not is_theirs_to_read(principal, kind, label):
                        w.foreign[principal][word] = f"{label} of the {kind} case"


def _part(w):
    return {"kind": "milepael", "ref": str(w.milestone.pk)}


ROWS = [
    Row("participation:conversation", "read the plan", kwargs=_part),
    Row(
        "participation:conversation_say",
        "move a milestone",
        methods=("get", "post"),
        kwargs=_part,
        data=lambda w: {
            "voice": "staff",
            "text": "Jeg ser det anderledes",
            "said_on": w.case.opened_on.isoformat(),
        },
    ),
    Row("participation:conversation_read", "move a milestone", methods=("post",), kwargs=_part),
]
