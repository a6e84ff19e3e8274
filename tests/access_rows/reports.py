"""Pages of reports. Reports about a young person are read through the case's own door."""

from core import clock
from reports.models import ReportSnapshot
from reports.periods.rules import Month, Quarter
from reports.questions.actions import save_question
from reports.questions.answering import answer
from reports.questions.asked import Asked
from reports.questions.outside import outside_answer
from reports.release.actions import release_figures
from reports.release.extracting import release_extract
from reports.release.extracts import Extract
from reports.release.models import Release
from tests.access_rows import Row


def _of_case(w):
    """The frozen report about the case at hand, made on the way in."""
    rows = ReportSnapshot.objects.filter(kind="case", subject_id=str(w.case.pk))
    return {"report_id": rows.values_list("pk", flat=True).first()}


def extend(w):
    """Freeze last month's reports of the unit."""
    last = Month.of(clock.today()).previous
    w.report = ReportSnapshot.objects.take(w.unit, last, known=clock.now())
    w.quarter = ReportSnapshot.objects.take(
        w.unit, Quarter.of(last.first).previous, known=clock.now(), paper=False
    )
    w.release = release_figures(w.quarter, Release.Kind.EDITION, by=w.people["leader"])
    leader, asked = w.people["leader"], Asked("in_unit", "age")
    w.extract = release_extract(
        w.unit,
        Extract.Kind.ANSWER,
        "Hvor mange",
        lambda: outside_answer(answer(asked, leader), w.unit),
        seen=outside_answer(answer(asked, leader), w.unit).seal,
        lead="Afrundet",
        definitions=[],
        by=leader,
    )
    w.question = save_question(Asked("running"), title="Min egen", shared=False, by=w.people["leader"])


def _unit(w):
    return {"report_id": w.report.pk}


def _own_unit(name, rule="guides and leaders", **more):
    """A page about the unit's report: only its leader; guides and the leader of another unit get 404."""
    return Row(f"reports:{name}", rule, only=frozenset({"leader"}), **more)


def _released(name, **more):
    """What was released of the unit: its leader, and who sees figures alone. Those of another unit get 404."""
    return Row(
        f"reports:{name}",
        "released figures",
        only=frozenset({"leader", "figures only"}),
        kwargs=lambda w: {"release_id": w.release.pk} | more,
    )


def _extract(name, **more):
    """What left beside the reports: as `_released`."""
    return Row(
        f"reports:{name}",
        "released figures",
        only=frozenset({"leader", "figures only"}),
        kwargs=lambda w: {"extract_id": w.extract.pk} | more,
    )


ROWS = [
    Row("overview:front", "leaders"),
    Row("overview:figures", "leaders"),
    Row("overview:watch", "leaders"),
    Row("overview:contribution", "leaders"),
    Row("overview:contribution_list", "leaders"),
    Row("overview:outcomes", "leaders"),
    # So few began in the world of these tests that nothing may leave.
    Row("overview:outcomes_release", "leaders", methods=("post",), ok=(404,)),
    Row("overview:outcome_list", "leaders", methods=("get", "post"), query="?tal=started"),
    Row("overview:outcome_steps", "leaders"),
    Row("overview:outcome_groups", "leaders", query="?opdelt=road"),
    Row("overview:waiting", "leaders and admins"),
    Row("overview:metric_list", "guides and leaders", kwargs=lambda w: {"metric": "running"}),
    Row("overview:numbers", "guides and leaders"),
    Row("overview:number", "guides and leaders", kwargs=lambda w: {"metric": "running"}),
    Row("overview:number_changes", "guides and leaders", kwargs=lambda w: {"metric": "running"}),
    Row("overview:then", "guides and leaders"),
    Row("reports:question", "guides and leaders", query="?tael=running&fordelt=age"),
    Row(
        "reports:question_save",
        "guides and leaders",
        methods=("get", "post"),
        query="?tael=running&fordelt=age",
        data=lambda w: {"title": "Efter alder"},
    ),
    _own_unit("question_delete", methods=("post",), kwargs=lambda w: {"question_id": w.question.pk}),
    Row("reports:list", "guides and leaders"),
    Row("reports:compare", "guides and leaders"),
    Row("reports:run", "leaders", methods=("post",), data=lambda w: {"period": "2026-01"}),
    Row("reports:schedules", "guides and leaders"),
    Row(
        "reports:schedule_edit",
        "leaders",
        methods=("get", "post"),
        kwargs=lambda w: {"what": "unit-quarter"},
        data=lambda w: {"made": "on", "told": "leaders"},
    ),
    Row(
        "reports:schedule_tell",
        "guides and leaders",
        methods=("post",),
        kwargs=lambda w: {"what": "guide-month"},
        data=lambda w: {"besked": "ja"},
    ),
    Row("reports:preview", "guides and leaders", kwargs=lambda w: {"what": "guide-month"}),
    Row("reports:statuses", "guides and leaders"),
    Row("reports:shared_statuses", "partners"),
    Row("reports:shared_status", "read what is shared"),
    Row("reports:status_as_partner", "read its reports", kwargs=lambda w: {"partner_id": w.partner.pk}),
    Row("reports:my_status", "Min plan, alone"),
    _own_unit("detail", kwargs=_unit),
    _own_unit("pdf", kwargs=_unit),
    _own_unit("export", kwargs=lambda w: {"report_id": w.report.pk, "fmt": "csv"}),
    _own_unit(
        "release",
        methods=("get", "post"),
        rule="leaders",
        kwargs=lambda w: {"report_id": w.quarter.pk},
        ok=(302, 303),
    ),
    Row("reports:release_list", "released figures"),
    _extract("extract_detail"),
    _extract("extract_export", fmt="csv"),
    Row("reports:answer_release", "leaders", methods=("post",), query="?tael=running&fordelt=age"),
    _released("release_detail"),
    _released("council"),
    _released("release_pdf"),
    _released("release_export", fmt="csv"),
    Row("reports:case_reports", "read its reports"),
    Row("reports:case_status", "read its reports"),
    Row("reports:case_report", "read its reports", kwargs=_of_case),
    Row("reports:case_report_pdf", "read its reports", kwargs=_of_case),
]
