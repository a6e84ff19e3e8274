"""Routes of reports."""

from django.urls import include, path

app_name = "reports"

ROOMS = (
    "anchoring",
    "casereport",
    "qualification",
    "council",
    "sharing",
    "preview",
    "programmes",
    "questions",
    "release",
    "schedules",
    "snapshots",
    "status",
)
urlpatterns = [path("", include(f"reports.{room}.urls")) for room in ROOMS]
