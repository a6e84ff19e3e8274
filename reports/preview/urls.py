"""The route of the preview."""

from django.urls import path

from reports.preview import views

urlpatterns = [path("rapporter/hvilke/<slug:what>/eksempel/", views.preview, name="preview")]
