"""Routes of the installation's card, and of the installations it knows."""

from django.urls import path

from exchange.installations import views

urlpatterns = [
    path("tabeller/kommuner/", views.installation_list, name="installation_list"),
    path("tabeller/kommuner/visitkort/", views.installation_card, name="installation_card"),
    path("tabeller/kommuner/ny/", views.installation_add, name="installation_add"),
    path(
        "tabeller/kommuner/<int:installation_id>/fjern/",
        views.installation_remove,
        name="installation_remove",
    ),
]
