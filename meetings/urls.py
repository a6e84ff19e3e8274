"""Addresses of meetings; each room has its own."""

from django.urls import include, path

app_name = "meetings"

ROOMS = ("invitations", "calendars")
urlpatterns = [path("", include(f"meetings.{room}.urls")) for room in ROOMS]
