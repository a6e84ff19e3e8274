"""Routes of a caseload that comes in."""

from django.urls import path

from accounts.imports.urls import import_routes
from accounts.models import Role
from intake.caseload import views
from intake.caseload.importer import CASELOAD

urlpatterns = [
    path("sager/import/<uuid:file_id>/fortryd/", views.caseload_undo, name="caseload_undo"),
    *import_routes("sager/import/", CASELOAD, Role.LEADER),
]
