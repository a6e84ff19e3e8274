"""Routes of drafts."""

from django.urls import path

from cases.drafts import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}kladde/", views.draft_save, name="draft_save"),
]
