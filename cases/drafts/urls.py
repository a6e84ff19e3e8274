"""Routes of drafts."""

from django.urls import path

from cases.drafts import views

CASE = "sager/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}kladde/", views.draft_save, name="draft_save"),
]
