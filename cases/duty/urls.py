"""Routes of duty."""

from django.urls import path

from cases.duty import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}pligt/", views.duty_clocks, name="duty_clocks"),
    path(f"{CASE}pligt/ny/", views.breach_add, name="breach_add"),
    path(f"{CASE}pligt/<int:breach_id>/ret/", views.breach_edit, name="breach_edit"),
    path(f"{CASE}pligt/<int:breach_id>/fejl/", views.breach_mistake, name="breach_mistake"),
    path(f"{CASE}pligt/<int:breach_id>/igen/", views.breach_followed, name="breach_followed"),
    path(f"{CASE}pligt/<int:breach_id>/hvorfor/<slug:which>/", views.breach_explain, name="breach_explain"),
    path(f"{CASE}pligt/afgoerelse/ny/", views.decision_add, name="decision_add"),
    path(f"{CASE}pligt/afgoerelse/<int:decision_id>/fejl/", views.decision_mistake, name="decision_mistake"),
    path(f"{CASE}pligt/fritagelse/ny/", views.exemption_add, name="exemption_add"),
    path(f"{CASE}pligt/fritagelse/<int:exemption_id>/slut/", views.exemption_end, name="exemption_end"),
]
