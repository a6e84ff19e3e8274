"""Routes of what waits."""

from django.urls import path

from overview.waiting import views

urlpatterns = [path("venter-paa-dig/", views.waiting, name="waiting")]
