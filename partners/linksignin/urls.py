"""Routes of the sign-in by link and told code."""

from django.urls import path

from partners.linksignin import views

urlpatterns = [
    path("konto/link/", views.link_ask, name="link_ask"),
    path("konto/link/sendt/", views.link_sent, name="link_sent"),
    path("konto/link/<str:token>/", views.link_open, name="link_open"),
    path("partnere/<int:pk>/kontakter/<int:contact_pk>/kode/", views.contact_code, name="contact_code"),
]
