"""Routes of guides."""

from django.urls import path

from cases.guides import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}fordel/", views.case_assign, name="case_assign"),
    path(f"{CASE}vaegt/", views.case_weight, name="case_weight"),
]
