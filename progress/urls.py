"""Routes of progress, gathered from its rooms."""

from django.urls import include, path

app_name = "progress"

ROOMS = ("scales", "wellbeing", "levels", "measures")
urlpatterns = [path("", include(f"progress.{room}.urls")) for room in ROOMS]
