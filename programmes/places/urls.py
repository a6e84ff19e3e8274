"""Routes of offers as guides see them: places, the waiting list, who could fill them."""

from django.urls import path

from cases.links import CASE
from programmes.places import views

urlpatterns = [
    path("tilbud/", views.offer_list, name="offer_list"),
    path("tilbud/<int:offer_id>/", views.offer, name="offer"),
    path(f"{CASE}tilbud/<int:offer_id>/", views.interest_say, name="interest_say"),
    path(f"{CASE}tilbud/<int:offer_id>/plads/", views.place_take, name="place_take"),
]
