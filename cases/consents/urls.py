"""Routes of consents."""

from django.urls import path

from cases.consents import tables, views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}samtykker/", views.consents, name="consents"),
    path(f"{CASE}samtykke/nyt/", views.consent_add, name="consent_add"),
    path(f"{CASE}samtykke/<int:consent_id>/igen/", views.consent_again, name="consent_again"),
    path(f"{CASE}samtykke/<int:consent_id>/traek/", views.consent_withdraw, name="consent_withdraw"),
    path(f"{CASE}samtykke/<int:consent_id>/fortalt/", views.consent_told, name="consent_told"),
    path(
        f"{CASE}samtykke/<int:consent_id>/kvittering/",
        views.consent_receipt_make,
        name="consent_receipt_make",
    ),
    path(f"{CASE}kvittering/<uuid:receipt_id>/", views.consent_receipt, name="consent_receipt"),
    path("tabeller/deling/", tables.sharing_rule_list, name="sharing_rule_list"),
    path("tabeller/deling/ny/", tables.sharing_rule_add, name="sharing_rule_add"),
    path("tabeller/deling/<int:rule_id>/", tables.sharing_rule_edit, name="sharing_rule_edit"),
]
