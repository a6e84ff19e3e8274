"""Routes of inquiries, the tables of intake, and the import of a caseload."""

from django.urls import include, path

from accounts import import_views
from accounts.models import Role
from intake.caseload.importer import CASELOAD

app_name = "intake"

ROOMS = (
    "inquiries",
    "tables",
)
urlpatterns = [path("", include(f"intake.{room}.urls")) for room in ROOMS]

urlpatterns += import_views.routes("sager/import/", CASELOAD, Role.LEADER)
