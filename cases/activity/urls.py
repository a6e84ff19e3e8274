"""Routes of activity."""

from django.urls import path

from cases.activity import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}aktivitet/", views.activity_set, name="activity_set"),
    path(f"{CASE}aktivitet/bekraeft/", views.activity_confirm, name="activity_confirm"),
    path(f"{CASE}aktivitet/<int:period_id>/", views.activity_change, name="activity_change"),
    path(f"{CASE}aktivitet/<int:period_id>/slut/", views.activity_end, name="activity_end"),
    path(f"{CASE}aktiviteter/", views.activities, name="activities"),
    path(f"{CASE}gaaet-i-staa/", views.stall_rest, name="stall_rest"),
]
