"""Routes of sharing with other municipalities."""

from django.urls import path

from reports.sharing import views

AT = "praksis/os-og-de-andre/"

urlpatterns = [
    path(AT, views.others, name="others"),
    path(f"{AT}fil/", views.sharing_file, name="sharing_file"),
    path(f"{AT}hent/", views.sharing_take_in, name="sharing_take_in"),
    path(f"{AT}hent/<int:pk>/tag-tilbage/", views.sharing_take_back, name="sharing_take_back"),
    path(f"{AT}historier/", views.story_list, name="story_list"),
    path(f"{AT}historier/ny/", views.story_add, name="story_add"),
    path(f"{AT}historier/<int:pk>/tag-tilbage/", views.story_withdraw, name="story_withdraw"),
]
