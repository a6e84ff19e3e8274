"""Routes of the agenda."""

from django.urls import path

from meetings.agenda import views
from meetings.planning.urls import MEETING

ITEM = f"{MEETING}dagsorden/<int:item_id>/"

urlpatterns = [
    path(f"{MEETING}dagsorden/foreslaa/", views.agenda_propose, name="agenda_propose"),
    path(f"{MEETING}dagsorden/nyt/", views.agenda_add, name="agenda_add"),
    path(f"{ITEM}", views.agenda_edit, name="agenda_edit"),
    path(f"{ITEM}fjern/", views.agenda_remove, name="agenda_remove"),
    path(f"{ITEM}udskyd/", views.agenda_park, name="agenda_park"),
    path(f"{ITEM}flyt/", views.agenda_shift, name="agenda_shift"),
]
