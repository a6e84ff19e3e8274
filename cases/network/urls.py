"""Routes of network."""

from django.urls import path

from cases.links import CASE
from cases.network import views

urlpatterns = [
    path(f"{CASE}partner/ny/", views.participation_add, name="participation_add"),
    path(f"{CASE}partner/<int:participation_id>/slut/", views.participation_end, name="participation_end"),
    path(f"{CASE}netvaerk/", views.network, name="network"),
    path(f"{CASE}kollega/ny/", views.colleague_add, name="colleague_add"),
    path(f"{CASE}kollega/<int:role_id>/slut/", views.colleague_end, name="colleague_end"),
]
