"""Routes of the results."""

from django.urls import path

from overview.outcomes import views

urlpatterns = [
    path("overblik/resultater/", views.outcomes, name="outcomes"),
    path("overblik/resultater/frigiv/", views.outcomes_release, name="outcomes_release"),
    path("overblik/resultater/grupper/", views.outcome_groups, name="outcome_groups"),
    path("overblik/resultater/liste/", views.outcome_list, name="outcome_list"),
    path("overblik/resultater/trin/", views.outcome_steps, name="outcome_steps"),
]
