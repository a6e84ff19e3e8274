"""Routes of the directory: the list, a partner's card, its contacts, and the choices of other rooms' forms."""

from django.urls import path

from partners.directory import autocomplete, views

urlpatterns = [
    path("partnere/", views.partner_list, name="partner_list"),
    path("partnere/ny/", views.partner_add, name="partner_add"),
    path("partnere/vores/", views.own_card, name="own_card"),
    path("partnere/vaelg/", autocomplete.pick_partner, name="pick_partner"),
    path("partnere/vaelg-kontakt/", autocomplete.pick_contact, name="pick_contact"),
    path("partnere/<int:pk>/", views.partner_detail, name="partner_detail"),
    path("partnere/<int:pk>/ret/", views.partner_edit, name="partner_edit"),
    path("partnere/<int:pk>/kontakter/ny/", views.contact_add, name="contact_add"),
    path("partnere/<int:pk>/kontakter/<int:contact_pk>/", views.contact_edit, name="contact_edit"),
]
