"""Routes of what numbers count, and of other days."""

from django.urls import path

from overview.numbers import views

urlpatterns = [
    path("overblik/tal/", views.number_list, name="numbers"),
    path("overblik/dengang/", views.then, name="then"),
    path("overblik/tal/<slug:metric>/", views.number_detail, name="number"),
    path("overblik/tal/<slug:metric>/aendret/", views.number_changes, name="number_changes"),
]
