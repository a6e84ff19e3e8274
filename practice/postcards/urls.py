"""Routes of postcards."""

from django.urls import path

from practice.postcards import views

urlpatterns = [
    path("postkort/", views.postcard_list, name="postcard_list"),
    path("postkort/nyt/", views.postcard_add, name="postcard_add"),
    path("postkort/<int:pk>/", views.postcard_detail, name="postcard_detail"),
    path("postkort/<int:pk>/tag-tilbage/", views.postcard_take_back, name="postcard_take_back"),
]
