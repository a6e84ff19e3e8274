"""Routes of invitations."""

from django.urls import path

from cases.links import CASE
from meetings.invitations import views

urlpatterns = [
    path("moede/svar/<str:secret>/", views.answer, name="answer"),
    path("moede/svar/<str:secret>/invite.ics", views.answer_ics, name="answer_ics"),
    path(f"{CASE}moeder/<uuid:meeting_id>/send/", views.meeting_tell, name="meeting_tell"),
    path(
        f"{CASE}moeder/<uuid:meeting_id>/svar/<int:attendee_id>/",
        views.attendee_answer,
        name="attendee_answer",
    ),
    path(
        f"{CASE}moeder/<uuid:meeting_id>/skal-med/<int:attendee_id>/",
        views.attendee_required,
        name="attendee_required",
    ),
]
