"""Routes of sparring."""

from django.urls import path

from cases.links import CASE
from practice.sparring import views

urlpatterns = [
    path("praksis/sparring/", views.sparring, name="sparring"),
    path("praksis/sparring/start/", views.sparring_start, name="sparring_start"),
    path("praksis/sparring/<int:pk>/slut/", views.sparring_end, name="sparring_end"),
    path("praksis/sparring/<int:pk>/aabn/", views.sparring_open, name="sparring_open"),
    path(f"{CASE}sparring/", views.case_sparring, name="case_sparring"),
    path(f"{CASE}sparring/fortryd/", views.case_sparring_back, name="case_sparring_back"),
    path(f"{CASE}sparring/skridt/", views.case_sparring_step, name="case_sparring_step"),
]
