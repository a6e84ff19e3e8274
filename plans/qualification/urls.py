"""Routes of clarification."""

from django.urls import path

from cases.links import CASE
from plans.qualification import tables, views

ONE = f"{CASE}plan/afklaring/<uuid:qualification_id>/"

urlpatterns = [
    path(
        f"{CASE}plan/milepael/<uuid:milestone_id>/afklaring/",
        views.qualify_milestone,
        name="qualify_milestone",
    ),
    path(f"{CASE}plan/maal/<int:goal_id>/afklaring/", views.qualify_goal, name="qualify_goal"),
    path(ONE, views.qualification, name="qualification"),
    path(f"{ONE}annuller/", views.qualification_annul, name="qualification_annul"),
    path(f"{ONE}laest/", views.qualification_seen, name="qualification_seen"),
    path(f"{ONE}brug-ordene/", views.qualification_use, name="qualification_use"),
    path("tabeller/afslagsgrunde/", tables.decline_reason_list, name="decline_reason_list"),
    path("tabeller/afslagsgrunde/ny/", tables.decline_reason_add, name="decline_reason_add"),
    path("tabeller/afslagsgrunde/<int:reason_id>/", tables.decline_reason_edit, name="decline_reason_edit"),
]
