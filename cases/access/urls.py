"""Routes of who may open a case, and why."""

from django.urls import path

from cases.access import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}formaal/", views.case_purpose, name="purpose"),
    path(f"{CASE}log/", views.case_log, name="case_log"),
]
