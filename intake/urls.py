"""Routes of inquiries, the tables of intake, and the import of a caseload."""

from django.urls import include, path

app_name = "intake"

ROOMS = (
    "inquiries",
    "tables",
    "caseload",
)
urlpatterns = [path("", include(f"intake.{room}.urls")) for room in ROOMS]
