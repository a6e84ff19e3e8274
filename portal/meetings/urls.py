"""Routes of a partner's meetings."""

from django.urls import path

from portal.meetings import minutes_views, views

urlpatterns = [
    path("vores-moeder/", views.our_meetings, name="our_meetings"),
    path("vores-moeder/<int:attendee_id>/svar/", views.our_answer, name="our_answer"),
    path("vores-moeder/<int:attendee_id>/punkt/", views.our_point, name="our_point"),
    path("vores-moeder/<int:attendee_id>/referat/", minutes_views.our_minutes, name="our_minutes"),
    path(
        "vores-moeder/<int:attendee_id>/referat/godkend/",
        minutes_views.our_minutes_approve,
        name="our_minutes_approve",
    ),
]
