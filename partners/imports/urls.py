"""Routes of the import of partners."""

from accounts.imports.urls import import_routes
from accounts.models import Role
from partners.imports.importer import PARTNERS

urlpatterns = import_routes("partnere/import/", PARTNERS, Role.ADMIN)
