"""Routes of sending a case to another municipality."""

from django.urls import path

from cases.links import CASE
from exchange.sending import views

urlpatterns = [
    path(f"{CASE}flyt/", views.bundle_send, name="bundle_send"),
    path(f"{CASE}flyttet/<uuid:bundle_id>/", views.bundle_sent, name="bundle_sent"),
    path(f"{CASE}flyttet/<uuid:bundle_id>/hent/", views.bundle_file, name="bundle_file"),
]
