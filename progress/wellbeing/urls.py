"""Routes of wellbeing."""

from django.urls import path

from cases.links import CASE
from progress.wellbeing import views

urlpatterns = [
    path(f"{CASE}udvikling/trivsel/", views.wellbeing_answer, name="wellbeing_answer"),
    path(f"{CASE}udvikling/trivsel/<int:answer_id>/", views.wellbeing_told, name="wellbeing_told"),
    path(
        f"{CASE}udvikling/opfoelgning/<int:follow_up_id>/",
        views.wellbeing_follow_up,
        name="wellbeing_follow_up",
    ),
]
