"""Routes of staff's daily pages."""

from django.urls import include, path

app_name = "workspace"

ROOMS = (
    "board",
    "case",
    "colleagues",
    "day",
    "knowledge",
    "lists",
    "notices",
    "participation",
    "plan",
    "progress",
    "road",
    "search",
    "takeover",
    "todos",
    "transfer",
    "transitions",
    "unitday",
    "versions",
)
urlpatterns = [path("", include(f"workspace.{room}.urls")) for room in ROOMS]
