"""Routes of the first page."""

from django.urls import path

from practice.home import views

urlpatterns = [path("praksis/", views.home, name="home")]
