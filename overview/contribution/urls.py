"""Routes of what efforts contributed."""

from django.urls import path

from overview.contribution import views

urlpatterns = [
    path("overblik/bidrag/", views.contribution, name="contribution"),
    path("overblik/bidrag/liste/", views.contribution_list, name="contribution_list"),
]
