"""Routes of milestones."""

from django.urls import path

from cases.links import CASE
from plans.milestones import views

urlpatterns = [
    path(f"{CASE}plan/milepael/ny/", views.milestone_add, name="milestone_add"),
    path(f"{CASE}plan/milepael/<uuid:milestone_id>/", views.milestone, name="milestone"),
    path(f"{CASE}plan/milepael/<uuid:milestone_id>/ret/", views.milestone_edit, name="milestone_edit"),
    path(f"{CASE}plan/milepael/<uuid:milestone_id>/flyt/", views.milestone_move, name="milestone_move"),
    path(
        f"{CASE}plan/milepael/<uuid:milestone_id>/ny-dato/",
        views.milestone_postpone,
        name="milestone_postpone",
    ),
    path(
        f"{CASE}plan/milepael/<uuid:milestone_id>/kan-ikke-endnu/",
        views.milestone_cannot,
        name="milestone_cannot",
    ),
]
