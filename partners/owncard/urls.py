"""Routes of a partner's own card, for the partner."""

from django.urls import path

from partners.owncard import views

OWN = "partnere/vores/"

urlpatterns = [
    path(f"{OWN}ret/", views.own_card_edit, name="own_card_edit"),
    path(f"{OWN}kontakter/ny/", views.own_contact_add, name="own_contact_add"),
    path(f"{OWN}kontakter/<int:contact_pk>/", views.own_contact_edit, name="own_contact_edit"),
    path(f"{OWN}kontakter/<int:contact_pk>/fravaer/", views.absence_add, name="absence_add"),
    path(f"{OWN}fravaer/<int:absence_pk>/aflys/", views.absence_cancel, name="absence_cancel"),
    path(f"{OWN}ugemail/", views.weekly_mail, name="weekly_mail"),
]
