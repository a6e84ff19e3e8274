"""Addresses of the directory."""

from django.urls import path

from accounts import import_views
from accounts.models import Role
from partners import autocomplete, tables, views, views_invite, views_merge
from partners.imports import PARTNERS

app_name = "partners"
urlpatterns = [
    path("partnere/", views.partner_list, name="partner_list"),
    path("partnere/ny/", views.partner_add, name="partner_add"),
    *import_views.routes("partnere/import/", PARTNERS, Role.ADMIN),
    path("partnere/vores/", views.own_card, name="own_card"),
    path("partnere/vaelg/", autocomplete.pick_partner, name="pick_partner"),
    path("partnere/vaelg-kontakt/", autocomplete.pick_contact, name="pick_contact"),
    path("partnere/dubletter/", views_merge.duplicate_list, name="duplicate_list"),
    path("partnere/dubletter/<int:pk>/<int:other_pk>/to/", views_merge.not_duplicate, name="not_duplicate"),
    path("partnere/kategorier/", tables.category_list, name="category_list"),
    path("partnere/kategorier/ny/", tables.category_add, name="category_add"),
    path("partnere/kategorier/<int:pk>/", tables.category_edit, name="category_edit"),
    path("partnere/<int:pk>/", views.partner_detail, name="partner_detail"),
    path("partnere/<int:pk>/ret/", views.partner_edit, name="partner_edit"),
    path("partnere/<int:pk>/flet/", views_merge.merge_choose, name="merge_choose"),
    path("partnere/<int:pk>/flet/<int:other_pk>/", views_merge.partner_merge, name="partner_merge"),
    path("partnere/<int:pk>/kontakter/ny/", views.contact_add, name="contact_add"),
    path("partnere/<int:pk>/kontakter/<int:contact_pk>/", views.contact_edit, name="contact_edit"),
    path(
        "partnere/<int:pk>/kontakter/<int:contact_pk>/inviter/",
        views_invite.contact_invite,
        name="contact_invite",
    ),
]
