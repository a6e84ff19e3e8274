"""Addresses of the unit's own development."""

from django.urls import path

from practice import views
from practice.barometer.urls import urlpatterns as barometer
from practice.iglo.urls import urlpatterns as iglo

app_name = "practice"
urlpatterns = [
    path("postkort/", views.postcard_list, name="postcard_list"),
    path("postkort/nyt/", views.postcard_add, name="postcard_add"),
    path("postkort/<int:pk>/", views.postcard_detail, name="postcard_detail"),
    *barometer,
    *iglo,
]
