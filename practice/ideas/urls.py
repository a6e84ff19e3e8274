"""Routes of ideas."""

from django.urls import path

from practice.ideas import views

urlpatterns = [
    path("ideer/", views.idea_list, name="idea_list"),
    path("ideer/ny/", views.idea_add, name="idea_add"),
    path("ideer/<uuid:idea_id>/svar/", views.idea_answer, name="idea_answer"),
]
