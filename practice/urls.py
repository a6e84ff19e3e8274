"""Routes of the unit's own development, gathered from its rooms."""

from django.urls import include, path

app_name = "practice"

ROOMS = ("barometer", "competences", "ideas", "iglo", "onboarding", "postcards", "reflection")
urlpatterns = [path("", include(f"practice.{room}.urls")) for room in ROOMS]
