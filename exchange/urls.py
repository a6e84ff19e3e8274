"""Routes of cases to and from other municipalities."""

from django.urls import include, path

app_name = "exchange"

ROOMS = ("before", "installations", "receiving", "sending")
urlpatterns = [path("", include(f"exchange.{room}.urls")) for room in ROOMS]
