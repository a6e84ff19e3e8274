"""Routes of one's own sessions."""

from django.urls import path

from accounts.sessions import views

urlpatterns = [
    path("konto/sessioner/", views.session_list, name="session_list"),
    path("konto/sessioner/<int:pk>/afslut/", views.session_end, name="session_end"),
    path("konto/sessioner/afslut-alle/", views.session_end_all, name="session_end_all"),
    path("konto/session/tilbage/", views.session_left, name="session_left"),
    path("konto/session/forlaeng/", views.session_extend, name="session_extend"),
]
