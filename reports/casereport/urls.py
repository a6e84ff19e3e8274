"""Routes of reports about one case."""

from django.urls import path

from reports.casereport import views

CASE = "sager/<uuid:case_id>/rapporter/"

urlpatterns = [
    path("rapporter/unge/", views.statuses, name="statuses"),
    path(CASE, views.case_reports, name="case_reports"),
    path(f"{CASE}nu/", views.case_status, name="case_status"),
    path(f"{CASE}<uuid:report_id>/", views.case_report, name="case_report"),
    path(f"{CASE}<uuid:report_id>/pdf/", views.case_report_pdf, name="case_report_pdf"),
]
