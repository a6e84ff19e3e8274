"""Routes of handover."""

from django.urls import path

from cases.links import CASE
from plans.handover import views

urlpatterns = [
    path("udleveringer/beskyttede/", views.guarded_handovers, name="guarded_handovers"),
    path(f"{CASE}plan/udlever/", views.hand_over, name="hand_over"),
    path(f"{CASE}plan/udlever/pdf/", views.hand_over_preview, name="hand_over_preview"),
    path(f"{CASE}plan/udlevering/<uuid:handover_id>/", views.handover, name="handover"),
]
