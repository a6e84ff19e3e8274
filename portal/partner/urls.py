"""Routes of partner."""

from django.urls import path

from cases.links import CASE
from portal.partner import views

urlpatterns = [
    path(f"{CASE}plan/udlevering/<uuid:handover_id>/delt/", views.handover_shared, name="handover_shared"),
    path("delt-med-os/", views.partner_inbox, name="partner_inbox"),
    path(f"{CASE}delt/", views.shared_case, name="shared_case"),
]
