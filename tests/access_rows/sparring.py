"""The unit's rhythm, its meetings and sparring: guides and leaders of the unit; some of it its owner or a leader."""

from datetime import timedelta

from core import clock
from practice.models import SparringMark
from practice.rhythm.actions import add_rhythm, hold_meeting
from practice.rhythm.models import Rhythm
from practice.sparring.actions import mark_case, start_meeting
from tests.access_rows import KNOWS_OF_IT, OUTSIDERS, Row

NOBODY_INSIDE = {"partner"} | OUTSIDERS


def extend(w):
    """The owner keeps the team meeting and sparring; every kind of case is marked, and sparring is under way."""
    owner, leader = w.people["owner"], w.people["leader"]
    kept = {"owner": owner, "every": "week", "weekday": 3}
    w.rhythm = add_rhythm(w.unit, by=leader, kind=Rhythm.Kind.TEAM, **kept)
    add_rhythm(w.unit, by=leader, kind=Rhythm.Kind.SPARRING, **kept)
    w.team_meeting = hold_meeting(w.rhythm, by=leader, held_on=clock.today(), minutes="KANARIE-referat")
    for made in w.kinds.values():
        made.mark = mark_case(made.case, by=owner, question="Hvad overser vi?")
    w.mark = w.kinds["plain"].mark
    w.sparring = start_meeting(
        w.unit, by=leader, ends_at=clock.end_of_day(clock.today()) - timedelta(minutes=1)
    )


def sow(w):
    """A question is read by those of the unit who may know of the case; of a closed one by nobody on a list."""
    for number, (kind, made) in enumerate(w.kinds.items()):
        word = f"knrspoergsmaal{number}"
        SparringMark.objects.filter(pk=made.mark.pk).update(question=word)
        for principal in w.foreign:
            if principal not in KNOWS_OF_IT[kind] - NOBODY_INSIDE or kind == "closed":
                w.foreign[principal][word] = f"the question about the {kind} case"


KEEPERS = frozenset({"owner", "leader"})


def _rhythm(w):
    return {"pk": w.rhythm.pk}


def _kept(name, **more):
    return Row(f"practice:{name}", "guides and leaders", kwargs=_rhythm, unit_bound=True, **more)


ROWS = [
    Row("practice:home", "guides and leaders"),
    Row("practice:rhythm_list", "guides and leaders"),
    Row("practice:rhythm_begin", "leaders", methods=("post",)),
    Row("practice:rhythm_add", "leaders", methods=("get", "post")),
    _kept("rhythm_edit", methods=("get", "post"), only=KEEPERS),
    _kept("rhythm_end", methods=("post",), only=KEEPERS),
    _kept("team_agenda"),
    _kept("team_hold", methods=("get", "post"), only=KEEPERS),
    Row("practice:team_list", "guides and leaders"),
    Row(
        "practice:team_correct",
        "guides and leaders",
        kwargs=lambda w: {"pk": w.team_meeting.pk},
        methods=("get", "post"),
        unit_bound=True,
        only=KEEPERS,
        ok=(200, 303, 422),
    ),
    Row(
        "practice:team_detail",
        "guides and leaders",
        kwargs=lambda w: {"pk": w.team_meeting.pk},
        unit_bound=True,
    ),
    Row("practice:sparring", "guides and leaders"),
    Row(
        "practice:sparring_start",
        "guides and leaders",
        methods=("get", "post"),
        only=KEEPERS | {"strange leader"},
        data=lambda w: {"until": "23:00"},
        ok=(200, 303, 409),
    ),
    Row(
        "practice:sparring_end",
        "guides and leaders",
        methods=("post",),
        kwargs=lambda w: {"pk": w.sparring.pk},
        only=KEEPERS,
        unit_bound=True,
    ),
    Row(
        "practice:sparring_open",
        "guides and leaders",
        methods=("post",),
        kwargs=lambda w: {"pk": w.mark.pk},
        unit_bound=True,
    ),
    Row("practice:case_sparring", "write the plan", methods=("get", "post"), data=lambda w: {"question": "hvad nu?"},
        ok=(200, 303, 409)),
    Row("practice:case_sparring_back", "write the plan", methods=("post",)),
    Row("practice:case_sparring_step", "write the plan", methods=("get", "post"),
        data=lambda w: {"next_step": "Ring til skolen"}),
]  # fmt: skip
