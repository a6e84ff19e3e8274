"""Routes of what colleagues are to each other."""

from django.urls import path

from workspace.colleagues import views

urlpatterns = [path("praksis/kurser/<int:pk>/indkald/", views.course_call, name="course_call")]
