"""Routes of progress."""

from django.urls import path

from cases.links import CASE
from workspace.progress import views

urlpatterns = [
    path(f"{CASE}udvikling/", views.case_progress, name="case_progress"),
]
