"""Routes of the unit's day, for its leader."""

from django.urls import path

from workspace.unitday import views

urlpatterns = [path("enhedens-dag/", views.unit_day_page, name="unit_day")]
