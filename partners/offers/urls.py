"""Routes of what partners offer, where it is written: by the unit, or by the partner itself."""

from django.urls import path

from partners.offers import views

urlpatterns = [
    path("partnere/vores/tilbud/", views.own_offers, name="own_offers"),
    path("partnere/<int:pk>/tilbud/nyt/", views.offer_add, name="offer_add"),
    path("partnere/tilbud/<int:offer_id>/ret/", views.offer_edit, name="offer_edit"),
]
