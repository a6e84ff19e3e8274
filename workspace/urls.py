"""Routes of staff's daily pages."""

from django.urls import include, path

app_name = "workspace"

# What is asked for most stands first.
ROOMS = (
    "day",
    "lists",
    "case",
    "search",
    "plan",
    "board",
    "colleagues",
    "knowledge",
    "notices",
    "participation",
    "progress",
    "road",
    "todos",
    "transfer",
    "transitions",
    "unitday",
    "versions",
)
urlpatterns = [path("", include(f"workspace.{room}.urls")) for room in ROOMS]
