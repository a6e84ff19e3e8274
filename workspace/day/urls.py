"""Routes of day."""

from django.urls import path

from cases.links import CASE
from workspace.day import views

urlpatterns = [
    path("min-dag/", views.my_day, name="my_day"),
    path(f"{CASE}udsaet/<str:source>/", views.line_put_off, name="line_put_off"),
    path(f"{CASE}udsat/tilbage/", views.line_take_back, name="line_take_back"),
    path(f"{CASE}aktivitet/fortryd/", views.confirmation_undo, name="confirmation_undo"),
]
