"""Routes of the leader's pages."""

from django.urls import include, path

app_name = "overview"

ROOMS = ("front", "contribution", "coverage", "numbers", "outcomes", "takeover", "waiting")
urlpatterns = [path("", include(f"overview.{room}.urls")) for room in ROOMS]
