"""Routes of efforts, and of the tables behind them."""

from django.urls import path

from cases.links import CASE
from plans.efforts import tables, views

EFFORT = f"{CASE}plan/indsats/<uuid:effort_id>/"

urlpatterns = [
    path(f"{CASE}plan/indsats/ny/", views.effort_add, name="effort_add"),
    path(EFFORT, views.effort, name="effort"),
    path(f"{EFFORT}ret/", views.effort_edit, name="effort_edit"),
    path(f"{EFFORT}afslut/", views.effort_end, name="effort_end"),
    path(f"{EFFORT}afbryd/", views.effort_break_off, name="effort_break_off"),
    path(f"{EFFORT}bidrag/", views.effort_judge, name="effort_judge"),
    path(f"{EFFORT}fortryd-slut/", views.effort_reopen, name="effort_reopen"),
    path(f"{EFFORT}fortryd/", views.effort_take_back, name="effort_take_back"),
    path("tabeller/indsatstyper/", tables.effort_kind_list, name="effort_kind_list"),
    path("tabeller/indsatstyper/ny/", tables.effort_kind_add, name="effort_kind_add"),
    path("tabeller/indsatstyper/<int:kind_id>/", tables.effort_kind_edit, name="effort_kind_edit"),
    path("tabeller/love/", tables.effort_law_list, name="effort_law_list"),
    path("tabeller/love/ny/", tables.effort_law_add, name="effort_law_add"),
    path("tabeller/love/<int:law_id>/", tables.effort_law_edit, name="effort_law_edit"),
]
