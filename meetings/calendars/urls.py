"""Routes of the calendar."""

from django.urls import path

from meetings.calendars import views

urlpatterns = [
    path("kalender/", views.calendar, name="calendar"),
    path("kalender/svar/<int:attendee_id>/", views.own_answer, name="own_answer"),
    path("kalender/feed/", views.feed_make, name="feed_make"),
    path("kalender/feed/sluk/", views.feed_end, name="feed_end"),
    path("kalender/feed/<str:secret>.ics", views.feed, name="feed"),
]
