"""Routes of case."""

from django.urls import path

from cases.links import CASE
from workspace.case import views

urlpatterns = [
    path(CASE, views.case_detail, name="case_detail"),
]
