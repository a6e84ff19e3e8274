"""Routes of the ledger's pages."""

from django.urls import path

from reports.programmes import views

urlpatterns = [
    path("forloeb/", views.programme_list, name="programme_list"),
    path("forloeb/<uuid:programme_id>/", views.programme, name="programme"),
    path("forloeb/<uuid:programme_id>/unge/", views.programme_members, name="programme_members"),
]
