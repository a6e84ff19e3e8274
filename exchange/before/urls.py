"""Routes of what held where a case came from."""

from django.urls import path

from cases.links import CASE
from exchange.before import views

urlpatterns = [
    path(f"{CASE}foer/", views.bundle_before, name="bundle_before"),
    path(f"{CASE}foer/samtykke/<int:number>/", views.bundle_before_ask, name="bundle_before_ask"),
    path(f"{CASE}foer/partner/<int:number>/", views.bundle_before_join, name="bundle_before_join"),
    path(f"{CASE}foer/til-side/", views.bundle_before_aside, name="bundle_before_aside"),
]
