"""Routes of the unit's own development, gathered from its rooms."""

from django.urls import include, path

app_name = "practice"

ROOMS = ("barometer", "ideas", "iglo", "knowledge", "postcards")
urlpatterns = [path("", include(f"practice.{room}.urls")) for room in ROOMS]
