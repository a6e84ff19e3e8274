"""Routes of reports."""

from django.urls import path

from reports import case_views, coverage_views, views

app_name = "reports"
urlpatterns = [
    path("daekning/", coverage_views.coverage, name="coverage"),
    path("overblik/", views.overview, name="overview"),
    path("overblik/liste/<slug:metric>/", views.metric_list, name="metric_list"),
    path("rapporter/", views.report_list, name="list"),
    path("rapporter/koer/", views.report_run, name="run"),
    path("rapporter/sammenlign/", views.report_compare, name="compare"),
    path("rapporter/<uuid:report_id>/", views.report_detail, name="detail"),
    path("rapporter/<uuid:report_id>/pdf/", views.report_pdf, name="pdf"),
    path("rapporter/<uuid:report_id>/hent/<slug:fmt>/", views.report_export, name="export"),
    path("sager/<uuid:case_id>/rapporter/", case_views.case_reports, name="case_reports"),
    path("sager/<uuid:case_id>/rapporter/nu/", case_views.case_status, name="case_status"),
    path("sager/<uuid:case_id>/rapporter/<uuid:report_id>/", case_views.case_report, name="case_report"),
    path(
        "sager/<uuid:case_id>/rapporter/<uuid:report_id>/pdf/",
        case_views.case_report_pdf,
        name="case_report_pdf",
    ),
]
