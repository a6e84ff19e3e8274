"""Routes of levels."""

from django.urls import path

from cases.links import CASE
from progress.levels import tables, views

urlpatterns = [
    path(f"{CASE}udvikling/niveau/", views.level_set, name="level_set"),
    path("tabeller/niveauer/", tables.level_list, name="level_list"),
    path("tabeller/niveauer/ny/", tables.level_add, name="level_add"),
    path("tabeller/niveauer/<int:level_id>/", tables.level_edit, name="level_edit"),
]
