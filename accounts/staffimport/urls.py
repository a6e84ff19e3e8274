"""Routes of the import of staff."""

from accounts.imports.urls import import_routes
from accounts.roles import Role
from accounts.staffimport.importer import STAFF

urlpatterns = import_routes("brugere/import/", STAFF, Role.ADMIN)
