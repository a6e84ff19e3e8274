"""Routes of frozen reports."""

from django.urls import path

from reports.snapshots import views

urlpatterns = [
    path("rapporter/", views.report_list, name="list"),
    path("rapporter/koer/", views.report_run, name="run"),
    path("rapporter/sammenlign/", views.report_compare, name="compare"),
    path("rapporter/<uuid:report_id>/", views.report_detail, name="detail"),
    path("rapporter/<uuid:report_id>/pdf/", views.report_pdf, name="pdf"),
    path("rapporter/<uuid:report_id>/hent/<slug:fmt>/", views.report_export, name="export"),
]
