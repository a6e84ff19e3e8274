"""Routes of planning."""

from django.urls import path

from cases.links import CASE
from meetings.planning import views

MEETING = f"{CASE}moeder/<uuid:meeting_id>/"

urlpatterns = [
    path(f"{CASE}moeder/nyt/", views.meeting_add, name="meeting_add"),
    path(f"{MEETING}ret/", views.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}inviter/", views.meeting_invite, name="meeting_invite"),
    path(f"{MEETING}aflys/", views.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}hold/", views.meeting_hold, name="meeting_hold"),
]
