"""Addresses of the directory."""

from django.urls import include, path

app_name = "partners"

ROOMS = (
    "anchoring",
    "categories",
    "directory",
    "imports",
    "invitations",
    "linksignin",
    "merge",
    "offers",
    "owncard",
)
urlpatterns = [path("", include(f"partners.{room}.urls")) for room in ROOMS]
