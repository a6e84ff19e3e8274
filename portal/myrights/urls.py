"""Routes of what the young person sees and decides."""

from django.urls import path

from portal.myrights import views

urlpatterns = [
    path("min-plan/samtykker/", views.my_consents, name="my_consents"),
    path("min-plan/samtykker/<int:consent_id>/nej/", views.my_consent_take_back, name="my_consent_take_back"),
    path("min-plan/hvem-har-set/", views.my_log, name="my_log"),
]
