"""Pages of the accounts that are our own; those of django-allauth are in `signin/urls.py`, without a namespace."""

from django.urls import include, path

app_name = "accounts"

ROOMS = ("limits", "plainlanguage", "profile", "sessions", "staffimport", "users")
urlpatterns = [path("", include(f"accounts.{room}.urls")) for room in ROOMS]
