"""Routes of the way into Min plan."""

from django.urls import path

from portal.entry import views

urlpatterns = [
    path("min-plan/ind/", views.entry_ask, name="entry_ask"),
    path("min-plan/ind/kode/", views.entry_code, name="entry_code"),
    path("min-plan/ind/papir/", views.entry_paper, name="entry_paper"),
    path("min-plan/ud/", views.entry_leave, name="entry_leave"),
]
