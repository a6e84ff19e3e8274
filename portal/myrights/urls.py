"""Routes of what the young person sees and decides."""

from django.urls import path

from cases.links import CASE
from portal.myrights import idea_views, leaf_views, views

SHOWN = f"{CASE}min-plan/som-den-unge/"

urlpatterns = [
    path("min-plan/samtykker/", views.my_consents, name="my_consents"),
    path("min-plan/samtykker/<int:consent_id>/nej/", views.my_consent_take_back, name="my_consent_take_back"),
    path("min-plan/hvem-har-set/", views.my_log, name="my_log"),
    path("min-plan/vejen/", leaf_views.my_road, name="my_road"),
    path("min-plan/udvikling/", leaf_views.my_progress, name="my_progress"),
    path("min-plan/papirer/", leaf_views.my_papers, name="my_papers"),
    path("min-plan/papirer/alt/", leaf_views.my_everything, name="my_everything"),
    path("min-plan/papirer/<uuid:handover_id>/", leaf_views.my_paper, name="my_paper"),
    path("min-plan/ideer/", idea_views.my_ideas, name="my_ideas"),
    path("min-plan/kontakt/", views.my_contact, name="my_contact"),
    path(SHOWN, leaf_views.my_plan_shown, name="my_plan_shown"),
    path(f"{SHOWN}<slug:leaf>/", leaf_views.my_plan_shown, name="my_plan_shown_leaf"),
]
