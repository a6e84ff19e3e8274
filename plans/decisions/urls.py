"""Routes of formal decisions."""

from django.urls import path

from cases.links import CASE
from plans.decisions import views

urlpatterns = [
    path(f"{CASE}plan/afgoerelse/ny/", views.decision_add, name="decision_add"),
    path(f"{CASE}plan/afgoerelse/<int:decision_id>/fejl/", views.decision_mistaken, name="decision_mistaken"),
]
