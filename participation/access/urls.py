"""Routes of the guide's side of Min plan."""

from django.urls import path

from cases.links import CASE
from participation.access import views

urlpatterns = [
    path(f"{CASE}min-plan/", views.entry_list, name="entry_list"),
    path(f"{CASE}min-plan/adgang/", views.entry_invite, name="entry_invite"),
    path(
        f"{CASE}min-plan/adgang/foraelder/<int:guardian_id>/", views.entry_invite, name="entry_invite_parent"
    ),
    path(f"{CASE}min-plan/adgang/<int:entry_id>/luk/", views.entry_withdraw, name="entry_withdraw"),
    path(f"{CASE}min-plan/adgang/<int:entry_id>/igen/", views.entry_tell, name="entry_tell"),
    path(f"{CASE}min-plan/adgang/<int:entry_id>/papir/", views.entry_paper, name="entry_paper"),
]
