"""Routes of agreement."""

from django.urls import path

from cases.links import CASE
from plans.agreement import views

urlpatterns = [
    path(f"{CASE}plan/sporg/", views.agreement_ask, name="agreement_ask"),
    path(f"{CASE}plan/historik/", views.plan_history, name="plan_history"),
]
