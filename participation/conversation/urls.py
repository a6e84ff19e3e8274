"""Routes of conversation."""

from django.urls import path

from cases.links import CASE
from participation.conversation import views

TALK = f"{CASE}plan/samtale/<slug:kind>/<str:ref>/"

urlpatterns = [
    path(TALK, views.conversation, name="conversation"),
    path(f"{TALK}skriv/", views.conversation_say, name="conversation_say"),
    path(f"{TALK}laest/", views.conversation_read, name="conversation_read"),
]
