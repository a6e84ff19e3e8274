"""Routes of the coverage board."""

from django.urls import path

from overview.coverage import views

urlpatterns = [
    path("daekning/", views.coverage, name="coverage"),
]
