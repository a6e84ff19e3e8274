"""The route that sends a contact a link to sign in."""

from django.urls import path

from partners.invitations import views

urlpatterns = [
    path(
        "partnere/<int:pk>/kontakter/<int:contact_pk>/inviter/", views.contact_invite, name="contact_invite"
    ),
]
