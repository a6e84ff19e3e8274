"""Routes of scales."""

from django.urls import path

from cases.links import CASE
from progress.scales import tables, views

urlpatterns = [
    path(f"{CASE}udvikling/skalaer/<str:voice>/", views.scales_answer, name="scales_answer"),
    path("tabeller/livsomraader/", tables.life_area_list, name="life_area_list"),
    path("tabeller/livsomraader/ny/", tables.life_area_add, name="life_area_add"),
    path("tabeller/livsomraader/<int:area_id>/", tables.life_area_edit, name="life_area_edit"),
]
