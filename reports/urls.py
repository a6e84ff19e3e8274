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
    "outcomes",
    "overview",
    "programmes",
    "questions",
    "release",
    "snapshots",
    "waiting",
)
urlpatterns = [path("", include(f"reports.{room}.urls")) for room in ROOMS]
