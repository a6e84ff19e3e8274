"""Routes of topics."""

from django.urls import path

from plans.topics import views

urlpatterns = [path("sager/<uuid:case_id>/plan/emner/", views.plan_topics, name="plan_topics")]
