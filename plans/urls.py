"""Routes of the plan."""

from django.urls import include, path

app_name = "plans"

ROOMS = (
    "agreement",
    "closing",
    "decisions",
    "efforts",
    "handover",
    "milestones",
    "plan",
    "qualification",
    "promises",
    "topics",
)
urlpatterns = [path("", include(f"plans.{room}.urls")) for room in ROOMS]
