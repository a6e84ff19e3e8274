"""Routes of the ledger: what a leader writes there. What it shows lies in `reports.programmes`."""

from django.urls import path

from programmes.ledger import views

PROGRAMME = "forloeb/<uuid:programme_id>/"

urlpatterns = [
    path("forloeb/nyt/", views.programme_add, name="programme_add"),
    path(f"{PROGRAMME}ret/", views.programme_edit, name="programme_edit"),
    path(f"{PROGRAMME}maal/", views.target_revise, name="target_revise"),
    path(f"{PROGRAMME}medarbejder/", views.staff_add, name="staff_add"),
    path(f"{PROGRAMME}medarbejder/<int:staff_id>/slut/", views.staff_end, name="staff_end"),
]
