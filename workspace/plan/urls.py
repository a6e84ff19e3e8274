"""Routes of the plan's page: the plan, its lanes, and the order of its milestones."""

from django.urls import path

from cases.links import CASE
from workspace.plan import views

urlpatterns = [
    path(f"{CASE}plan/", views.plan, name="plan"),
    path(f"{CASE}plan/forloeb/", views.lanes, name="lanes"),
    path(f"{CASE}plan/milepael/<uuid:milestone_id>/plads/", views.milestone_shift, name="milestone_shift"),
    path(f"{CASE}plan/raekkefoelge/", views.milestones_order, name="milestones_order"),
]
