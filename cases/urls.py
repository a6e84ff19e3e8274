"""Routes of young people and cases. Everything under ``/sager/<uuid>/`` is guarded by ``case_view``."""

from django.urls import include, path

app_name = "cases"

ROOMS = (
    "access",
    "activity",
    "casefile",
    "consents",
    "documents",
    "drafts",
    "duty",
    "emergency",
    "guides",
    "network",
    "notes",
    "people",
)
urlpatterns = [path("", include(f"cases.{room}.urls")) for room in ROOMS]
