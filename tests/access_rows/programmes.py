"""Programmes: a leader runs them, guides and leaders of the unit read them; who takes part is the case's own."""

from datetime import timedelta

from core import clock
from programmes.ledger.actions import add_staff, start_programme
from programmes.models import Member, Stay
from tests.access_rows import ACTS, KINDS, PRINCIPALS, Row


def extend(w):
    """A programme with staff; in it each kind of case, as rows, since days of an hour-old case leave no room."""
    day, owner, leader = clock.today(), w.owner, w.people["leader"]
    words = {"target_group": "Unge uden uddannelse", "youngest": 13, "oldest": 25}
    days = {"from_on": day - timedelta(days=200), "until_on": day + timedelta(days=200)}
    w.programme = start_programme(
        unit=w.unit, by=leader, name="Rute 25", targets={"education": 8}, **words, **days
    )
    w.programme_staff = add_staff(w.programme, by=leader, part="job", name="Konsulent Kim", from_on=day)
    for made in w.kinds.values():
        made.member = Member.objects.create(
            programme=w.programme, case=made.case, found_on=day, recorded_by=owner
        )
        Stay.objects.create(member=made.member, from_on=day, step="began", recorded_by=owner)
    vars(w).update(vars(w.kinds["plain"]))


def sow(w):
    """Why somebody of another age is in it, and why a stay was written anew: only who may read the case reads them."""
    for kind in KINDS:
        made, words = w.kinds[kind], {}
        for label in ("programmeage", "programmewhy"):
            words[label] = f"knr{kind.replace(' ', '')}x{label}"
        Member.objects.filter(pk=made.member.pk).update(outside_reason=words["programmeage"])
        Stay.objects.filter(member=made.member).update(reason=words["programmewhy"])
        w.canaries[kind] |= words
        for principal in PRINCIPALS:
            told = set(words) if principal in ACTS["read the plan"][kind] else set()
            for label in set(words) - told:
                w.foreign[principal][words[label]] = f"{label} of the {kind} case"


def _programme(w):
    return {"programme_id": w.programme.pk}


def _member(w):
    return {"member_id": w.member.pk}


_BOUND = {"kwargs": _programme, "unit_bound": True}
_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}

ROWS = [
    Row("reports:programme_list", "guides and leaders"),
    Row("reports:programme", "guides and leaders", **_BOUND),
    Row("reports:programme_members", "guides and leaders", methods=("get", "post"), **_BOUND),
    Row("programmes:programme_candidates", "guides and leaders", **_BOUND),
    Row("programmes:programme_add", "leaders", **_FORM),
    Row("programmes:programme_edit", "leaders", **_BOUND, **_FORM),
    Row("programmes:target_revise", "leaders", **_BOUND, **_FORM),
    Row("programmes:staff_add", "leaders", **_BOUND, **_FORM),
    Row(
        "programmes:staff_end",
        "leaders",
        kwargs=lambda w: {"programme_id": w.programme.pk, "staff_id": w.programme_staff.pk},
        unit_bound=True,
        **_FORM,
    ),
    Row("programmes:member", "read the plan", kwargs=_member),
    Row("programmes:member_add", "write in a programme", **_FORM),
    *(
        Row(f"programmes:member_{act}", "write in a programme", kwargs=_member, **_FORM)
        for act in ("begin", "move_start", "extend", "sign_out", "remove_end", "not_begun")
    ),
    Row("programmes:member_take_back", "write in a programme", kwargs=_member, methods=("post",)),
]
