"""Routes of schedules."""

from django.urls import path

from reports.schedules import views

HERE = "rapporter/hvilke/"

urlpatterns = [
    path(HERE, views.schedules, name="schedules"),
    path(f"{HERE}<slug:what>/", views.schedule_edit, name="schedule_edit"),
    path(f"{HERE}<slug:what>/besked/", views.schedule_tell, name="schedule_tell"),
]
