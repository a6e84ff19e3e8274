"""Routes of receiving a case from another municipality."""

from django.urls import path

from exchange.receiving import views

urlpatterns = [
    path("sager/modtag/", views.bundle_upload, name="bundle_upload"),
    path("sager/modtag/<uuid:bundle_id>/", views.bundle_received, name="bundle_received"),
    path("sager/modtag/<uuid:bundle_id>/kvittering/", views.bundle_receipt, name="bundle_receipt"),
    path("sager/modtag/<uuid:bundle_id>/plan/", views.bundle_plan, name="bundle_plan"),
]
