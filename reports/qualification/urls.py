"""Routes of the departments' answers."""

from django.urls import path

from reports.qualification import views

urlpatterns = [
    path("afdelingernes-svar/", views.qualifications, name="qualifications"),
    path("afdelingernes-svar/liste/", views.qualification_rows, name="qualification_rows"),
]
