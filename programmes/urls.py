"""Routes of programmes, gathered from its rooms."""

from django.urls import include, path

app_name = "programmes"

ROOMS = ("ledger", "members", "places")
urlpatterns = [path("", include(f"programmes.{room}.urls")) for room in ROOMS]
