"""Routes of the unit's steps."""

from django.urls import path

from practice.iglo import views

urlpatterns = [
    path("praksis/skridt/", views.step_list, name="step_list"),
    path("praksis/skridt/nyt/", views.step_add, name="step_add"),
    path("praksis/skridt/<int:pk>/slut/", views.step_end, name="step_end"),
]
