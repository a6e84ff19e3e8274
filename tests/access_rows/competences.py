"""Competences, courses, and lists of who is new: each in their own unit, one's own card and courses."""

from datetime import timedelta

from core import clock
from practice.competences.actions import add_course, describe_self
from practice.onboarding.actions import add_template_point, start_list
from tests.access_rows import Row


def extend(w):
    """The owner's card with a note, a course of theirs, and a list of the owner with the deputy as mentor."""
    owner, leader, today = w.people["owner"], w.people["leader"], clock.today()
    owner.refresh_from_db()
    describe_self(
        by=owner, knowledge=[], qualification="Diplom", kind="diploma", since_on=today, note="KNRnote",
        expected_version=owner.version,
    )  # fmt: skip
    w.course = add_course(by=owner, title="KANARIE-kursus", held_on=today - timedelta(days=2))
    w.template_point = add_template_point(by=leader, direction="joining", text="Læs om Min dag", days=3)
    new = {"direction": "joining", "day": today, "mentor": w.people["deputy"], "welcome": "Velkommen"}
    w.introduction = start_list(owner, by=leader, **new)
    w.list_point = w.introduction.points.get()


def _course(w):
    return {"pk": w.course.pk}


def _list(w):
    return {"pk": w.introduction.pk}


OWNER = frozenset({"owner"})
THE_TWO = frozenset({"owner", "deputy", "leader"})


def _own(name, **more):
    return Row(f"practice:{name}", "guides and leaders", unit_bound=True, **more)


ROWS = [
    Row("practice:competence_list", "guides and leaders"),
    Row("practice:competence_edit", "guides and leaders", methods=("get", "post")),
    _own("competence_detail", kwargs=lambda w: {"user_id": w.people["owner"].pk}),
    Row(
        "practice:paper_seen", "leaders", kwargs=lambda w: {"user_id": w.people["owner"].pk}, methods=("post",),
        data=lambda w: {"title": "Diplom"}, unit_bound=True,
    ),
    Row("practice:course_add", "guides and leaders", methods=("get", "post")),
    _own("course_share", kwargs=_course, methods=("get", "post"), only=OWNER),
    _own("course_strike", kwargs=_course, methods=("post",), only=OWNER),
    Row(
        "workspace:course_call", "guides and leaders", kwargs=_course, methods=("get", "post"), unit_bound=True,
        only=OWNER,
    ),
    Row("practice:introduction_list", "guides and leaders"),
    Row("practice:introduction_start", "leaders", methods=("get", "post")),
    _own("introduction_detail", kwargs=_list, only=THE_TWO),
    _own(
        "point_tick", kwargs=lambda w: {"pk": w.introduction.pk, "point_id": w.list_point.pk}, methods=("post",),
        only=THE_TWO, ok=(200, 204, 302, 303),
    ),
    Row("practice:introduction_end", "leaders", kwargs=_list, methods=("get", "post"), unit_bound=True),
    Row("practice:introduction_reopen", "leaders", kwargs=_list, methods=("post",), unit_bound=True),
    Row("practice:template_list", "leaders"),
    Row("practice:template_begin", "leaders", methods=("post",)),
    Row("practice:template_add", "leaders", methods=("get", "post")),
    Row(
        "practice:template_edit", "leaders", kwargs=lambda w: {"pk": w.template_point.pk},
        methods=("get", "post"), unit_bound=True,
    ),
]  # fmt: skip
