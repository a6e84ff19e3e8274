"""Routes of tables."""

from django.urls import path

from intake.tables import views

urlpatterns = [
    path("tabeller/visitation/", views.table_list, name="table_list"),
    path("tabeller/visitation/<slug:table>/ny/", views.table_add, name="table_add"),
    path("tabeller/visitation/<slug:table>/<int:row_id>/", views.table_edit, name="table_edit"),
]
