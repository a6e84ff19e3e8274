"""Routes of transfer."""

from django.urls import path

from workspace.transfer import views

urlpatterns = [
    path("overdrag/", views.transfer, name="transfer"),
    path("overdrag/<uuid:transfer_id>/", views.transfer_done, name="transfer_done"),
    path("overdrag/<uuid:transfer_id>/fortryd/", views.transfer_undo, name="transfer_undo"),
    path("overdrag/<uuid:transfer_id>/slut/", views.transfer_end, name="transfer_end"),
]
