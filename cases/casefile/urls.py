"""Routes of casefile."""

from django.urls import path

from cases.casefile import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}ret/", views.case_edit, name="case_edit"),
    path(f"{CASE}pause/", views.case_pause, name="case_pause"),
]
