"""Routes of plan."""

from django.urls import path

from cases.links import CASE
from plans.plan import tables, views

urlpatterns = [
    path(f"{CASE}plan/begynd/", views.plan_open, name="plan_open"),
    path(f"{CASE}plan/ret/", views.plan_edit, name="plan_edit"),
    path(f"{CASE}plan/maal/nyt/", views.goal_add, name="goal_add"),
    path(f"{CASE}plan/maal/<int:goal_id>/", views.goal_edit, name="goal_edit"),
    path(f"{CASE}plan/maal/<int:goal_id>/flyt/", views.goal_move, name="goal_move"),
    path(f"{CASE}plan/naaet/", views.outcome_add, name="outcome_add"),
    path(f"{CASE}plan/naaet/<int:outcome_id>/ophoert/", views.outcome_end, name="outcome_end"),
    path("tabeller/destinationer/", tables.destination_list, name="destination_list"),
    path("tabeller/destinationer/ny/", tables.destination_add, name="destination_add"),
    path("tabeller/destinationer/<int:destination_id>/", tables.destination_edit, name="destination_edit"),
    path("tabeller/skabeloner/", tables.part_template_list, name="part_template_list"),
    path("tabeller/skabeloner/ny/", tables.part_template_add, name="part_template_add"),
    path("tabeller/skabeloner/<int:template_id>/", tables.part_template_edit, name="part_template_edit"),
]
