"""Routes of people."""

from django.urls import path

from cases.links import CASE
from cases.people import views

urlpatterns = [
    path(f"{CASE}cpr/", views.cpr_reveal, name="cpr_reveal"),
    path(f"{CASE}ung/", views.person_edit, name="person_edit"),
    path(f"{CASE}omkring/ny/", views.guardian_add, name="guardian_add"),
    path(f"{CASE}omkring/<int:guardian_id>/", views.guardian_edit, name="guardian_edit"),
]
