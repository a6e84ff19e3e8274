"""Routes of a partner's meetings."""

from django.urls import path

from portal.meetings import views

urlpatterns = [
    path("vores-moeder/", views.our_meetings, name="our_meetings"),
    path("vores-moeder/<int:attendee_id>/svar/", views.our_answer, name="our_answer"),
    path("vores-moeder/<int:attendee_id>/punkt/", views.our_point, name="our_point"),
]
