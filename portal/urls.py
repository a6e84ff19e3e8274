"""Routes for those from outside."""

from django.urls import include, path

app_name = "portal"

ROOMS = ("partner", "promises", "myplan", "qualification", "entry", "meetings", "myacts", "myrights")
urlpatterns = [path("", include(f"portal.{room}.urls")) for room in ROOMS]
