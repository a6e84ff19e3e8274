"""The route of one's own profile."""

from django.urls import path

from accounts.profile import views

urlpatterns = [path("konto/", views.profile, name="profile")]
