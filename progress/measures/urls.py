"""Routes of measures."""

from django.urls import path

from cases.links import CASE
from progress.measures import views

urlpatterns = [
    path(f"{CASE}udvikling/<str:kind>/<int:measure_id>/stryg/", views.measure_strike, name="measure_strike"),
]
