"""Routes of versions."""

from django.urls import path

from cases.links import CASE
from workspace.versions import views

urlpatterns = [
    path(f"{CASE}plan/udgaver/", views.versions, name="versions"),
    path(f"{CASE}plan/udgaver/<uuid:handover_id>/bekraeft/", views.version_confirm, name="version_confirm"),
]
