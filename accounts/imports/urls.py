"""The routes of an import. A room puts them among its own with one line:

urlpatterns += import_routes("sager/import/", CASELOAD, Role.LEADER)
"""

from functools import partial

from django.urls import path

from accounts.access import role_view
from accounts.imports import views
from core.importing.importer import Importer


def import_routes(where: str, importer: Importer, *roles: str) -> list:
    """The five routes of an import below the path `where`, for users with one of `roles`.

    Their names are the importer's stem and `_file`, `_preview`, `_result`, `_report`."""
    stem = importer.urls.split(":")[-1]

    def page(view):
        return role_view(*roles)(partial(view, importer=importer))

    return [
        path(where, page(views.upload), name=stem),
        path(f"{where}<uuid:file_id>/", page(views.columns), name=f"{stem}_file"),
        path(f"{where}<uuid:file_id>/tjek/", page(views.preview), name=f"{stem}_preview"),
        path(f"{where}<uuid:file_id>/resultat/", page(views.result), name=f"{stem}_result"),
        path(f"{where}<uuid:file_id>/rapport.<str:form>", page(views.report), name=f"{stem}_report"),
    ]
