"""Routes of exchange."""

from django.urls import include, path

app_name = "exchange"

ROOMS = ("before", "installations", "receiving", "sending")
urlpatterns = [path("", include(f"exchange.{room}.urls")) for room in ROOMS]
