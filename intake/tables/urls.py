"""Routes of the tables of intake, for the administrator."""

from django.urls import path

from intake.tables import tables

urlpatterns = [
    path("tabeller/visitation/", tables.table_list, name="table_list"),
    path("tabeller/visitation/<slug:table>/ny/", tables.table_add, name="table_add"),
    path("tabeller/visitation/<slug:table>/<int:row_id>/", tables.table_edit, name="table_edit"),
]
