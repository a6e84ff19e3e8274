"""Routes of the table of categories."""

from django.urls import path

from partners.categories import tables

urlpatterns = [
    path("partnere/kategorier/", tables.category_list, name="category_list"),
    path("partnere/kategorier/ny/", tables.category_add, name="category_add"),
    path("partnere/kategorier/<int:pk>/", tables.category_edit, name="category_edit"),
]
