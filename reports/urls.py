"""Routes of reports."""

from django.urls import include, path

app_name = "reports"

ROOMS = (
    "anchoring",
    "casereport",
    "clarification",
    "contribution",
    "council",
    "coverage",
    "numbers",
    "others",
    "outcomes",
    "overview",
    "preview",
    "programmes",
    "questions",
    "release",
    "schedules",
    "snapshots",
    "waiting",
)
urlpatterns = [path("", include(f"reports.{room}.urls")) for room in ROOMS]
