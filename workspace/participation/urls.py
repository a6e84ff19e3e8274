"""Routes of participation."""

from django.urls import path

from cases.links import CASE
from workspace.participation import views

urlpatterns = [path(f"{CASE}selv/set/", views.own_acts_seen, name="own_acts_seen")]
