"""Hand-over of the plan."""

from dataclasses import replace

from core import clock
from plans.handover.copies import kept
from plans.handover.sheet import sheet_for
from plans.models import Handover
from tests.access_rows import ACTS, PRINCIPALS, Row


def extend(w):
    """A copy for the partner on every case, and the same one on the plain case's shortcut."""
    for made in w.kinds.values():
        made.partner_copy = Handover.objects.create(
            plan=made.plan,
            audience="partner",
            partner=made.partner,
            number=2,
            pdf=b"the bytes that the partner was handed",
            sha256="1" * 64,
            plan_version=1,
            by=w.owner,
        )
    w.partner_copy = w.kinds["plain"].partner_copy


def sow(w):
    """What the copies say, kept beside their bytes to compare versions in words: who reads the plan reads it."""
    for kind, made in w.kinds.items():
        word = f"knr{kind.replace(' ', '')}xhandovercontent"
        said = sheet_for(made.plan, Handover.Audience.YOUTH, language="da", on=clock.today())
        content = kept(replace(said, dream=word))
        copies = [copy.pk for copy in (made.handover, made.partner_copy)]
        for copy in Handover.objects.filter(pk__in=copies):
            copy.content = content
            copy.save(update_fields=["content"])
        w.canaries[kind]["handovercontent"] = word
        for principal in PRINCIPALS:
            if principal not in ACTS["read the plan"][kind]:
                w.foreign[principal][word] = f"what a copy of the plan said, of the {kind} case"


ROWS = [
    Row("plans:hand_over", "hand over the plan"),
    Row(
        "plans:hand_over",
        "hand over the plan",
        methods=("post",),
        data=lambda w: {"til": "ung", "language": "da", "seen": "x"},
    ),
    Row(
        "plans:hand_over",
        "hand over the plan",
        methods=("post",),
        data=lambda w: {
            "til": str(w.partner.pk),
            "language": "da",
            "seen": "x",
            "reason": "Praktik",
            "sure": "on",
        },
    ),
    Row("plans:guarded_handovers", "leaders"),
    Row("plans:hand_over_preview", "hand over the plan"),
    Row("plans:handover", "read the plan", kwargs=lambda w: {"handover_id": w.handover.pk}),
    Row("workspace:versions", "read the plan"),
    Row(
        "workspace:version_confirm",
        "hand over the plan",
        methods=("get", "post"),
        kwargs=lambda w: {"handover_id": w.handover.pk},
        data=lambda w: {"on": clock.today().isoformat()},
    ),
    Row("portal:handover_shared", "read what is shared", kwargs=lambda w: {"handover_id": w.partner_copy.pk}),
    Row("portal:partner_inbox", "partners"),
]
