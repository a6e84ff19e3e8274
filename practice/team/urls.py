"""Routes of the unit's meetings."""

from django.urls import path

from practice.team import views

urlpatterns = [
    path("praksis/moeder/", views.team_list, name="team_list"),
    path("praksis/moeder/<int:pk>/", views.team_detail, name="team_detail"),
    path("praksis/moeder/<int:pk>/ret/", views.team_correct, name="team_correct"),
    path("praksis/rytme/<int:pk>/dagsorden/", views.team_agenda, name="team_agenda"),
    path("praksis/rytme/<int:pk>/afholdt/", views.team_hold, name="team_hold"),
]
