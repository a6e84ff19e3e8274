"""Routes of the unit's own development, gathered from its rooms."""

from django.urls import include, path

app_name = "practice"

ROOMS = (
    "barometer",
    "competences",
    "home",
    "ideas",
    "iglo",
    "knowledge",
    "onboarding",
    "postcards",
    "reflection",
    "rhythm",
    "sparring",
    "team",
)
urlpatterns = [path("", include(f"practice.{room}.urls")) for room in ROOMS]
