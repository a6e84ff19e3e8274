"""Routes of the barometer."""

from django.urls import path

from practice.barometer import views

urlpatterns = [
    path("barometer/", views.live_code, name="live_code"),
    path("barometer/<str:code>/", views.live_answer, name="live_answer"),
    path("praksis/barometer/", views.round_list, name="round_list"),
    path("praksis/barometer/ny/", views.round_add, name="round_add"),
    path("praksis/barometer/<int:pk>/", views.round_detail, name="round_detail"),
    path("praksis/barometer/<int:pk>/svar/", views.round_answer, name="round_answer"),
    path("praksis/barometer/<int:pk>/luk/", views.round_close, name="round_close"),
    path("praksis/barometer/<int:pk>/ark/", views.round_sheet, name="round_sheet"),
    path("praksis/barometer/<int:pk>/papir/", views.round_paper, name="round_paper"),
    path("praksis/barometer/<int:pk>/skaerm/", views.round_wall, name="round_wall"),
]
