"""Routes of the page of a meeting and the list."""

from django.urls import path

from cases.links import CASE
from meetings.page import views
from meetings.planning.urls import MEETING

urlpatterns = [
    path(f"{CASE}moeder/", views.meetings, name="meetings"),
    path(MEETING, views.meeting, name="meeting"),
]
