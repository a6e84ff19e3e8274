"""Routes of Min plan."""

from django.urls import path

from portal.myplan import views

urlpatterns = [path("min-plan/", views.my_plan, name="my_plan")]
