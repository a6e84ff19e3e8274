"""Routes of todos."""

from django.urls import path

from cases.links import CASE
from workspace.todos import views

urlpatterns = [
    path("opgaver/ny/", views.todo_add, name="todo_add"),
    path(f"{CASE}opgaver/ny/", views.case_todo_add, name="case_todo_add"),
    path("opgaver/<int:todo_id>/gjort/", views.todo_done, name="todo_done"),
    path("opgaver/<int:todo_id>/ny-dag/", views.todo_move, name="todo_move"),
    path("opgaver/<int:todo_id>/stryg/", views.todo_strike, name="todo_strike"),
    path("opgaver/<int:todo_id>/fortryd/", views.todo_undo, name="todo_undo"),
]
