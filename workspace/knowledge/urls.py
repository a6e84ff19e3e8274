"""Routes of the knowledge bank about a case."""

from django.urls import path

from cases.links import CASE
from workspace.knowledge import views

urlpatterns = [path(f"{CASE}viden/", views.case_articles, name="case_articles")]
