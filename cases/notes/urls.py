"""Routes of notes."""

from django.urls import path

from cases.links import CASE
from cases.notes import reading_views, summary_views, tables, views

urlpatterns = [
    path(f"{CASE}notat/", views.note_add, name="note_add"),
    path(f"{CASE}notat/<int:note_id>/", views.note_edit, name="note_edit"),
    path(f"{CASE}notat/<int:note_id>/fortryd/", views.note_strike, name="note_strike"),
    path(f"{CASE}notat/<int:note_id>/tilfoej/", views.note_append, name="note_append"),
    path(f"{CASE}notater/", reading_views.notes_reading, name="notes_reading"),
    path(f"{CASE}kort/", summary_views.summary_edit, name="summary_edit"),
    path(f"{CASE}kort/passer/", summary_views.summary_renew, name="summary_renew"),
    path(f"{CASE}kort/foer/", summary_views.summary_history, name="summary_history"),
    path("tabeller/notater/", tables.note_kind_list, name="note_kind_list"),
    path("tabeller/notater/ny/", tables.note_kind_add, name="note_kind_add"),
    path("tabeller/notater/<int:kind_id>/", tables.note_kind_edit, name="note_kind_edit"),
]
