"""Routes of reports."""

from django.urls import include, path

app_name = "reports"

ROOMS = (
    "anchoring",
    "casereport",
    "clarification",
    "contribution",
    "coverage",
    "numbers",
    "others",
    "overview",
    "programmes",
    "questions",
    "schedules",
    "snapshots",
    "waiting",
)
urlpatterns = [path("", include(f"reports.{room}.urls")) for room in ROOMS]
