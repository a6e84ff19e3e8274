"""Routes for those from outside."""

from django.urls import include, path

app_name = "portal"

ROOMS = ("clarification", "entry", "meetings", "myacts", "myplan", "myrights", "partner", "promises")
urlpatterns = [path("", include(f"portal.{room}.urls")) for room in ROOMS]
