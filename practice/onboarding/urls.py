"""Routes of lists for who begins and who leaves."""

from django.urls import path

from practice.onboarding import views

LISTS = "praksis/nye-kolleger/"

urlpatterns = [
    path(LISTS, views.introduction_list, name="introduction_list"),
    path(f"{LISTS}ny/", views.introduction_start, name="introduction_start"),
    path(f"{LISTS}skabelon/", views.template_list, name="template_list"),
    path(f"{LISTS}skabelon/nyt/", views.template_add, name="template_add"),
    path(f"{LISTS}skabelon/forslag/", views.template_begin, name="template_begin"),
    path(f"{LISTS}skabelon/<int:pk>/", views.template_edit, name="template_edit"),
    path(f"{LISTS}<int:pk>/", views.introduction_detail, name="introduction_detail"),
    path(f"{LISTS}<int:pk>/slut/", views.introduction_end, name="introduction_end"),
    path(f"{LISTS}<int:pk>/genaabn/", views.introduction_reopen, name="introduction_reopen"),
    path(f"{LISTS}<int:pk>/<int:point_id>/", views.point_tick, name="point_tick"),
]
