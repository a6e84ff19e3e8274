"""Routes of search."""

from django.urls import path

from workspace.search import text_views, views

urlpatterns = [
    path("soeg/", views.case_search, name="search"),
    path("soeg/notater/", text_views.text_search, name="text_search"),
]
