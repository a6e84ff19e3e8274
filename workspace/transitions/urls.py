"""Routes of transitions."""

from django.urls import path

from cases.links import CASE
from workspace.transitions import views

urlpatterns = [
    path("overgange/", views.board, name="transitions"),
    path(f"{CASE}overgange/", views.case_transitions, name="case_transitions"),
    path(f"{CASE}overgange/<int:rule_id>/", views.transition_confirm, name="transition_confirm"),
    path(f"{CASE}overgange/<int:rule_id>/tilbage/", views.transition_take_back, name="transition_take_back"),
    path("tabeller/overgange/", views.rule_list, name="transition_rules"),
    path("tabeller/overgange/ny/", views.rule_add, name="transition_rule_add"),
    path("tabeller/overgange/<int:rule_id>/slut/", views.rule_end, name="transition_rule_end"),
]
