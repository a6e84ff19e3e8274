"""Addresses of meetings; each room has its own."""

from meetings.agenda.urls import urlpatterns as agenda
from meetings.calendars.urls import urlpatterns as calendars
from meetings.invitations.urls import urlpatterns as invitations
from meetings.minutes.urls import urlpatterns as minutes
from meetings.page.urls import urlpatterns as page
from meetings.planning.urls import urlpatterns as planning
from meetings.types.urls import urlpatterns as types

app_name = "meetings"
urlpatterns = [*types, *planning, *agenda, *minutes, *invitations, *calendars, *page]
