"""The route of the council's page."""

from django.urls import path

from reports.council import views

urlpatterns = [path("tal-udenfor/<uuid:release_id>/udvalg/", views.council, name="council")]
