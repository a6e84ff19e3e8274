"""Routes of board."""

from django.urls import path

from cases.links import CASE
from workspace.board import views

urlpatterns = [
    path("fordeling/", views.board, name="board"),
    path(f"{CASE}fordel-til/", views.board_assign, name="board_assign"),
    path(f"{CASE}fordel-om/", views.board_undo, name="board_undo"),
    path("vejledere/", views.guide_list, name="guide_list"),
    path("vejledere/<int:user_id>/", views.guide_edit, name="guide_edit"),
]
