"""Routes of reflection."""

from django.urls import path

from practice.reflection import views

AT = "praksis/refleksion/<int:pk>/"

urlpatterns = [
    path("refleksion/<str:token>/", views.station_guest, name="station_guest"),
    path("praksis/refleksion/", views.occasion_list, name="occasion_list"),
    path("praksis/refleksion/ny/", views.occasion_add, name="occasion_add"),
    path("praksis/refleksion/svar/<uuid:pk>/fjern/", views.reflection_remove, name="reflection_remove"),
    path(AT, views.occasion_detail, name="occasion_detail"),
    path(f"{AT}ark/", views.occasion_sheet, name="occasion_sheet"),
    path(f"{AT}luk/", views.occasion_close, name="occasion_close"),
    path(f"{AT}station/<int:station>/", views.station_answer, name="station_answer"),
    path(f"{AT}station/<int:station>/kladde/", views.reflection_draft, name="reflection_draft"),
]
