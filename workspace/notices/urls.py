"""Routes of notices."""

from django.urls import path

from workspace.notices import views

urlpatterns = [path("min-dag/besked/laest/", views.notice_put_away, name="notice_put_away")]
