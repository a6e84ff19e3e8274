"""Routes of exchange."""

from django.urls import path

from exchange import before_views, installation_views, views

app_name = "exchange"
CASE = "sager/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}flyt/", views.bundle_send, name="bundle_send"),
    path(f"{CASE}flyttet/<uuid:bundle_id>/", views.bundle_sent, name="bundle_sent"),
    path(f"{CASE}flyttet/<uuid:bundle_id>/hent/", views.bundle_file, name="bundle_file"),
    path(f"{CASE}foer/", before_views.bundle_before, name="bundle_before"),
    path(f"{CASE}foer/samtykke/<int:number>/", before_views.bundle_before_ask, name="bundle_before_ask"),
    path(f"{CASE}foer/partner/<int:number>/", before_views.bundle_before_join, name="bundle_before_join"),
    path(f"{CASE}foer/til-side/", before_views.bundle_before_aside, name="bundle_before_aside"),
    path("sager/modtag/", views.bundle_upload, name="bundle_upload"),
    path("sager/modtag/<uuid:bundle_id>/", views.bundle_received, name="bundle_received"),
    path("sager/modtag/<uuid:bundle_id>/kvittering/", views.bundle_receipt, name="bundle_receipt"),
    path("sager/modtag/<uuid:bundle_id>/plan/", views.bundle_plan, name="bundle_plan"),
    path("tabeller/kommuner/", installation_views.installation_list, name="installation_list"),
    path("tabeller/kommuner/visitkort/", installation_views.installation_card, name="installation_card"),
    path("tabeller/kommuner/ny/", installation_views.installation_add, name="installation_add"),
    path(
        "tabeller/kommuner/<int:installation_id>/fjern/",
        installation_views.installation_remove,
        name="installation_remove",
    ),
]
