"""Routes of closing."""

from django.urls import path

from cases.links import CASE
from plans.closing import views

urlpatterns = [
    path(f"{CASE}afslut/", views.closing_ask, name="closing_ask"),
    path(f"{CASE}afslut/fortsaet/", views.closing_drop, name="closing_drop"),
    path(f"{CASE}luk/", views.case_close, name="case_close"),
    path(f"{CASE}genaabn/", views.case_reopen, name="case_reopen"),
    path(f"{CASE}luk/tilbage/", views.closing_send_back, name="closing_send_back"),
    path(f"{CASE}opfoelgning/<int:months>/", views.follow_up, name="follow_up"),
    path(f"{CASE}afslutning/", views.closing_summary, name="closing_summary"),
    path(f"{CASE}afslutning/<uuid:summary_id>/", views.closing_summary_pdf, name="closing_summary_pdf"),
]
