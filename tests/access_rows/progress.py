"""Routes of progress: measures, follow-ups of a low wellbeing, and the tables of life areas and levels."""

from datetime import timedelta

from core import clock
from progress.models import (
    Level,
    LevelSet,
    LifeArea,
    ScaleAnswer,
    ScaleRound,
    WellbeingAnswer,
    WellbeingFollowUp,
)
from tests.access_rows import ACTS, KINDS, PRINCIPALS, Row, is_theirs_to_read

OWN = {"owner", "deputy"}
# Who covers acts for the guide, and a leader where nobody else does; on a closed case too, so that nothing is lost.
ACTS["follow up on a low wellbeing"] = {
    "plain": OWN | {"cover", "leader"},
    "address protected": OWN | {"cover", "leader"},
    "shielded": OWN,
    "closed": OWN | {"leader"},
}
LOW = {f"item_{n}": 1 for n in range(1, 6)} | {"score": 20, "form": "da-1998"}
# No partner reads a word of it: a plan in which it is ticked is handed over, and nothing else.
SOWN = ("measurebecause", "measurepresent", "levelwords", "wellbeingpresent", "followedupwords")


def extend(w):
    """Each kind of case has a measure of every kind, a low answer that waits, and one that was followed up.

    As rows, since the closed case takes no acts any more.
    """
    by, today = w.people["owner"], clock.today()
    told = {"voice": "youth", "answered_as": "self_told", "by": by}
    for kind, made in w.kinds.items():
        words = {name: f"knr{kind.replace(' ', '')}x{name}" for name in SOWN}
        made.progress_words = words
        made.scale_round = ScaleRound.objects.create(case=made.case, present=words["measurepresent"], **told)
        area = LifeArea.objects.get(code="skole")
        ScaleAnswer.objects.create(
            round=made.scale_round,
            area=area,
            code="skole",
            form="1",
            now=4,
            wished=7,
            because=words["measurebecause"],
        )
        made.low_follow_up = _follow_up(made.case)
        made.wellbeing = WellbeingAnswer.objects.create(
            case=made.case, follow_up=made.low_follow_up, present=words["wellbeingpresent"], **told, **LOW
        )
        done = {"done_at": clock.now(), "done_by": by, "how": "called", "words": words["followedupwords"]}
        WellbeingAnswer.objects.create(
            case=made.case,
            follow_up=_follow_up(made.case, **done),
            measured_on=today - timedelta(days=3),
            **told,
            **LOW,
        )
        made.level_set = LevelSet.objects.create(
            case=made.case,
            level=Level.objects.first(),
            words=words["levelwords"],
            voice="guide",
            answered_as="guide",
            by=by,
        )
    vars(w).update(vars(w.kinds["plain"]))
    w.life_area, w.level = LifeArea.objects.first(), Level.objects.first()


def _follow_up(case, **done) -> WellbeingFollowUp:
    today = clock.today()
    return WellbeingFollowUp.objects.create(case=case, asked_on=today, follow_up_by=today, **done)


def sow(w):
    """Words that stand nowhere else: only who may read the case reads them. They were written as they were made."""
    for kind in KINDS:
        words = w.kinds[kind].progress_words
        w.canaries[kind] |= words
        for principal in PRINCIPALS:
            if principal not in ACTS["read the case"][kind]:
                for label, word in words.items():
                    if not is_theirs_to_read(principal, kind, label):
                        w.foreign[principal][word] = f"{label} of the {kind} case"


def _answers(w):
    return {f"item_{n}": 3 for n in range(1, 6)} | _head(w, 9)


def _head(w, days):
    day = w.case.opened_on + timedelta(days=days)
    return {"measured_on": day.isoformat(), "occasion": "talk", "where": "office"}


def _voice(voice):
    return lambda w: {"voice": voice}


_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}

ROWS = [
    Row("workspace:case_progress", "read the case"),
    Row(
        "progress:scales_answer",
        "move a milestone",
        kwargs=_voice("ung"),
        data=lambda w: {"now_skole": "4"} | _head(w, 5),
        methods=("get", "post"),
        ok=(200, 303, 409, 422),
    ),
    Row(
        "progress:wellbeing_answer",
        "move a milestone",
        data=_answers,
        methods=("get", "post"),
        ok=(200, 303, 409, 422),
    ),
    Row("progress:wellbeing_told", "move a milestone", kwargs=lambda w: {"answer_id": w.wellbeing.pk}),
    Row(
        "progress:wellbeing_follow_up",
        "follow up on a low wellbeing",
        kwargs=lambda w: {"follow_up_id": w.low_follow_up.pk},
        data=lambda w: {"how": "called", "words": "Vi talte sammen"},
        **_FORM,
    ),
    Row(
        "progress:level_set",
        "move a milestone",
        data=lambda w: {"level": "kontaktparat", "words": "Kommer"} | _head(w, 5),
        methods=("get", "post"),
        ok=(200, 303, 409, 422),
    ),
    Row(
        "progress:measure_strike",
        "move a milestone",
        kwargs=lambda w: {"kind": "skalaer", "measure_id": w.scale_round.pk},
        data=lambda w: {"because": "Var en anden"},
        **_FORM,
    ),
    Row("progress:life_area_list", "admins"),
    Row("progress:life_area_add", "admins", **_FORM),
    Row("progress:life_area_edit", "admins", kwargs=lambda w: {"area_id": w.life_area.pk}, **_FORM),
    Row("progress:level_list", "admins"),
    Row("progress:level_add", "admins", **_FORM),
    Row("progress:level_edit", "admins", kwargs=lambda w: {"level_id": w.level.pk}, **_FORM),
]
