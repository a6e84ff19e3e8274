"""Routes of the departments' answers."""

from django.urls import path

from reports.clarification import views

urlpatterns = [
    path("afdelingernes-svar/", views.clarifications, name="clarifications"),
    path("afdelingernes-svar/liste/", views.clarification_rows, name="clarification_rows"),
]
