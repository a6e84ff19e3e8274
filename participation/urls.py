"""Routes of participation, gathered from its rooms."""

from django.urls import include, path

app_name = "participation"

ROOMS = ("access", "conversation")
urlpatterns = [path("", include(f"participation.{room}.urls")) for room in ROOMS]
