"""Routes of the status as others read it."""

from django.urls import path

from cases.links import CASE
from reports.status import views

urlpatterns = [
    path("delt-med-os/status/", views.shared_statuses, name="shared_statuses"),
    path(f"{CASE}delt/status/", views.shared_status, name="shared_status"),
    path(f"{CASE}rapporter/som-partner/<int:partner_id>/", views.status_as_partner, name="status_as_partner"),
    path("min-plan/siden-sidst/", views.my_status, name="my_status"),
]
