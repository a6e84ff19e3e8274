"""Routes of lists."""

from django.urls import path

from workspace.lists import bulk_views, views

urlpatterns = [
    path("mine-unge/", views.mine, name="mine"),
    path("unge/", views.unit_list, name="unit_list"),
    path("visninger/gem/", views.view_save, name="view_save"),
    path("visninger/<int:view_id>/fjern/", views.view_remove, name="view_remove"),
    path("flere/", bulk_views.bulk, name="bulk"),
    path("flere/<uuid:bulk_id>/", bulk_views.bulk_done, name="bulk_done"),
    path("flere/<uuid:bulk_id>/fortryd/", bulk_views.bulk_undo, name="bulk_undo"),
]
