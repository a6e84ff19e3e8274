"""Routes of the road."""

from django.urls import path

from cases.links import CASE
from workspace.road import views

urlpatterns = [path(f"{CASE}vejen/", views.road, name="road")]
