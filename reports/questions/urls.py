"""Routes of questions put to the numbers."""

from django.urls import path

from reports.questions import views

urlpatterns = [
    path("overblik/spoerg/", views.question, name="question"),
    path("overblik/spoerg/frigiv/", views.answer_release, name="answer_release"),
    path("overblik/spoerg/gem/", views.question_save, name="question_save"),
    path("overblik/spoerg/<uuid:question_id>/slet/", views.question_delete, name="question_delete"),
]
