"""Routes of the table of forms of meetings."""

from django.urls import path

from meetings.types import tables

urlpatterns = [
    path("tabeller/moeder/", tables.type_list, name="type_list"),
    path("tabeller/moeder/ny/", tables.type_add, name="type_add"),
    path("tabeller/moeder/<int:type_id>/", tables.type_edit, name="type_edit"),
]
