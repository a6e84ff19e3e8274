"""Routes of case."""

from django.urls import path

from workspace.case import views

CASE = "sager/<uuid:case_id>/"

urlpatterns = [
    path(CASE, views.case_detail, name="case_detail"),
]
