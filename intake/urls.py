"""Routes of inquiries, the tables of intake, and the import of a caseload."""

from django.urls import include, path

from accounts.imports.urls import import_routes
from accounts.models import Role
from intake.caseload.importer import CASELOAD

app_name = "intake"

ROOMS = (
    "inquiries",
    "tables",
)
urlpatterns = [path("", include(f"intake.{room}.urls")) for room in ROOMS]

urlpatterns += import_routes("sager/import/", CASELOAD, Role.LEADER)
