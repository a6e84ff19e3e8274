"""Routes of emergency access, and of the leader's list of it."""

from django.urls import path

from cases.emergency import views

urlpatterns = [
    path("noedadgang/", views.break_glass, name="break_glass"),
    path("noedadgang/brugt/", views.glass_list, name="glass_list"),
]
